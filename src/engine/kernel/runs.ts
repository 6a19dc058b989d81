/**
 * What encoded text is made of: long runs of the bytes that base64 (either alphabet) and hexadecimal are written with, and places
 * where a character may be written as its number. Two implementations with equal results, as of the kernel: WebAssembly, and plain
 * TypeScript.
 */
import { addBits } from '../../bytes/byte-table.ts';
import { isHex } from '../../bytes/hex.ts';
import { FastPath, WORTH_IT_BYTES } from './fast-path.ts';
import { type AnchorBuffer, appendPairs, pushPair } from './kernel.ts';
import { CODES_WORD, FREE, OPEN_WORD, WRITTEN_WORD, createMachine } from './wasm-module.ts';

/** Shorter runs decode to less than any token. The module knows it too. */
export const SHORTEST_RUN = 24;

/**
 * Appends to `runs` the maximal runs of at least {@link SHORTEST_RUN} bytes, as pairs `[start, end]`, and to `codes` each percent sign before two
 * hexadecimal digits and each backslash before `x` or `u`, as pairs of its offset and itself. Both in order of offsets.
 */
export type FindRuns = (bytes: Uint8Array, runs: AnchorBuffer, codes: AnchorBuffer) => void;

const IS_MEMBER = new Uint8Array(256);
addBits(IS_MEMBER, 'A-Za-z0-9+/_-', 1);

/** Measured: a shorter haystack takes plain code no longer. */
const SHORTEST_BYTES = 512;

const fastPath = new FastPath(createWasmRunFinder, { shortestBytes: SHORTEST_BYTES, seenBytes: WORTH_IT_BYTES });

/** Whichever is faster. */
export function findRuns(bytes: Uint8Array, runs: AnchorBuffer, codes: AnchorBuffer): void {
  const fast = fastPath.take(bytes.length);
  const [runCount, codeCount] = [runs.count, codes.count];
  if (fast !== null) {
    try {
      fast(bytes, runs, codes);
      return;
    } catch {
      [runs.count, codes.count] = [runCount, codeCount];
      fastPath.giveUp();
    }
  }
  findRunsPlainly(bytes, runs, codes);
}

/** In plain TypeScript. */
export function findRunsPlainly(bytes: Uint8Array, runs: AnchorBuffer, codes: AnchorBuffer): void {
  findRunsBackwards(bytes, runs);
  let percent = bytes.indexOf(PERCENT);
  let backslash = bytes.indexOf(BACKSLASH);
  while (percent >= 0 || backslash >= 0) {
    if (backslash < 0 || (percent >= 0 && percent < backslash)) {
      if (isHex(bytes[percent + 1]) && isHex(bytes[percent + 2])) pushPair(codes, percent, PERCENT);
      percent = bytes.indexOf(PERCENT, percent + 1);
    } else {
      const next = bytes[backslash + 1];
      if (next === 0x78 || next === 0x75) pushPair(codes, backslash, BACKSLASH);
      backslash = bytes.indexOf(BACKSLASH, backslash + 1);
    }
  }
}

const PERCENT = 0x25;
const BACKSLASH = 0x5c;

/**
 * This skips: of the first {@link SHORTEST_RUN} bytes of a run the last is read first, and a byte of no alphabet there, or on the way back
 * from there, moves the earliest start behind it.
 */
function findRunsBackwards(bytes: Uint8Array, out: AnchorBuffer): void {
  let earliest = 0;
  for (let i = SHORTEST_RUN - 1; i < bytes.length; i = earliest + SHORTEST_RUN - 1) {
    let back = i;
    while (back >= earliest && IS_MEMBER[bytes[back]!] !== 0) back--;
    if (back >= earliest) {
      earliest = back + 1;
      continue;
    }
    let end = i + 1;
    while (end < bytes.length && IS_MEMBER[bytes[end]!] !== 0) end++;
    pushPair(out, earliest, end);
    earliest = end + 1;
  }
}

const BLOCK_BYTES = 32_768;
/** What the module looks at in one go, and the most that it may tell of it. */
const STEP = 64;
const MOST_RUNS = 3;
const MOST_CODES = 32;
const PAIR_BYTES = 8;
/** Bytes behind what is looked at that have a say. */
const BEHIND = 2;

/**
 * In WebAssembly.
 *
 * @throws {Error} Where it cannot run.
 */
export function createWasmRunFinder(): FindRuns {
  const block = FREE;
  const results = block + BLOCK_BYTES + 2 * STEP;
  const steps = BLOCK_BYTES / STEP + 1;
  const codesAt = results + steps * MOST_RUNS * PAIR_BYTES;
  const machine = createMachine(codesAt + steps * MOST_CODES * PAIR_BYTES);
  return (bytes, runs, codes) => {
    const { bytes: memory, words } = machine;
    let open = 0;
    for (let begin = 0; begin < bytes.length; begin += BLOCK_BYTES) {
      const end = Math.min(bytes.length, begin + BLOCK_BYTES);
      memory.set(bytes.subarray(begin, end + BEHIND), block);
      let stop = block + end - begin;
      if (end === bytes.length) {
        // What ends the last run.
        memory.fill(0, stop, stop + STEP + BEHIND);
        stop++;
      }
      machine.findRuns(block, stop, open, block - begin, results, codesAt);
      open = words[OPEN_WORD] as number;
      appendPairs(runs, words, results >> 2, (words[WRITTEN_WORD] as number) >> 2);
      appendPairs(codes, words, codesAt >> 2, (words[CODES_WORD] as number) >> 2);
    }
  };
}

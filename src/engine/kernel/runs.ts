/**
 * Long runs of the bytes that base64 (either alphabet) and hexadecimal are written with. Two implementations with equal results, as of
 * the kernel: WebAssembly, and plain TypeScript.
 */
import { FastPath } from './fast-path.ts';
import { type AnchorBuffer, appendPairs, pushPair } from './kernel.ts';
import { FREE, OPEN_WORD, WRITTEN_WORD, createMachine } from './wasm-module.ts';

/** Shorter runs decode to less than any token. The module knows it too. */
export const SHORTEST_RUN = 24;

/** Appends the maximal runs of at least {@link SHORTEST_RUN} bytes, as pairs `[start, end]`, in order. */
export type FindRuns = (bytes: Uint8Array, out: AnchorBuffer) => void;

const IS_MEMBER: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** Measured: a shorter haystack takes plain code no longer. */
const SHORTEST_BYTES = 512;

const fastPath = new FastPath(createWasmRunFinder, SHORTEST_BYTES);

/** Whichever is faster. */
export function findRuns(bytes: Uint8Array, out: AnchorBuffer): void {
  const fast = fastPath.take(bytes.length);
  const before = out.count;
  if (fast !== null) {
    try {
      fast(bytes, out);
      return;
    } catch {
      out.count = before;
      fastPath.giveUp();
    }
  }
  findRunsPlainly(bytes, out);
}

/**
 * This skips: of the first {@link SHORTEST_RUN} bytes of a run the last is read first, and a byte of no alphabet there, or on the way back
 * from there, moves the earliest start behind it.
 */
export function findRunsPlainly(bytes: Uint8Array, out: AnchorBuffer): void {
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

const BLOCK_BYTES = 65536;
/** What the module looks at in one go; of each it tells three runs at most. */
const STEP = 64;
const RUNS_A_STEP = 3;
const PAIR_BYTES = 8;

/**
 * The same in WebAssembly.
 *
 * @throws {Error} Where it cannot run.
 */
export function createWasmRunFinder(): FindRuns {
  const block = FREE;
  const results = block + BLOCK_BYTES + STEP;
  const machine = createMachine(results + (BLOCK_BYTES / STEP + 1) * RUNS_A_STEP * PAIR_BYTES);
  return (bytes, out) => {
    let open = 0;
    for (let begin = 0; begin < bytes.length; begin += BLOCK_BYTES) {
      const end = Math.min(bytes.length, begin + BLOCK_BYTES);
      machine.bytes.set(bytes.subarray(begin, end), block);
      let stop = block + end - begin;
      if (end === bytes.length) {
        // What ends the last run.
        machine.bytes.fill(0, stop, stop + STEP);
        stop++;
      }
      machine.findRuns(block, stop, open, block - begin, results);
      open = machine.words[OPEN_WORD] as number;
      appendPairs(out, machine.words, results >> 2, (machine.words[WRITTEN_WORD] as number) >> 2);
    }
  };
}

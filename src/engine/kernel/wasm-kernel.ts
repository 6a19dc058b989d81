/**
 * The WebAssembly kernel behind the kernel's interface. A haystack passes through it in blocks that are copied into its memory: the copy
 * stays in the second-level cache and costs about a twentieth of the search, and no caller need care where its bytes lie.
 */
import { type AnchorBuffer, type Kernel, appendPairs } from './kernel.ts';
import { type Machine, WRITTEN_WORD, createMachine } from './wasm-module.ts';
import { fileLiterals, type Tables, unpackTables } from './wasm-tables.ts';

const BLOCK_BYTES = 65536;
/** Read behind a block, whatever stands there. */
const SLACK_BYTES = 128;
const RESULT_BYTES = 65536;
/** Positions that the kernel looks at before it asks for room again. */
const STEP = 64;
const ANCHOR_BYTES = 8;

/** Addresses and sizes in the kernel's memory. */
interface Place {
  readonly machine: Machine;
  readonly block: number;
  readonly results: number;
  readonly limit: number;
  readonly room: number;
}

/**
 * Builds the kernel for these literals; a literal's id is its index.
 *
 * @param literals - Lower-case bytes, at least 3 each.
 * @throws {Error} Where it cannot run, or for literals that are no words: the scalar kernel takes any.
 */
export function createWasmKernel(literals: readonly Uint8Array[]): Kernel {
  const longest = literals.reduce((most, literal) => Math.max(most, literal.length), 0);
  return kernelOver(() => fileLiterals(literals), longest);
}

/**
 * As {@link createWasmKernel}, from tables that have been made.
 *
 * @param packed - See {@link packTables}.
 * @param of - How many literals they are of, and the length of the longest.
 */
export function createTabledKernel(
  packed: Uint8Array,
  { count, longestBytes }: { readonly count: number; readonly longestBytes: number },
): Kernel {
  return kernelOver(() => unpackTables(packed, count), longestBytes);
}

function kernelOver(makeTables: () => Tables, longestBytes: number): Kernel {
  if (longestBytes > BLOCK_BYTES / 2) throw new RangeError('a literal is too long for the WebAssembly kernel');
  const tables = makeTables();
  const block = (tables.end + 63) & ~63;
  const results = block + BLOCK_BYTES + SLACK_BYTES;
  const room = STEP * tables.mostAtOnce * ANCHOR_BYTES;
  const limit = results + Math.max(RESULT_BYTES, 2 * room);
  const machine = createMachine(limit);
  tables.write(machine.bytes, machine.words);
  const place = { machine, block, results, limit, room };
  return {
    longestBytes,
    find: (haystack, floor, from, to, out) => {
      const overlap = longestBytes - 1;
      let seen = from;
      for (let begin = floor; begin < to;) {
        const end = Math.min(to, begin + BLOCK_BYTES);
        machine.bytes.set(haystack.subarray(begin, end), block);
        findInBlock(place, begin, end, seen, out);
        if (end === to) return;
        seen = Math.max(from, end);
        begin = end - overlap;
      }
    },
  };
}

/** Anchors of haystack `[begin, end)`, which is in the block, that end after `seen`. */
function findInBlock(place: Place, begin: number, end: number, seen: number, out: AnchorBuffer): void {
  const { machine, block, results, limit, room } = place;
  const stop = block + end - begin;
  const after = Math.max(0, block + seen - begin);
  for (let at = block; at < stop;) {
    at = machine.findAnchors(at, stop, block, stop, after, block - begin, results, limit, room);
    appendPairs(out, machine.words, results >> 2, (machine.words[WRITTEN_WORD] as number) >> 2);
  }
}

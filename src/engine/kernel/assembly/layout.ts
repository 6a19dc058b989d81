// Where things lie in the kernel's own memory; ../wasm-tables.ts and ../wasm-module.ts know the same numbers. There is no static data and
// no allocator.

/** Where a call says how far its results reach: address behind the last one, u32. */
export const WRITTEN: usize = 0;
/** Length of the run that was still open when `findRuns` came to its end, u32. */
export const OPEN: usize = 4;
/** As WRITTEN, of the codes that `findRuns` found, u32. */
export const CODES: usize = 8;
/** What four bytes are multiplied by for {@link FILTER}, u32: a multiple of 32, so that eight bytes stand for any fourth. */
export const FACTOR: usize = 12;
/** By hash of four bytes: 1 when a literal may be there. 65,536 x u8. */
export const FILTER: usize = 64;
/** Buckets of four grams, u32 each, by hash of the gram; a full one goes on in the next. 0: none. */
export const HEADS: usize = FILTER + 65536;
export const HEAD_BITS: u32 = 12;
/** By place among the heads: where the gram's entries begin; they end where the next's begin. 16,385 x u32. */
export const STARTS: usize = HEADS + 65536;
/** By hash of three bytes: 1 when a literal of three may be there. 8,192 x u8. */
export const SHORTS: usize = STARTS + 65552;
export const SHORT_BITS: u32 = 13;
/** By that hash: where its entries begin. 8,193 x u32. */
export const SHORT_STARTS: usize = SHORTS + 8192;
/** Entries, see anchors.ts; the host puts the literals' bytes and the buffers behind them. */
export const ENTRIES: usize = SHORT_STARTS + 32784;
export const ENTRY_BYTES: usize = 32;

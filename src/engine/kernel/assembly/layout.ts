// Where things lie in the kernel's own memory; ../wasm-tables.ts and ../wasm-module.ts know the same numbers. There is no static data and
// no allocator.

/** Where a call says how far its results reach: address behind the last one, u32. */
export const WRITTEN: usize = 0;
/** Length of the run that was still open when `findRuns` came to its end, u32. */
export const OPEN: usize = 4;
/** As WRITTEN, of the codes that `findRuns` found, u32. */
export const CODES: usize = 8;
/** By hash of four bytes: 1 when a literal may be there. 65,536 x u8. */
export const FILTER: usize = 64;
/** By hash of three bytes: where its entries begin; they end where the next row's begin. 8,193 x u32. */
export const ROWS: usize = FILTER + 65536;
/** Entries, see anchors.ts; the host puts the literals' bytes and the buffers behind them. */
export const ENTRIES: usize = ROWS + 32784;

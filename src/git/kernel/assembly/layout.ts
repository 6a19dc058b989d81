// Where the kernel keeps its tables, as offsets from the scratch address that the host passes to `init`. There is no static data and no
// allocator, so one memory can hold this kernel and the engine's, each with its own scratch.

/** Decoded meaning of each literal/length symbol, 288 x u32. */
export const LITERAL_MEANINGS: usize = 0;
/** Decoded meaning of each distance symbol, 32 x u32. */
export const DISTANCE_MEANINGS: usize = 1152;
/** Decoded meaning of each code-length symbol, 19 x u32. */
export const LENGTH_MEANINGS: usize = 1280;
/** Code lengths as read from a block's header, at most 320 bytes. */
export const CODE_LENGTHS: usize = 1408;
/** Code lengths of the code-length code itself, 19 bytes. */
export const HEADER_LENGTHS: usize = 1760;
/** Symbols by code length, and where each length starts; 16 x u32 each. */
export const COUNTS: usize = 1792;
export const STARTS: usize = 1856;
/** Symbols in the order of their codes, 288 x u16. */
export const SORTED: usize = 1920;
/** Table of the code-length code, 7 bits. */
export const HEADER_TABLE: usize = 2560;
/** Tables of the fixed code: 9 and 5 bits. */
export const FIXED_LITERALS: usize = 3072;
export const FIXED_DISTANCES: usize = 5120;
/** Tables of the block at hand, with room for every sub-table that a complete code may need. */
export const DISTANCE_TABLE: usize = 5248;
export const LITERAL_TABLE: usize = 7424;

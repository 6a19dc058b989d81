/**
 * How new bytes derive from a base, as a git delta says it: in order, pieces copied from the base and pieces inserted.
 * Three numbers an operation: `[isCopy (1|0), start, length]`; a copy's start is an offset in the base, an insert's an
 * offset in the new bytes. The lengths add up to the new size.
 */
export type EditOps = Int32Array;

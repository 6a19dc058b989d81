// The anchor that is asked about, and the bytes round it by their class.

import { at } from './document';

// See NAME_TABLES of ../../matchers/assignment-anchor.ts.
export const WORD: u8 = 1;
export const IDENT: u8 = 2;
export const BLANK: u8 = 16;
export const EOL: u8 = 32;
export const QUOTE: u8 = 64;
export const UNTIED: u8 = 128;

// See ../../matchers/assignment-name.ts and assignment-gate.ts.
export const NAME_REACH: i32 = 48;
export const LABEL_REACH: i32 = 96;
/** Bytes before an anchor that every gate reads, and those that it reads at most; bytes after one that every gate reads. */
export const LEAST_BEFORE: i32 = 56;
export const MOST_BEFORE: i32 = 320;
export const LEAST_AFTER: i32 = NAME_REACH + LABEL_REACH;
export const LONGEST_CELL: i32 = 32;

/** Where the tables of bytes are: their classes, what may follow a name, and a quote after one, 256 each; then the pairs. */
export let kinds: usize = 0;

/** The anchor's own bytes. */
export let anchorStart: i32 = 0;
export let anchorEnd: i32 = 0;

/** Says where the tables of bytes are. */
export function prepareClasses(kindsAt: usize): void {
  kinds = kindsAt;
}

/** Takes the anchor `[start, end)`. */
export function askAbout(start: i32, end: i32): void {
  anchorStart = start;
  anchorEnd = end;
}

/** Whether the byte at an offset, which must be in the document, is of a class. */
export function is(offset: i32, kind: u8): bool {
  return (load<u8>(kinds + <usize>load<u8>(at + offset)) & kind) != 0;
}

/** The first offset from `index` that is no space, or `limit`. */
export function skipSpaces(index: i32, limit: i32): i32 {
  let i = index;
  while (i < limit && load<u8>(at + i) == 0x20) i++;
  return i;
}

/** Whether a byte parts cells. */
export function isBar(byte: u8): bool {
  return byte == 0x7c || byte == 0x21 || byte == 0x5e;
}

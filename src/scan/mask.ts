/** What is put in place of a secret, and where exactly: nothing around it changes its meaning. */

/** A stretch of original bytes that is hidden, and why. */
export interface HiddenSpan {
  start: number;
  end: number;
  /** Rule id, or what else knows it. */
  readonly label: string;
  /** Goes on a span that a terminal sequence or a record's frame interrupts: the mask stands before it already. */
  readonly continues: boolean;
}

const MASK_HEAD = '[REDACTED:';
const MASK = /\[REDACTED:[a-z0-9-]{1,80}\]/g;

/** The mask of a label: no quote, no backslash, no white space, and no value that any rule takes for a secret. */
export function maskOf(label: string): string {
  return `${MASK_HEAD}${label.replace(/[^a-z0-9-]/g, '-')}]`;
}

/** Whether `text` (latin1) holds a mask of ours. */
export function holdsMask(text: string): boolean {
  return text.includes(MASK_HEAD) && text.search(MASK) !== -1;
}

/**
 * `bytes` with the spans hidden, as pieces that make up the output in order; those outside the spans are the original
 * bytes, not copied.
 *
 * @param spans - In any order; may overlap.
 * @param count - How often each label was used, added to.
 */
export function hide(bytes: Uint8Array, spans: readonly HiddenSpan[], count: Map<string, number>): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const span of disjoint(bytes, spans)) {
    if (span.start > at) pieces.push(bytes.subarray(at, span.start));
    if (!span.continues) {
      pieces.push(Buffer.from(maskOf(span.label), 'latin1'));
      count.set(span.label, (count.get(span.label) ?? 0) + 1);
    }
    at = span.end;
  }
  if (at < bytes.length) pieces.push(bytes.subarray(at));
  return pieces;
}

/** In order, merged where they overlap, each fitted to its surroundings; empty ones left out. */
function disjoint(bytes: Uint8Array, spans: readonly HiddenSpan[]): HiddenSpan[] {
  const merged: HiddenSpan[] = [];
  const sorted = spans.flatMap((span) => withoutLineEnds(bytes, span)).sort(compareSpans);
  for (const span of sorted) {
    fit(bytes, span);
    const last = merged.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else if (span.end > span.start) merged.push(span);
  }
  return merged;
}

/** What goes on comes first of what begins at one place: it decides that no mask is put there. */
function compareSpans(a: HiddenSpan, b: HiddenSpan): number {
  return a.start - b.start || Number(b.continues) - Number(a.continues) || b.end - a.end;
}

/** Line ends are never hidden: a span over several lines is one in each, blank edges left out. */
function withoutLineEnds(bytes: Uint8Array, span: HiddenSpan): HiddenSpan[] {
  const pieces: HiddenSpan[] = [];
  for (let start = span.start; start < span.end;) {
    const lf = bytes.indexOf(0x0a, start);
    const end = lf === -1 || lf > span.end ? span.end : lf;
    const piece = { ...span, start, end, continues: span.continues && start === span.start };
    while (piece.start < piece.end && isBlank(bytes[piece.start])) piece.start++;
    while (piece.end > piece.start && isBlank(bytes[piece.end - 1])) piece.end--;
    if (piece.end > piece.start) pieces.push(piece);
    start = end + 1;
  }
  return pieces;
}

function isBlank(byte: number | undefined): boolean {
  return byte !== undefined && byte <= 0x20;
}

/** Moves the edges off the middle of an escape sequence (`\"` stays whole inside or outside) and of a UTF-8 character. */
function fit(bytes: Uint8Array, span: HiddenSpan): void {
  if (slashesBefore(bytes, span.start) % 2 === 1) span.start--;
  if (slashesBefore(bytes, span.end) % 2 === 1 && bytes[span.end - 1] === 0x5c) span.end--;
  while (span.start > 0 && isContinuation(bytes[span.start])) span.start--;
  while (span.end < bytes.length && isContinuation(bytes[span.end])) span.end++;
}

function slashesBefore(bytes: Uint8Array, at: number): number {
  let count = 0;
  while (bytes[at - 1 - count] === 0x5c) count++;
  return count;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

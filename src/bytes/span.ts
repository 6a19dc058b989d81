/** A half-open range of bytes, `0 <= start <= end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether two half-open ranges share a byte. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

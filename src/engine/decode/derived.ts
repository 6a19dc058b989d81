/** Text inside text: what an encoded run says once decoded, and where in the origin each of its bytes came from. */
import type { Span } from '../../bytes/span.ts';
import { deriveBase64 } from './base64.ts';
import { deriveEscapes } from './escapes.ts';
import { deriveHex } from './hex.ts';
import { derivePercent } from './percent.ts';
import { findEncodedRuns } from './runs.ts';

/** How a run is encoded. */
export type Encoding = 'base64' | 'hex' | 'escapes' | 'percent';

/** A maximal run of encoded bytes. */
export interface EncodedRun extends Span {
  readonly encoding: Encoding;
}

/** Decoded bytes, and for each offset in them (their length included) the offset in the origin where its code begins. */
export interface Derived {
  readonly bytes: Uint8Array;
  map(offset: number): number;
}

const DERIVE: Readonly<Record<Encoding, (bytes: Uint8Array, start: number, end: number) => Derived | null>> = {
  base64: deriveBase64,
  hex: deriveHex,
  escapes: deriveEscapes,
  percent: derivePercent,
};

/** Decodes one run; null when it does not decode or is no text. */
export function derive(bytes: Uint8Array, run: EncodedRun): Derived | null {
  return DERIVE[run.encoding](bytes, run.start, run.end);
}

/** A derived haystack. A match in it is reported at `span` of the origin, with encoding `given` and the decoded value. */
export interface DerivedText {
  /** The encoded run in the origin; of two layers the outer one. */
  readonly span: Span;
  readonly bytes: Uint8Array;
}

/** The texts in an encoded run, once or twice encoded. */
export function textsIn(bytes: Uint8Array, run: EncodedRun): DerivedText[] {
  const outer = derive(bytes, run);
  if (outer === null) return [];
  const span = { start: run.start, end: run.end };
  const texts: DerivedText[] = [{ span, bytes: outer.bytes }];
  if (outer.bytes.length < 24) return texts;
  for (const innerRun of findEncodedRuns(outer.bytes)) {
    const inner = derive(outer.bytes, innerRun);
    if (inner !== null) texts.push({ span, bytes: inner.bytes });
  }
  return texts;
}

/** All texts that stand encoded in `bytes`, in byte order. Linear in `bytes`. */
export function deriveTexts(bytes: Uint8Array): DerivedText[] {
  return findEncodedRuns(bytes).flatMap((run) => textsIn(bytes, run));
}

/** What a document rule's reader gives: hits that say which kind of document they belong to. */
import { fromLatin1, latin1 } from '../../bytes/latin1.ts';
import type { DocumentKind } from '../../rules/rule.ts';
import { decodeBase64 } from '../decode/base64.ts';
import type { Fact } from '../match.ts';
import type { MatcherHit } from '../matchers/matcher.ts';

/** A hit of a rule of class `document` whose `matcher` is that name. */
export interface DocumentHit extends MatcherHit {
  readonly matcher: DocumentKind;
}

/** A value in a document: its place, what it decodes to, the name it stands under. */
export interface Found {
  readonly start: number;
  readonly end: number;
  /** Decoded, latin1. */
  readonly value: string;
  readonly name: string;
  readonly facts?: readonly Fact[];
  readonly structure?: 0 | 1;
  /** Bits of `Mark`: a value that the document itself says is no secret still stands before weaker rules. */
  readonly marks?: number;
}

/** Makes the hit of a value that a document kind gives away. */
export function documentHit(matcher: DocumentKind, found: Found): DocumentHit {
  const { start, end } = found;
  return {
    matcher,
    start,
    end,
    secretStart: start,
    secretEnd: end,
    encoding: 'given',
    value: fromLatin1(found.value),
    assignedName: found.name,
    facts: found.facts ?? [],
    evidence: { structure: found.structure ?? 0, marks: found.marks ?? 0 },
  };
}

/** Standard base64 with its padding, white space left out, decoded to latin1; null when it is something else. */
export function decodeText(base64: string): string | null {
  const bytes = fromLatin1(base64.replace(/\s+/g, ''));
  if (bytes.length % 4 !== 0 || bytes.includes(0x2d) || bytes.includes(0x5f)) return null;
  const decoded = bytes.length >= 4 ? decodeBase64(bytes) : null;
  return decoded === null ? null : latin1(decoded);
}

/** `user:password` in base64, as registries and package managers keep it; null when it is something else. */
export function decodeLogin(base64: string): { user: string; password: string } | null {
  const text = decodeText(base64);
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon < 0 || /[^\x20-\x7e]/.test(text)) return null;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

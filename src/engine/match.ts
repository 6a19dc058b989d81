/** What the engine says of bytes: spans plus numeric evidence, free of paths and time. */
import type { Span } from '../bytes/span.ts';

/** Reasons why a matched value may be no secret; bits of {@link Evidence.marks}. A marked match still shadows. */
export const Mark = {
  /** `${VAR}`, `process.env.X`, `{{ .Values.x }}`, a Vault path, a file path of a mounted secret … */
  Reference: 1 << 0,
  /** `<your-key>`, `changeme`, `xxxx`, `your_api_key_here` … */
  Placeholder: 1 << 1,
  /** A value that its provider's documentation prints, or a test vector of a standard. */
  Documentation: 1 << 2,
  /** `****`, `[REDACTED]`, `abcd…wxyz`: somebody hid it before us. */
  Masked: 1 << 3,
  /** One character, a short period or a keyboard or counting sequence. */
  Repetitive: 1 << 4,
  /** Words of a language: an identifier, a sentence, an enum constant. */
  Words: 1 << 5,
  /** A UUID, a git or content digest, an integrity hash, an image digest, an ETag. */
  Digest: 1 << 6,
  /** A password hash or a ciphertext: bcrypt, argon2, `ENC[…]`, an ansible vault, a sealed secret. */
  Protected: 1 << 7,
  /** A public key, a certificate, a public id. */
  Public: 1 << 8,
  /** URL, path, e-mail, date, version, number, code expression: not the shape of a credential. */
  Shape: 1 << 9,
  /** Entropy below what the rule asks. */
  LowEntropy: 1 << 10,
  /** The name says example, dummy, mock, fake or sample. */
  TestName: 1 << 11,
  /** A development default: `postgres:postgres@localhost`, a loopback host. */
  LocalDefault: 1 << 12,
  /** Encrypted private key, expired or anonymous token: a secret of less worth. */
  Weakened: 1 << 13,
  /** The value stands without quotes: in a programming language it is an expression. */
  Bare: 1 << 14,
  /** An unquoted value with more words after it on its line: prose, or code. */
  Trailing: 1 << 15,
} as const;

/** Marks that say "this is no credential": a match with one is no finding (unless its checksum holds) and joins no composite. */
export const DISMISSING_MARKS =
  Mark.Reference | Mark.Placeholder | Mark.Documentation | Mark.Masked | Mark.Public | Mark.Protected;

/** Marks that leave a value in doubt: a match with one is for review, unless its checksum holds. */
export const DOUBTFUL_MARKS =
  Mark.Repetitive | Mark.Words | Mark.Digest | Mark.Shape | Mark.LowEntropy | Mark.LocalDefault | Mark.Weakened;

/** Numbers from which `findings/judge.ts` makes a tier. */
export interface Evidence {
  /** 1 holds, -1 fails, 0 the format has none or it cannot be computed here. */
  readonly checksum: -1 | 0 | 1;
  /** 1 the decoded structure holds, -1 it does not, 0 nothing to decode. */
  readonly structure: -1 | 0 | 1;
  /** Bits of {@link Mark}. */
  readonly marks: number;
  /** Of the secret, bits per byte. */
  readonly entropyBitsPerByte: number;
  /** How unlike words and ordinary code the value is, 0..1; -1 when not computed. */
  readonly rarity: number;
  /** How plainly the name says "secret", 0..1; -1 when there is no name. */
  readonly nameStrength: number;
  /** Unix seconds after which the credential is dead; 0 when it does not say. */
  readonly expiresAtSeconds: number;
  /** `paths` of rules that explain the secret better, but at these paths alone: there this match is none. */
  readonly yieldsAt?: readonly string[] | undefined;
}

/** How the secret's bytes stand, and so how they are decoded to the value that is fingerprinted. */
export type ValueEncoding =
  | 'plain' // the bytes as they stand
  | 'json' // inside double quotes: JSON escapes are undone
  | 'percent' // in a URL's userinfo or query
  | 'given'; // a decoder, a document rule or a parser made it (a private key: the body without white space): `value` holds it

/**
 * A named public part that may be shown in reports: a URL's scheme, user and host, a JWT's claims, an account id.
 * The key `id` is shown as prefix and last four only. Values are hostile text: escaped and cut when sealed.
 */
export type Fact = readonly [key: string, value: string];

/** One confirmed occurrence of one rule. Offsets are absolute in the document or stream. */
export interface RawMatch extends Span {
  /** Index in {@link RuleSet.rules}. */
  readonly rule: number;
  readonly secretStart: number;
  readonly secretEnd: number;
  readonly encoding: ValueEncoding;
  /** The decoded value, only with encoding `given`. */
  readonly value?: Uint8Array | undefined;
  /** The name that the value is assigned to, as it stands, or empty. Never holds a value. */
  readonly assignedName: string;
  readonly facts: readonly Fact[];
  readonly evidence: Evidence;
  /** The same object for every copy of a match that versions of a document inherit from each other: a key for memos. */
  readonly source?: object | undefined;
}

/** Whether the match is no credential by its marks. It still shadows, but never becomes a finding nor part of a composite. */
export function isDismissed(match: RawMatch): boolean {
  return match.evidence.checksum !== 1 && (match.evidence.marks & DISMISSING_MARKS) !== 0;
}

/** A raw match that survived resolution, with its parts when it is a composite. */
export interface Match extends RawMatch {
  /** Index in {@link RuleSet.composites}, or -1. */
  readonly composite: number;
  /** Matches taken by this one, in byte order; empty unless composite. */
  readonly parts: readonly RawMatch[];
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * The same match so many bytes further on, without its `source`; the caller's own. Field by field, as all are made: of objects of one shape V8
 * reads fast, and to spread is dear.
 */
export function movedBy(match: RawMatch, bytes: number): Writable<RawMatch> {
  return {
    rule: match.rule,
    start: match.start + bytes,
    end: match.end + bytes,
    secretStart: match.secretStart + bytes,
    secretEnd: match.secretEnd + bytes,
    encoding: match.encoding,
    value: match.value,
    assignedName: match.assignedName,
    facts: match.facts,
    evidence: match.evidence,
    source: undefined,
  };
}

/** A match of a raw one: by itself, or as the main part of a composite. */
export function toMatch(raw: RawMatch, composite = -1, parts: readonly RawMatch[] = []): Match {
  return {
    rule: raw.rule,
    start: raw.start,
    end: raw.end,
    secretStart: raw.secretStart,
    secretEnd: raw.secretEnd,
    encoding: raw.encoding,
    value: raw.value,
    assignedName: raw.assignedName,
    facts: raw.facts,
    evidence: raw.evidence,
    source: raw.source,
    composite,
    parts,
  };
}

export const NO_EVIDENCE: Evidence = {
  checksum: 0,
  structure: 0,
  marks: 0,
  entropyBitsPerByte: 0,
  rarity: -1,
  nameStrength: -1,
  expiresAtSeconds: 0,
};

/** Fingerprints as people and files write them: whole, or their beginning. */

/** Key part and hex digits; five are the whole of a guessable value's fingerprint. */
const WRITTEN = /^(v1(?:-[0-9A-Za-z]{1,16})?:)([0-9a-f]{5,64})$/;

/** Hex digits that are enough to name a secret among the findings of a run. */
const SHORT_DIGITS = 8;

/** As a pattern of JSON Schema, for editors. */
export const FINGERPRINT_PATTERN: string = WRITTEN.source;

/** What a stored fingerprint must look like, for messages. */
export const FINGERPRINT_FORM = '"v1:" and at least 5 hex digits, as a report prints it';

/** Whether the text is a fingerprint or an acceptable beginning of one. */
export function isFingerprint(text: string): boolean {
  return WRITTEN.test(text);
}

/** `v1:` or `v1-KKKK:`: the key a fingerprint was made with. Empty when it is none. */
export function fingerprintKey(fingerprint: string): string {
  return WRITTEN.exec(fingerprint)?.[1] ?? '';
}

/** The two name the same secret: one begins with the other. */
export function sameFingerprint(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

/** As much of it as a person needs: the key and eight digits. */
export function shortFingerprint(fingerprint: string): string {
  const parts = WRITTEN.exec(fingerprint);
  if (parts === null) return fingerprint;
  return `${parts[1] as string}${(parts[2] as string).slice(0, SHORT_DIGITS)}`;
}

/** What a check of a token is. */

/**
 * Checks one token by its own characters.
 *
 * @param secret - The whole token, one code unit a byte.
 * @param context - Text round it, for schemes that need a neighbour (Supabase: the project's reference).
 * @returns 1 the check holds, which chance does not bring about; -1 it fails; 0 it cannot be computed here, or holding
 *   proves nothing.
 */
export type Checksum = (secret: string, context: string) => 1 | 0 | -1;

/** 1 when equal, else -1. */
export function compare(expected: string, actual: string): 1 | -1 {
  return expected === actual ? 1 : -1;
}

/**
 * 1 when equal, else 0: for a check that its provider has not published, but that others found out from tokens. A match of 32 bits
 * is no chance; a mismatch may be a token of a kind that nobody has looked at.
 */
export function holdsOrUnknown(expected: string, actual: string): 1 | 0 {
  return expected === actual ? 1 : 0;
}

/** The checks that a token's own characters must pass, by the name that a pack's `checksum` uses. */

/**
 * Checks one token.
 *
 * @param secret - The whole token, one code unit a byte.
 * @param context - Text round it, for schemes that need a neighbour (Supabase: the project's reference).
 * @returns 1 the checksum holds, -1 it does not, 0 it cannot be computed here and says nothing.
 */
export type Checksum = (secret: string, context: string) => 1 | 0 | -1;

export const CHECKSUMS: ReadonlyMap<string, Checksum> = new Map<string, Checksum>([]);

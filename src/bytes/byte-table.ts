/** Tables by byte, made of what stands in them: a start waits for them, and to ask patterns about each byte takes a hundred times as long. */

/**
 * Tells the bytes that a text names: each character its own, `a-z` all between. A dash that is meant stands first or last.
 *
 * @param characters - Of latin1.
 */
export function eachByte(characters: string, take: (byte: number) => void): void {
  for (let i = 0; i < characters.length; i++) {
    const from = characters.charCodeAt(i);
    const isRange = characters[i + 1] === '-' && i + 2 < characters.length;
    const to = isRange ? characters.charCodeAt(i + 2) : from;
    for (let byte = from; byte <= to; byte++) take(byte);
    if (isRange) i += 2;
  }
}

/** Adds bits to those of the bytes that a text names, see {@link eachByte}. */
export function addBits(table: Uint8Array, characters: string, bits: number): void {
  eachByte(characters, (byte) => (table[byte]! |= bits));
}

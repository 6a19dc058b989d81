/** Whether decoded bytes are text: what separates an encoded secret from an image, a hash or a key. */

/** No control bytes but tab, LF and CR, and no more than a quarter above ASCII. Empty is no text. */
export function isText(bytes: Uint8Array): boolean {
  let high = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x80) high++;
    else if (byte < 0x20 ? byte !== 0x0a && byte !== 0x0d && byte !== 0x09 : byte === 0x7f) return false;
  }
  return bytes.length > 0 && high * 4 <= bytes.length;
}

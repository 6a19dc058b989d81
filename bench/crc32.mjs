/** CRC-32 (ISO 3309) of a text in ASCII; Node has it only from version 22 on. */
export function crc32(text) {
  let sum = 0xff_ff_ff_ff;
  for (const character of text) {
    sum ^= character.codePointAt(0);
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xed_b8_83_20 : sum >>> 1;
  }
  return (sum ^ 0xff_ff_ff_ff) >>> 0;
}

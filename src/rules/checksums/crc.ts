/** Cyclic redundancy checks over latin1 text or bytes. */

let table: Uint32Array | null = null;

/** Made when it is first asked for: most runs meet no checksum. */
function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    return value >>> 0;
  });
}

/** CRC-32 (IEEE, as zlib has it), 0..2^32-1; of "123456789" it is 0xcbf43926. */
export function crc32(text: string): number {
  table ??= makeTable();
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ table[(crc ^ text.charCodeAt(i)) & 255]!;
  return (crc ^ 0xffffffff) >>> 0;
}

/** CRC-16/XMODEM, 0..65535; of "123456789" it is 0x31c3. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

/** Eight lower-case hex digits, most significant first. */
export function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** Eight lower-case hex digits of the value's bytes in little-endian order. */
export function hex32LittleEndian(value: number): string {
  return [0, 8, 16, 24].map((shift) => ((value >>> shift) & 255).toString(16).padStart(2, '0')).join('');
}

/** Reading pack indexes, version 2 (gitformat-pack: "Version 2 pack-*.idx files"). */

/** Why a pack cannot be read here; git itself may still read it. The message is one clause for the receipt. */
export class PackError extends Error {
  override readonly name = 'PackError';
}

/** Where the parts of an index file are. */
export interface PackIndex {
  readonly file: Uint8Array;
  /** Objects in the pack. */
  readonly count: number;
  /** Offset of the sorted ids, 20 bytes each; of the CRCs, 4 each; of the offsets, 4 each; of the 64-bit offsets, 8 each. */
  readonly idsAt: number;
  readonly crcsAt: number;
  readonly offsetsAt: number;
  readonly largeAt: number;
  readonly largeCount: number;
  /** Where the pack's own checksum is told, 20 bytes. */
  readonly packChecksumAt: number;
}

/** First four bytes of an index of version 2 and later. */
export const INDEX_MAGIC = 0xff744f63;
/** Where the numbers of ids up to each first byte are, 256 of four bytes, and where the sorted ids behind them begin. */
export const FANOUT_AT = 8;
export const IDS_AT = FANOUT_AT + 1024;
const TRAILER_BYTES = 40;
const LARGE_FLAG = 0x80000000;

/** Four bytes, most significant first. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/**
 * Takes an index file apart.
 *
 * @throws PackError for another version (1, or ids of 32 bytes) and for a file that contradicts itself.
 */
export function parsePackIndex(file: Uint8Array): PackIndex {
  if (file.length < IDS_AT + TRAILER_BYTES || readUint32(file, 0) !== INDEX_MAGIC) {
    throw new PackError('its index is not of version 2');
  }
  if (readUint32(file, 4) !== 2) throw new PackError('its index is not of version 2');
  let count = 0;
  for (let first = 0; first < 256; first++) {
    const next = readUint32(file, FANOUT_AT + 4 * first);
    if (next < count) throw new PackError('its index is damaged');
    count = next;
  }
  const largeAt = IDS_AT + 28 * count;
  const largeBytes = file.length - TRAILER_BYTES - largeAt;
  if (largeBytes < 0 || largeBytes % 8 !== 0 || largeBytes > 8 * count) throw new PackError('its index is damaged');
  return {
    file,
    count,
    idsAt: IDS_AT,
    crcsAt: IDS_AT + 20 * count,
    offsetsAt: IDS_AT + 24 * count,
    largeAt,
    largeCount: largeBytes / 8,
    packChecksumAt: file.length - TRAILER_BYTES,
  };
}

/** Where the object at a position of the index begins in its pack, a double that is exact below 2^53; NaN when the index contradicts itself. */
export function offsetAt(index: PackIndex, position: number): number {
  const offset = readUint32(index.file, index.offsetsAt + 4 * position);
  if (offset < LARGE_FLAG) return offset;
  const large = offset - LARGE_FLAG;
  if (large >= index.largeCount) return Number.NaN;
  const at = index.largeAt + 8 * large;
  return readUint32(index.file, at) * 2 ** 32 + readUint32(index.file, at + 4);
}

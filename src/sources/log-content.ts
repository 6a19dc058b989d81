/** What the first bytes of a log say about the rest: text, UTF-16, gzip, or something that is not read. */

/** How a log is to be read. `reason` is a clause for people. */
export type LogContent =
  | { readonly kind: 'text' }
  | { readonly kind: 'utf-16'; readonly littleEndian: boolean; readonly bomBytes: 0 | 2 }
  | { readonly kind: 'gzip' }
  | { readonly kind: 'unread'; readonly reason: string };

/** How many bytes {@link sniffLog} wants to see, where there are as many. */
export const SNIFF_BYTES = 64 * 1024;

const SIGNATURES: readonly (readonly [signature: readonly number[], reason: string])[] = [
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with zstd, not read'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2, not read'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'compressed with xz, not read'],
  [[0x04, 0x22, 0x4d, 0x18], 'compressed with lz4, not read'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive, not read'],
  [[0x4c, 0x50, 0x4b, 0x53, 0x48, 0x48, 0x52, 0x48], 'a systemd journal, not read: pipe "journalctl -o cat" in'],
  [[0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0x00], 'a Windows event log, not read'],
  [[0x7f, 0x45, 0x4c, 0x46], 'binary'],
  [[0x89, 0x50, 0x4e, 0x47], 'binary'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'binary (an SQLite database)'],
];

/** Files that compress with these are told by their name before they are opened. */
const COMPRESSED_NAMES: Readonly<Record<string, string>> = {
  zst: 'zstd',
  bz2: 'bzip2',
  xz: 'xz',
  lz4: 'lz4',
  lzma: 'lzma',
  br: 'brotli',
};

/** Why a file of this name is not read, or null. */
export function unreadByName(path: string): string | null {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const format = Object.hasOwn(COMPRESSED_NAMES, extension) ? COMPRESSED_NAMES[extension] : undefined;
  return format === undefined ? null : `compressed with ${format}, not read`;
}

/**
 * Judges content by its first bytes. A run of NULs, as a crash leaves it in a log, does not make it binary.
 *
 * @param head - The first {@link SNIFF_BYTES} bytes, or all there are.
 */
export function sniffLog(head: Uint8Array): LogContent {
  if (startsWith(head, [0x1f, 0x8b])) return { kind: 'gzip' };
  if (startsWith(head, [0xff, 0xfe])) return { kind: 'utf-16', littleEndian: true, bomBytes: 2 };
  if (startsWith(head, [0xfe, 0xff])) return { kind: 'utf-16', littleEndian: false, bomBytes: 2 };
  for (const [signature, reason] of SIGNATURES) if (startsWith(head, signature)) return { kind: 'unread', reason };
  return sniffBytes(head);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, index) => bytes[index] === byte);
}

/** NULs in a longer run are a gap, not content. */
const GAP_BYTES = 8;
/** UTF-16 without a mark: of the NULs outside gaps nearly all lie on one side of the pairs, a good part of all bytes. */
const UTF16_SHARE = 0.2;

function sniffBytes(head: Uint8Array): LogContent {
  let content = 0;
  let controls = 0;
  let evenNuls = 0;
  let nuls = 0;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] as number;
    if (byte === 0) {
      let end = i + 1;
      while (head[end] === 0) end++;
      if (end - i < GAP_BYTES) {
        const length = end - i;
        evenNuls += (length + (i & 1 ? 0 : 1)) >> 1;
        nuls += length;
        content += length;
      }
      i = end - 1;
      continue;
    }
    content++;
    if (isOddControl(byte)) controls++;
  }
  const oddNuls = nuls - evenNuls;
  const most = Math.max(evenNuls, oddNuls);
  if (most > content * UTF16_SHARE && nuls - most < most / 8) {
    return { kind: 'utf-16', littleEndian: oddNuls > evenNuls, bomBytes: 0 };
  }
  return controls + nuls > content / 50 + 1 ? { kind: 'unread', reason: 'binary' } : { kind: 'text' };
}

/** Control characters that no log writes on purpose; tab, line ends, form feed, backspace, bell and ESC are not among them. */
function isOddControl(byte: number): boolean {
  return (byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b) || byte === 0x7f;
}

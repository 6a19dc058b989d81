/** What the first bytes of a log say about the rest: text, UTF-16 or UTF-32, gzip, zstd, or something that is not read. */
import { type WideEncoding, sniffEncoding } from '../bytes/encoding.ts';

/** How a log is to be read. `reason` is a clause for people. */
export type LogContent =
  | { readonly kind: 'text' }
  | WideEncoding
  | { readonly kind: 'gzip' | 'zstd' }
  | { readonly kind: 'unread'; readonly reason: string };

const SIGNATURES: readonly (readonly [signature: readonly number[], reason: string])[] = [
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
 * @param head - The first `SNIFF_BYTES` bytes, or all there are.
 */
export function sniffLog(head: Uint8Array): LogContent {
  if (startsWith(head, [0x1f, 0x8b])) return { kind: 'gzip' };
  if (startsWith(head, [0x28, 0xb5, 0x2f, 0xfd])) return { kind: 'zstd' };
  for (const [signature, reason] of SIGNATURES) if (startsWith(head, signature)) return { kind: 'unread', reason };
  const encoding = sniffEncoding(head);
  if (encoding.kind === 'binary') return { kind: 'unread', reason: 'binary' };
  return encoding.kind === 'text' ? { kind: 'text' } : encoding;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, index) => bytes[index] === byte);
}

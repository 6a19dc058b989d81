/** What content is written in: UTF-8 or another superset of ASCII as it stands, UTF-16 and UTF-32 decoded, or binary. */
import { fromUtf8, latin1 } from './latin1.ts';
import { utf32Decoder } from './utf32.ts';

/** Bytes looked at to decide. */
export const SNIFF_BYTES = 64 * 1024;

/** What the first bytes say. `bomBytes` are not text. */
export type Encoding = { readonly kind: 'text'; readonly bomBytes: 0 | 3 } | WideEncoding | { readonly kind: 'binary' };

/** Encodings in which ASCII has NULs. UTF-32 is known by its mark alone. */
export type WideEncoding =
  | { readonly kind: 'utf-16'; readonly littleEndian: boolean; readonly bomBytes: 0 | 2 }
  | { readonly kind: 'utf-32'; readonly littleEndian: boolean; readonly bomBytes: 4 };

/** NULs in a longer run are a gap, not content. */
const GAP_BYTES = 8;
/** UTF-16 without a mark: of the NULs outside gaps nearly all lie on one side of the pairs, a good part of all bytes. */
const UTF16_SHARE = 0.2;

/** ASCII between single NULs is a list, as `env -0` and /proc/PID/environ write it: the least mean length of its entries. */
const LISTED_BYTES = 12;

/** Parts the fields of FIX, so that it stands all over the logs of an order gateway. */
const SOH = 0x01;

/** 1 for NUL and the control characters that no text holds on purpose; tab, line ends, form feed, backspace, bell and ESC are not among them. */
const IS_ODD: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b) || byte === 0x7f ? 1 : 0,
);

/**
 * Judges content by its first bytes. A stray NUL, or a run of them as a crash leaves it, does not make text binary.
 *
 * @param head - The first {@link SNIFF_BYTES} bytes, or all there are.
 */
export function sniffEncoding(head: Uint8Array): Encoding {
  if (hasUtf8Mark(head)) return { kind: 'text', bomBytes: UTF8_MARK_BYTES };
  const littleEndian = head[0] === 0xff;
  if (isUtf32Mark(head)) return { kind: 'utf-32', littleEndian, bomBytes: 4 };
  if (head[0] === 0xff && head[1] === 0xfe) return { kind: 'utf-16', littleEndian: true, bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { kind: 'utf-16', littleEndian: false, bomBytes: 2 };
  if (!holdsOddity(head)) return { kind: 'text', bomBytes: 0 };
  const { content, controls, evenNuls, nuls, runs, foreign } = countOddities(head);
  const oddNuls = nuls - evenNuls;
  const most = Math.max(evenNuls, oddNuls);
  if (most > content * UTF16_SHARE && nuls - most < most / 8) {
    return { kind: 'utf-16', littleEndian: oddNuls > evenNuls, bomBytes: 0 };
  }
  const isList = controls + foreign === 0 && nuls === runs && content >= runs * LISTED_BYTES;
  return controls + nuls > content / 50 + 1 && !isList ? { kind: 'binary' } : { kind: 'text', bomBytes: 0 };
}

/** Whether a mark in UTF-32 stands first. In UTF-16 the little one would be a mark and a NUL, so the character behind it has a say. */
function isUtf32Mark(head: Uint8Array): boolean {
  const [first, second, third, fourth] = head;
  if (first !== 0xff) return first === 0 && second === 0 && third === 0xfe && fourth === 0xff;
  const isNext = head.length < 8 ? head.length === 4 : head[7] === 0 && head[6]! <= 0x10;
  return second === 0xfe && third === 0 && fourth === 0 && isNext;
}

/** The bytes of {@link IS_ODD}. */
const ODD = /[\0-\x06\x0e-\x1a\x1c-\x1f\x7f]/;
/** Until a loop over so many bytes is compiled, a regex, which always is, is quicker. */
const COLD_BYTES = 128 * 1024;
let seenBytes = 0;

function holdsOddity(head: Uint8Array): boolean {
  seenBytes += head.length;
  return seenBytes > COLD_BYTES ? hasOddity(head) : ODD.test(latin1(head));
}

/** Whether any byte of `[from, to)` is NUL or an odd control character. Nearly all content has none: eight are asked at a time. */
export function hasOddity(bytes: Uint8Array, from = 0, to: number = bytes.length): boolean {
  const table = IS_ODD;
  const whole = to - 7;
  let i = from;
  for (; i < whole; i += 8) {
    const first = table[bytes[i]!]! | table[bytes[i + 1]!]! | table[bytes[i + 2]!]! | table[bytes[i + 3]!]!;
    const second = table[bytes[i + 4]!]! | table[bytes[i + 5]!]! | table[bytes[i + 6]!]! | table[bytes[i + 7]!]!;
    if ((first | second) !== 0) return true;
  }
  for (; i < to; i++) if (table[bytes[i]!] !== 0) return true;
  return false;
}

export const UTF8_MARK_BYTES = 3;

/** Whether the content begins with the byte order mark of UTF-8, as editors on Windows write it. */
export function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Whether the content begins with a byte order mark. */
export function hasByteOrderMark(bytes: Uint8Array): boolean {
  if (hasUtf8Mark(bytes)) return true;
  const [first, second] = bytes;
  return first === 0xff ? second === 0xfe : first === 0xfe && second === 0xff;
}

interface Oddities {
  readonly content: number;
  readonly controls: number;
  readonly evenNuls: number;
  readonly nuls: number;
  /** Runs of NULs, but for gaps. */
  readonly runs: number;
  /** Bytes beyond ASCII. */
  readonly foreign: number;
}

/** Counts; ends early where what is left cannot make it anything but binary. */
function countOddities(head: Uint8Array): Oddities {
  let content = 0;
  let controls = 0;
  let evenNuls = 0;
  let nuls = 0;
  let runs = 0;
  let foreign = 0;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] as number;
    if (byte === 0) {
      let end = i + 1;
      while (head[end] === 0) end++;
      const length = end - i;
      if (length < GAP_BYTES) {
        evenNuls += (length + (i & 1 ? 0 : 1)) >> 1;
        nuls += length;
        runs++;
        content += length;
        const most = Math.max(evenNuls, nuls - evenNuls) + ((head.length - end + 1) >> 1);
        const isNoList = controls + foreign > 0 || nuls > runs;
        if (isNoList && 8 * Math.min(evenNuls, nuls - evenNuls) >= most && nuls > head.length / 50 + 1) break;
      }
      i = end - 1;
      continue;
    }
    content++;
    if (byte !== SOH) controls += IS_ODD[byte] as number;
    foreign += byte >> 7;
  }
  return { content, controls, evenNuls, nuls, runs, foreign };
}

/**
 * A whole document as text: without its byte order mark, UTF-16 and UTF-32 as UTF-8 (stray last bytes are dropped). What bears the mark of UTF-16 and has no NUL
 * is scanned as it stands: no ASCII, not even a line end, is written so, and whatever reads the rest as bytes finds it.
 *
 * @returns A view of `bytes` where nothing needs decoding; null for binary content.
 */
export function toText(bytes: Uint8Array): Uint8Array | null {
  const head = bytes.length > SNIFF_BYTES ? bytes.subarray(0, SNIFF_BYTES) : bytes;
  const encoding = sniffEncoding(head);
  if (encoding.kind === 'binary') return null;
  if (encoding.kind === 'utf-16' && !head.includes(0)) return bytes;
  if (encoding.kind === 'text') return encoding.bomBytes === 0 ? bytes : bytes.subarray(encoding.bomBytes);
  if (encoding.kind === 'utf-32') return utf32Decoder(encoding.littleEndian).push(bytes.subarray(encoding.bomBytes));
  const units = (bytes.length - encoding.bomBytes) & ~1;
  const body = bytes.subarray(encoding.bomBytes, encoding.bomBytes + units);
  const decoder = new TextDecoder(encoding.littleEndian ? 'utf-16le' : 'utf-16be', { ignoreBOM: true });
  return fromUtf8(decoder.decode(body));
}

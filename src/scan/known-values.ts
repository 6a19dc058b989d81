/** Values that are known to be secret, found in the forms a log writes them: as they are, escaped, encoded. */
import { fromLatin1, fromUtf8, latin1, utf8 } from '../bytes/latin1.ts';
import { createKernel } from '../engine/kernel/create-kernel.ts';
import { type AnchorBuffer, createAnchorBuffer } from '../engine/kernel/kernel.ts';
import { FOLD } from '../engine/kernel/rarest.ts';

/** Shorter values would hide half of every log. */
export const SHORTEST_KNOWN_BYTES = 6;
/** A line of a value of several lines must be this long to be looked for on its own. */
const SHORTEST_KNOWN_LINE = 16;
/** Base64 of a value within other bytes: so much of it must be certain. */
const SHORTEST_INNER_BASE64 = 8;

/** Looks for known values. */
export interface KnownValues {
  /** Values that were not taken because they are too short. */
  readonly tooShort: number;
  /** Spans in `bytes` that hold a form of a value, `[start, end]` flat. */
  find(bytes: Uint8Array): number[];
}

/** A finder; null where no value can be used. Linear in the bytes, whatever the number of values. */
export function createKnownValues(values: readonly Uint8Array[]): KnownValues {
  const forms = new Map<string, boolean>();
  let tooShort = 0;
  for (const value of values) {
    const trimmed = trimLineEnd(value);
    if (trimmed.length < SHORTEST_KNOWN_BYTES) tooShort++;
    else addForms(trimmed, forms);
  }
  const literals = [...forms.keys()].map(fromLatin1);
  const grows = [...forms.values()];
  const kernel = literals.length === 0 ? null : createKernel(literals.map((literal) => latin1(fold(literal))));
  const anchors: AnchorBuffer = createAnchorBuffer();
  return {
    tooShort,
    find(bytes) {
      if (kernel === null) return [];
      anchors.count = 0;
      kernel.find(bytes, 0, 0, bytes.length, anchors);
      const spans: number[] = [];
      for (let i = 0; i < anchors.count; i++) {
        const literal = anchors.pairs[2 * i] as number;
        const end = anchors.pairs[2 * i + 1] as number;
        const form = literals[literal] as Uint8Array;
        const start = end - form.length;
        if (!form.every((byte, at) => bytes[start + at] === byte)) continue;
        if (grows[literal]) spans.push(...base64Round(bytes, start, end));
        else spans.push(start, end);
      }
      return spans;
    },
  };
}

function fold(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => FOLD[byte] as number);
}

function trimLineEnd(value: Uint8Array): Uint8Array {
  let end = value.length;
  while (end > 0 && (value[end - 1] === 0x0a || value[end - 1] === 0x0d)) end--;
  return value.subarray(0, end);
}

/** Adds every way the value may be written; true marks a stretch of base64 that is to grow to the whole run. */
function addForms(value: Uint8Array, forms: Map<string, boolean>): void {
  const text = utf8(value);
  const plain = [...lines(latin1(value)), ...textForms(text).map((form) => latin1(fromUtf8(form)))];
  for (const form of plain) if (form.length >= SHORTEST_KNOWN_BYTES) forms.set(form, false);
  for (const form of base64Forms(value)) if (form.length >= SHORTEST_INNER_BASE64) forms.set(form, true);
}

/** A value of several lines is looked for line by line: a log is decided when a line ends. */
function lines(text: string): string[] {
  if (!/[\r\n]/.test(text)) return [text];
  return text.split(/\r\n?|\n/).filter((line) => line.length >= SHORTEST_KNOWN_LINE);
}

function textForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const percent = percentEncode(text);
  return [
    json,
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
    json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    percent.replaceAll('%20', '+'),
    encodeURI(percentSafe(text)),
    percentEncode(percent),
    text.replaceAll("'", String.raw`'\''`),
    text.replace(/[^A-Za-z0-9_./:=@%+,-]/g, (character) => `\\${character}`),
    text.replace(/["\\$`!]/g, (character) => `\\${character}`),
    ...inMarkup(text),
    ...inHex(fromUtf8(text)),
  ];
}

/** As libraries for HTML and XML write it: they differ in the quotes. */
function inMarkup(text: string): string[] {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = ['&quot;', '&#34;'].map((quote) => plain.replaceAll('"', quote));
  const marks = ["'", '&#39;', '&#x27;', '&#039;', '&apos;'];
  return quoted.flatMap((each) => marks.map((mark) => each.replaceAll("'", mark)));
}

/** As a dump of bytes, in either case, and as the bytes of a program that are not ASCII. */
function inHex(bytes: Uint8Array): string[] {
  const digits = Buffer.from(bytes).toString('hex');
  const escaped = latin1(bytes).replace(
    /[\x80-\xff]/g,
    (byte) => String.raw`\x` + byte.charCodeAt(0).toString(16).padStart(2, '0'),
  );
  return [digits, digits.toUpperCase(), escaped];
}

function percentSafe(text: string): string {
  return text.replace(/[\ud800-\udfff]/g, '');
}

function percentEncode(text: string): string {
  const encoded = [...fromUtf8(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9_.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return encoded.join('');
}

/** What is certain of the value's base64 wherever it begins within a group of three bytes, in both alphabets. */
function base64Forms(value: Uint8Array): string[] {
  const forms: string[] = [];
  for (let shift = 0; shift < 3; shift++) {
    const padded = Buffer.concat([Buffer.alloc(shift), value]);
    const certain = Math.floor((padded.length * 8) / 6);
    const skipped = Math.ceil((shift * 8) / 6);
    for (const alphabet of ['base64', 'base64url'] as const) {
      forms.push(padded.toString(alphabet).slice(skipped, certain));
    }
  }
  return forms;
}

/** The whole run of base64 round a span. */
function base64Round(bytes: Uint8Array, start: number, end: number): [number, number] {
  while (start > 0 && isBase64(bytes[start - 1])) start--;
  while (end < bytes.length && isBase64(bytes[end])) end++;
  while (end < bytes.length && bytes[end] === 0x3d) end++;
  return [start, end];
}

function isBase64(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2f ||
    byte === 0x2d ||
    byte === 0x5f
  );
}

/**
 * Names of files that are no UTF-8, as Unix allows: a byte that belongs to no character stands in a string as the lone surrogate
 * U+DC00 + byte, so that a path is a string everywhere and still leads to its file.
 */

const ESCAPE = 0xdc00;
const ESCAPED = /([\udc80-\udcff])/u;
const REPLACEMENT = '\ufffd';
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The path that a system or git gives in bytes. */
export function pathOfBytes(bytes: Uint8Array): string {
  const text = lenient.decode(bytes);
  if (!text.includes(REPLACEMENT)) return text;
  let path = '';
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i] as number;
    const character = byte < 0x80 ? String.fromCharCode(byte) : characterAt(bytes, i);
    path += character ?? String.fromCharCode(ESCAPE + byte);
    i += character === null ? 1 : Buffer.byteLength(character);
  }
  return path;
}

function characterAt(bytes: Uint8Array, index: number): string | null {
  for (let length = 2; length <= 4 && index + length <= bytes.length; length++) {
    try {
      return strict.decode(bytes.subarray(index, index + length));
    } catch {
      // A longer one may be whole.
    }
  }
  return null;
}

/** What to give to `node:fs` for the path: itself, or its bytes where it is no UTF-8. */
export function diskPath(path: string): string | Buffer {
  if (!ESCAPED.test(path) || process.platform === 'win32') return path;
  const parts = path.split(ESCAPED);
  return Buffer.concat(
    parts.map((part) => (ESCAPED.test(part) ? Buffer.from([part.charCodeAt(0) - ESCAPE]) : Buffer.from(part))),
  );
}

/** The path as reports have it, whatever it was read from: U+FFFD for what is no UTF-8. */
export function shownPath(path: string): string {
  const disk = diskPath(path);
  return typeof disk === 'string' ? disk : lenient.decode(disk);
}

/** The path in the form in which paths and globs are compared: a letter and its accent are one character, as macOS does not write them. */
export function comparedPath(path: string): string {
  return path.normalize('NFC');
}

/** What a glob that takes any depth (`**` first) sees of a path beside the folder that paths are relative to: no glob's `**` takes `..`. */
export function belowParents(path: string): string {
  return path.replace(/^(?:\.\.\/)+/, '');
}

/**
 * A glob in the form of {@link comparedPath}, with `/` between folders and none at its ends, nor `./`. As people on Windows write it a backslash before a letter, a digit or
 * `_` escapes nothing, nor does one before `**`, so it parts folders; before any other character it stays an escape.
 */
export function bareGlob(glob: string): string {
  return comparedPath(glob)
    .replaceAll(/\\\\|\\(?=[A-Za-z0-9_]|\*\*)/g, (found) => (found === '\\' ? '/' : found))
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '');
}

/**
 * The cheap gate of the document rules: words that every document of a kind holds, and what its first lines look like. The
 * kernel finds the words beside the rules' keywords; a version of a document inherits the signs of its base. Says no only where no
 * reader finds anything.
 */
import { mayHoldKeys } from '../../bytes/key-file.ts';
import { latin1 } from '../../bytes/latin1.ts';

/** What an inline mark begins with, letters in either case. */
const MARK_WORDS = ['tightlip:allow', 'tightlip: allow'] as const;
/** Finds them in latin1 text. */
export const MARK_PATTERN = 'tightlip: {0,1}allow';

/** Bits of a document's signs. */
export const Sign = {
  Manifest: 1 << 0,
  DockerAuths: 1 << 1,
  Exchange: 1 << 2,
  Npmrc: 1 << 3,
  NetrcMachine: 1 << 4,
  NetrcLogin: 1 << 5,
  /** Lines of logins: a `.pgpass`, a list of users. */
  Logins: 1 << 6,
  Headings: 1 << 7,
  /** No document's: an inline mark may stand in it. */
  Mark: 1 << 8,
  /** Nothing but a list of numbers. */
  Numbers: 1 << 9,
  /** The first bytes are those of a file that may hold keys. */
  Keys: 1 << 10,
  /** Nothing but a word of hex digits. */
  KeyLine: 1 << 11,
  /** Rows of SQL below a list of columns. */
  Statement: 1 << 12,
  /** A table in text: of Markdown or Org, or as clients of databases print it. */
  TextTable: 1 << 13,
} as const;

/** All of them: nothing is known. */
export const ALL_SIGNS = 16_383;

/** Words in lower case and what they are a sign of. */
export const SIGN_WORDS: readonly (readonly [word: string, sign: number])[] = [
  ['kind', Sign.Manifest],
  ['"auths"', Sign.DockerAuths],
  ['"exchange"', Sign.Exchange],
  ['_auth', Sign.Npmrc],
  ['_password', Sign.Npmrc],
  ['machine ', Sign.NetrcMachine],
  ['login ', Sign.NetrcLogin],
  ['insert into', Sign.Statement],
  ['from stdin', Sign.Statement],
  ['---|', Sign.TextTable],
  ['--- |', Sign.TextTable],
  ['---+', Sign.TextTable],
  ...MARK_WORDS.map((word) => [word, Sign.Mark] as const),
];

/** Bytes before and after a word that tell whether it is a sign. */
export const SIGN_REACH = 40;

const MANIFEST = /^"?\s{0,4}:\s{0,4}["']?(?:[Ss]ecret|SealedSecret|Config)/;

/**
 * Whether a word stands where it is a sign.
 *
 * @param start - Of the word, `end` one past its last byte.
 */
export function isSignAt(bytes: Uint8Array, sign: number, start: number, end: number): boolean {
  const before = start === 0 ? 0x0a : (bytes[start - 1] as number);
  const after = end < bytes.length ? (bytes[end] as number) : 0;
  switch (sign) {
    case Sign.Manifest:
      return (
        (after === 0x3a || after === 0x22 || isSpace(after)) &&
        MANIFEST.test(latin1(bytes, end, Math.min(bytes.length, end + SIGN_REACH - 1)))
      );
    case Sign.Npmrc:
      return (isSpace(before) || before === 0x3a) && (after === 0x3d || isSpace(after));
    case Sign.NetrcLogin:
      return goesOnToPassword(latin1(bytes, end, Math.min(bytes.length, end + SIGN_REACH - 1)));
    case Sign.Statement:
      return (
        bytes[end - 1] !== LAST_OF_INTO || opensList(latin1(bytes, end, Math.min(bytes.length, end + SIGN_REACH - 1)))
      );
    case Sign.TextTable:
      return isRule(bytes, start, end);
    default:
      return true;
  }
}

/** What `insert into` ends with, and `from stdin` does not. */
const LAST_OF_INTO = 0x6f;

/** Whether the name of a table follows and a list of columns opens behind it, as far as it can be seen: elsewhere it is prose. */
function opensList(after: string): boolean {
  const name = /^\s{1,8}[^\s(;]{1,160}\s{0,8}/.exec(after)?.[0];
  return (
    name !== undefined && (name.length === after.length ? after.length === SIGN_REACH - 1 : after[name.length] === '(')
  );
}

/** Whether nothing stands beside it on its line but what parts headings from rows, as far as it can be seen. */
function isRule(bytes: Uint8Array, start: number, end: number): boolean {
  const floor = Math.max(0, start - SIGN_REACH + 1);
  for (let i = start - 1; i >= floor && bytes[i] !== 0x0a; i--) if (!isOfRule(bytes[i] as number)) return false;
  const stop = Math.min(bytes.length, end + SIGN_REACH - 1);
  for (let i = end; i < stop && bytes[i] !== 0x0a; i++) if (!isOfRule(bytes[i] as number)) return false;
  return true;
}

/** `-`, `|`, `+`, `:`, white space. */
function isOfRule(byte: number): boolean {
  return (
    byte === 0x2d || byte === 0x7c || byte === 0x2b || byte === 0x3a || byte === 0x20 || byte === 0x09 || byte === 0x0d
  );
}

/** What stands behind the user of an entry of a `.netrc` that tells a password. */
const AFTER_LOGIN = ['password', 'account', 'default', 'macdef', '#'];

/** Whether behind one word, as far as it can be seen, one comes that leads to the password: in prose hardly ever. */
function goesOnToPassword(after: string): boolean {
  const isCut = after.length === SIGN_REACH - 1;
  const [, next = '', ...others] = after.trimStart().split(/\s+/);
  const mayGoOn = isCut && others.length === 0;
  return AFTER_LOGIN.some((word) => next.startsWith(word) || (mayGoOn && word.startsWith(next)));
}

/**
 * The signs of a document with that of one more word, where it stands as a sign.
 *
 * @param sign - The bits of its literal; 0: none, nothing is read.
 */
export function addSign(signs: number, sign: number, bytes: Uint8Array, start: number, end: number): number {
  return sign !== 0 && (signs & sign) === 0 && isSignAt(bytes, sign, start, end) ? signs | sign : signs;
}

/** More than `\s` holds of latin1. */
function isSpace(byte: number): boolean {
  return byte <= 0x20 || byte === 0x85 || byte === 0xa0;
}

/** Bytes at a document's beginning that {@link headSigns} looks at. */
export const HEAD_BYTES = 4096;

const COLUMN = /secret|password|passwd|private key|key|token|passwort|kennwort|senha|contrase|mot de passe|wachtwoord/i;
/** `host:port:`, `user@host.net:`, `"user" "`, `client server `, `user: password,role`. */
const LOGIN_LINE =
  /^(?:[^:\s#]{1,255}:(?:\d{1,5}|\*):|[ \t]{0,8}[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,250}[:;|]|"[^"\s]{1,64}"[ \t]{1,32}"|[ \t]{0,8}"?[^"\s#;:]{1,64}"?[ \t]{1,32}"?(?:\*|[a-z0-9]{0,16}(?:ppp|pptp|l2tp|vpn))|[ \t]{0,8}[A-Za-z0-9][\w.@-]{0,63}[ \t]{0,4}[:=][ \t]{0,8}[^\s,{}"'`]{4,64}[ \t]{0,2},[ \t]{0,2}[\w.:-]{1,60}(?:[ \t]{0,2},|\s{0,32}$)|[A-Za-z0-9][\w.\\-]{0,63}:[^\s:]{6,64}\s{0,32}$)/;
const LONGEST_HEADINGS = 2001;

/** Signs in the first lines: columns of which one names a secret, or a line of logins. */
export function headSigns(bytes: Uint8Array): number {
  const keys = mayHoldKeys(bytes) ? Sign.Keys : 0;
  return mayBeHeadings(bytes) | mayBeLogins(bytes) | mayBeNumbers(bytes) | mayBeKeyLine(bytes) | keys;
}

/** A line of 256 digits with white space round them. */
const LONGEST_KEY_LINE = 264;

function mayBeKeyLine(bytes: Uint8Array): number {
  return bytes.length <= LONGEST_KEY_LINE && /^\s*[0-9a-f]{32,256}\s*$/.test(latin1(bytes)) ? Sign.KeyLine : 0;
}

/** More than 64 numbers with white space take. */
const LONGEST_NUMBERS = 4096;

function mayBeNumbers(bytes: Uint8Array): number {
  if (bytes.length > LONGEST_NUMBERS) return 0;
  let at = 0;
  while (isSpace(bytes[at] ?? 0x30)) at++;
  if (bytes[at++] !== 0x5b) return 0;
  while (isSpace(bytes[at] ?? 0x30)) at++;
  const byte = bytes[at] ?? 0;
  return byte >= 0x30 && byte <= 0x39 ? Sign.Numbers : 0;
}

function mayBeHeadings(bytes: Uint8Array): number {
  const most = Math.min(bytes.length, LONGEST_HEADINGS);
  let end = 0;
  let parted = false;
  for (; end < most && bytes[end] !== 0x0a; end++)
    if (bytes[end] === 0x2c || bytes[end] === 0x09 || bytes[end] === 0x3b) parted = true;
  return parted && COLUMN.test(latin1(bytes, 0, end)) ? Sign.Headings : 0;
}

/** Every line of a `.pgpass` or of a list of users that is no comment has its form: the first tells. */
function mayBeLogins(bytes: Uint8Array): number {
  const most = Math.min(bytes.length, HEAD_BYTES);
  for (let start = 0; start < most;) {
    let end = start;
    let isBlank = true;
    for (; end < most && bytes[end] !== 0x0a; end++) isBlank &&= isSpace(bytes[end] as number);
    let first = start;
    while (bytes[first] === 0x20 || bytes[first] === 0x09) first++;
    if (!isBlank && bytes[first] !== 0x23 && bytes[first] !== 0x3b) {
      return end === most && most < bytes.length && end - start < 300 ? Sign.Logins : formOf(bytes, start, end);
    }
    start = end + 1;
  }
  return bytes.length > HEAD_BYTES ? Sign.Logins : 0;
}

function formOf(bytes: Uint8Array, start: number, end: number): number {
  return LOGIN_LINE.test(latin1(bytes, start, Math.min(end, start + 300))) ? Sign.Logins : 0;
}

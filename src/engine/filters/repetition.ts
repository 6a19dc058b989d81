/** Values that fingers made: one character, a short text over and over, counting and keyboard sequences, alone or two by turns. */

const KEYBOARD = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789',
  '01234567890123456789',
  '9876543210',
  'abcdef0123456789',
  '0123456789abcdef',
];

/**
 * Whether the value carries no information: a text over and over, or nearly throughout runs of four and more of one character or of a sequence
 * (`abcdef`, `4321`, `a1b2c3`), or of nothing but runs of three.
 */
export function isRepetitive(value: string): boolean {
  const text = value
    .toLowerCase()
    .replace(/^0x/, '')
    .replace(/={1,2}$/, '')
    .replace(/[-_. :/]/g, '');
  if (text.length < 3) return false;
  if (isPeriodic(text)) return true;
  return isInRuns(text, 4, MOSTLY) || (text.length >= 9 && isInRuns(text, 3, NEARLY_ALL));
}

const MOSTLY = 0.8;
const NEARLY_ALL = 0.95;

/** Whether the text is made of one part at least twice; of one or two characters with a few others among them. */
function isPeriodic(text: string): boolean {
  for (let period = 1; period <= text.length >> 1; period++) {
    if (text.length < period * 2 + (period > 2 ? 2 : 0)) return false;
    const most = period > 2 ? 0 : (text.length - period) * 0.1;
    let others = 0;
    for (let i = period; i < text.length && others <= most; i++) if (text[i] !== text[i - period]) others++;
    if (others <= most) return true;
  }
  return false;
}

const reversed = KEYBOARD.filter((row) => new Set(row).size === row.length).map((row) => [...row].reverse().join(''));

/** A unit that comes again. */
const AGAIN = 1 << 31;

/** By a unit and the one after it, of 128 each: a bit for each row of {@link KEYBOARD}, either way, in which they follow each other. */
const ROWS_WITH: Int32Array = new Int32Array(128 * 128);
for (const [number, row] of [...KEYBOARD, ...reversed].entries()) {
  // A unit that comes twice goes on as it does the first time.
  const seen = new Set<string>();
  for (let i = 0; i + 1 < row.length; i++) {
    if (!seen.has(row[i]!)) ROWS_WITH[(row.charCodeAt(i) << 7) | row.charCodeAt(i + 1)]! |= 1 << number;
    seen.add(row[i]!);
  }
}

function rowsWith(unit: number, next: number): number {
  if (unit === next) return AGAIN;
  return unit < 128 && next < 128 ? ROWS_WITH[(unit << 7) | next]! : 0;
}

/** Whether such a share of the characters lies in runs of at least so many, or in two runs by turns of at least four each. */
function isInRuns(text: string, least: number, share: number): boolean {
  const enough = text.length * share;
  let covered = 0;
  // Most values are no such thing, and show it soon.
  for (let i = 0; i < text.length && covered + text.length - i >= enough;) {
    let length = runAt(text, i, 1);
    if (length < least) length = turnsAt(text, i);
    if (length >= least) {
      covered += length;
      i += length;
    } else i++;
  }
  return covered >= enough;
}

/** Length of two runs by turns, `a1b2c3d4`; 0 when one of them is shorter than four. */
function turnsAt(text: string, start: number): number {
  const first = runAt(text, start, 2);
  if (first < 4) return 0;
  const second = runAt(text, start + 1, 2);
  return second < 4 ? 0 : Math.min(first, second) * 2;
}

/** Length of the longest run of one character or of a sequence that takes every so manyth character from `start` on. */
function runAt(text: string, start: number, step: number): number {
  let rows = -1;
  let length = 1;
  for (let at = start + step; at < text.length; at += step, length++) {
    rows &= rowsWith(text.charCodeAt(at - step), text.charCodeAt(at));
    if (rows === 0) break;
  }
  return length;
}

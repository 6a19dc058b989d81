/** PuTTY private key files (`.ppk`, versions 2 and 3). Anchor: `PuTTY-User-Key-File-`; the same reach as PEM blocks. */
import { latin1 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { decodeBase64 } from '../decode/base64.ts';
import { type Fact, Mark } from '../match.ts';
import { createArmorLine, isBody, LONGEST_BLOCK_BYTES, readArmorLine } from './armor-lines.ts';
import type { MatcherHit, Window } from './matcher.ts';

const line = createArmorLine();
const MOST_LINES = 120;
const HEAD = 'PuTTY-User-Key-File-';
/** Bytes of a line in which the beginning of another file is looked for, with what a log puts before it. */
const LONGEST_HEAD = 200;

/** Matches the file that begins at the anchor; none without a `Private-Lines` section. */
export function matchPutty(window: Window, _rule: Rule): readonly MatcherHit[] {
  const limit = Math.min(window.end, window.anchorStart + LONGEST_BLOCK_BYTES);
  let encryption = '';
  let at = window.anchorStart;
  let algorithm = '';
  for (let count = 0; count < MOST_LINES && at < limit; count++) {
    readArmorLine(window.bytes, at, limit, line);
    const text = latin1(line.text, 0, Math.min(line.length, 200)).trim();
    if (count === 0) algorithm = /^PuTTY-User-Key-File-[0-9]{1,2}: ?([a-z0-9@.-]{1,64})/.exec(text)?.[1] ?? '';
    if (algorithm === '' || (count > 0 && (line.atDashes || text.startsWith('PuTTY-')))) return [];
    encryption ||= /Encryption: ?([a-z0-9-]{1,32})/.exec(text)?.[1] ?? '';
    const lines = /Private-Lines: ?([0-9]{1,3})/.exec(text)?.[1];
    at = line.next;
    if (lines !== undefined) return readPrivate(window, { at, limit, lines: Number(lines), algorithm, encryption });
  }
  return [];
}

interface PrivateSection {
  readonly at: number;
  readonly limit: number;
  readonly lines: number;
  readonly algorithm: string;
  readonly encryption: string;
}

function readPrivate(window: Window, section: PrivateSection): readonly MatcherHit[] {
  const body: number[] = [];
  let { at } = section;
  let end = at;
  let read = 0;
  for (; read < section.lines && at < section.limit; read++) {
    readArmorLine(window.bytes, at, section.limit, line);
    // One file ends where another begins: in a log of nothing but beginnings none is read to its limit.
    if (line.atDashes || latin1(line.text, 0, Math.min(line.length, LONGEST_HEAD)).includes(HEAD)) break;
    let last = line.length;
    while (last > 0 && !isBody(line.text[last - 1])) last--;
    let first = last;
    while (first > 0 && isBody(line.text[first - 1])) first--;
    if (first === last) break;
    for (let i = first; i < last; i++) body.push(line.text[i] as number);
    end = line.ends[last - 1] as number;
    at = line.next;
  }
  if (body.length === 0) return [];
  const value = Uint8Array.from(body);
  const whole = read === section.lines && decodeBase64(value) !== null;
  const encrypted = section.encryption !== '' && section.encryption !== 'none';
  const facts: Fact[] = [
    ['type', `PuTTY ${section.algorithm}`],
    ['encrypted', encrypted ? 'yes' : 'no'],
  ];
  const marks = (encrypted ? Mark.Weakened : 0) | (value.length < 44 ? Mark.Placeholder : 0);
  const { anchorStart: start } = window;
  const evidence = { structure: whole ? (1 as const) : (-1 as const), marks };
  return [{ start, end, secretStart: start, secretEnd: end, encoding: 'given', value, facts, evidence }];
}

/**
 * Users and the passwords that `chpasswd` gives them, all that one call or list has: `echo "ann:v" | chpasswd`, a here-document or a
 * here-string, and (option `cloud-init`) the list below `chpasswd:`. Anchor: `chpasswd`. Reach: {@link CHPASSWD_REACH}.
 */
import { latin1 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { type MatcherHit, NO_HITS, type Reach, type Window } from './matcher.ts';

/** Bytes of the command before the anchor, and of the list behind it. */
export const CHPASSWD_REACH: Reach = { before: 768, after: 1024 };

const VALUE = '[^\\x00-\\x20"\'$`<>|;(){}\\[\\]\\\\,%*-][^\\x00-\\x20"\'`<>|;(){}\\\\]{3,80}';
const ENTRY = new RegExp(`(?:^|[\\s"']|\\\\n)([A-Za-z_][A-Za-z0-9_.-]{0,31}):(${VALUE})(?=[\\s"'\\\\]|$)`, 'g');
const LISTED = new RegExp(`^[ \\t]{1,24}(?:-[ \\t]{1,4})?["']?([A-Za-z_][A-Za-z0-9_.-]{0,31}):[ \\t]{0,2}(${VALUE})`);
const PIPE = /\|[ \t]{0,4}(?:sudo[ \t](?:-[A-Za-z]{1,4}[ \t])?)?(?:\/usr\/sbin\/|\/sbin\/)?$/;
const HERE = /^[^\r\n]{0,80}?<<-?[ \t]?(["']?)([A-Za-z_]{2,20})\1[^\r\n]{0,80}\r?\n/;
/** What is given with it is a hash, which opens nothing by itself. */
const ENCRYPTED =
  /^(?:[ \t]{1,4}-[-a-zA-Z]{1,16}(?:[ =][A-Z0-9/][A-Za-z0-9/_-]{0,40})?){0,4}[ \t]{1,4}(?:-[a-z]{0,3}e[a-z]{0,3}|--encrypted)(?![\w-])/;
const HERE_STRING = /^[ \t]{0,4}<<<[ \t]{0,4}/;

/** A password's place in the bytes, and whose it is. */
interface Given {
  readonly user: string;
  readonly start: number;
  readonly end: number;
}

/** See the head of the file. */
export function matchChpasswd(window: Window, rule: Rule): readonly MatcherHit[] {
  const { bytes, anchorStart, anchorEnd } = window;
  const after = latin1(bytes, anchorEnd, Math.min(window.end, anchorEnd + CHPASSWD_REACH.after));
  const given = rule.options.includes('cloud-init') ? listedIn(after, anchorEnd) : givenTo(window, after);
  if (given.length === 0) return NO_HITS;
  return given.map(({ user, start, end }) => ({
    start: Math.min(anchorStart, start),
    end: Math.max(anchorEnd, end),
    secretStart: start,
    secretEnd: end,
    encoding: 'plain',
    facts: [['user', user]],
  }));
}

/** The entries of `text`, which begins at `offset`. */
function entriesOf(text: string, offset: number): Given[] {
  return [...text.matchAll(ENTRY)].map((found) => {
    const end = offset + found.index + found[0].length;
    return { user: found[1] as string, start: end - (found[2] as string).length, end };
  });
}

/** What a call takes from a pipe or a here-document. */
function givenTo(window: Window, after: string): Given[] {
  return ENCRYPTED.test(after) ? [] : [...pipedTo(window), ...fedTo(after, window.anchorEnd)];
}

/** What the command before the bar writes. */
function pipedTo({ bytes, start, anchorStart }: Window): Given[] {
  const from = Math.max(start, anchorStart - CHPASSWD_REACH.before);
  const before = latin1(bytes, from, anchorStart);
  const bar = PIPE.exec(before);
  if (bar === null) return [];
  const command = Math.max(before.lastIndexOf('echo ', bar.index), before.lastIndexOf('printf ', bar.index));
  if (command < 0) return [];
  const text = before.slice(command, bar.index);
  // Another command in between writes something else.
  return /[|;]|&&/.test(text) ? [] : entriesOf(text, from + command);
}

/** What a here-document or a here-string holds. */
function fedTo(after: string, offset: number): Given[] {
  const string = HERE_STRING.exec(after);
  if (string !== null) {
    const line = /^[^\r\n]*/.exec(after.slice(string[0].length))?.[0] ?? '';
    return entriesOf(line, offset + string[0].length);
  }
  const here = HERE.exec(after);
  if (here === null) return [];
  const text = after.slice(here[0].length);
  const tag = text.search(new RegExp(`^[ \\t]*${here[2] as string}[ \\t\\r]*$`, 'm'));
  return entriesOf(tag < 0 ? text : text.slice(0, tag), offset + here[0].length);
}

/** The entries of `list:` in the block below. */
function listedIn(after: string, offset: number): Given[] {
  const given: Given[] = [];
  let inList = false;
  let at = after.indexOf('\n') + 1;
  if (at === 0 || !/^:?[ \t\r]*\n/.test(after)) return given;
  for (const line of after.slice(at).split('\n')) {
    if (/^[^ \t\r]/.test(line)) break;
    if (/^[ \t]+list:[ \t]*[|>]?[-+]?[ \t\r]*$/.test(line)) inList = true;
    const found = inList ? LISTED.exec(line) : null;
    if (found !== null && found[1] !== 'expire' && found[2] !== 'RANDOM') {
      const end = offset + at + found[0].length;
      given.push({ user: found[1] as string, start: end - (found[2] as string).length, end });
    }
    at += line.length + 1;
  }
  return given;
}

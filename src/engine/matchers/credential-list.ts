/**
 * `matcher = "credential-list"`: all secrets of a list that its name tells of. Anchor: the name, `passwords`, `api_keys`, `logins`, or
 * the heading of a column. Reach: {@link CREDENTIAL_LIST_REACH}. Options say what the list holds: `passwords`, `keys`, `secrets` or
 * `logins`, in a map below the name (`list-entries.ts`), or `html`, a table's column below the heading (`html-table.ts`).
 */
import { latin1 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { rarityOf } from '../filters/rarity.ts';
import { Mark } from '../match.ts';
import { lineEnd, lineStart } from './assignment-text.ts';
import type { Literal } from './assignment-value.ts';
import { columnBelow } from './html-table.ts';
import { type Entry, entriesBelow, type ListKind, LONGEST_HEAD, mayBeginList, nameEnd } from './list-entries.ts';
import { GATE_BEFORE, type Gate, type MatcherHit, NO_HITS, type Reach, type Window } from './matcher.ts';

/** Bytes of the line and of the row before the anchor, and of the list behind it. */
export const CREDENTIAL_LIST_REACH: Reach = { before: 640, after: 3072 };

/** What a list of a kind holds. */
type Holds = (value: string) => boolean;

const NO_VALUE =
  /[\x00-\x20"'`<>{}\\]|\$[({A-Z]|\.\.|\xe2\x80\xa6|^(?:https?:|0x|sha\d{1,3}-|[./~]|[\w.+-]{1,64}@[\w-]{1,64}\.[a-z])/;
const HAS_BOTH = /^(?=[^\d]*\d)(?=[^a-z]*[a-z])/;
const RARE = 0.55;

/** Letters and digits, and a capital, a sign or so many changes that no word has them. */
function isPassword(value: string): boolean {
  if (value.length < 8 || value.length > 64 || NO_VALUE.test(value) || !HAS_BOTH.test(value)) return false;
  return /[A-Z!@#%^*&?+~]/.test(value) || rarityOf(value) >= RARE;
}

function isKey(value: string): boolean {
  return /^(?=(?:[^\d]*\d){2})(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_.~+/=:-]{16,400}$/.test(value) && !NO_VALUE.test(value);
}

const NAME_AND_YEAR = /^[A-Z]?[a-z]{2,24}\d{1,6}$/;

/** A password beside its user, where nothing else says that it is one. */
function isLoginPassword(value: string): boolean {
  return isPassword(value) && !NAME_AND_YEAR.test(value) && (/[!#%^*&?+~]/.test(value) || rarityOf(value) >= RARE);
}

const HOLDS: Readonly<Record<string, Holds>> = {
  passwords: isPassword,
  keys: isKey,
  secrets: (value) => isKey(value) || (isLoginPassword(value) && /[A-Z]/.test(value)),
  logins: isLoginPassword,
  html: isPassword,
  section: isKey,
};

const KINDS: Readonly<Record<string, ListKind>> = { logins: 'logins', section: 'section' };

/** What a key is called in a section that says what it opens. */
const KEY_OF_SECTION = /^(?:api_?)?(?:key|secret|token)$/i;

/** Names in a list that are settings of it, or things beside a secret. */
const SETTING =
  /(?:^|[_.-])(?:ids?|name|names|file|files|path|paths|dir|type|kind|version|url|uri|host|hostname|port|region|provider|driver|image|tag|email|mail|user|username|login|role|roles|group|policy|hash|digest|sha\d*|md5|checksum|fingerprint|created|updated|date|description|title|label|format|pattern|regex|algorithm|method|scheme|prefix|issuer|audience|scope|scopes|address|namespace|public|public_?key|pub_?key|signature|integrity|resolved|symbol|hint|source|ref|model|encoding|tokenizer)$|Id$|(?:Name|Path|Url|File|Hash|Address)$/i;

/** See the head of the file. */
export function matchCredentialList(window: Window, rule: Rule): readonly MatcherHit[] {
  const kind = rule.options[0] ?? 'passwords';
  const holds = HOLDS[kind] ?? isPassword;
  const entries = kind === 'html' ? columnBelow(window) : entriesBelow(window, KINDS[kind] ?? 'map');
  const hits: MatcherHit[] = [];
  for (const { name, literal } of entries) {
    const value =
      literal.value === undefined ? latin1(window.bytes, literal.start, literal.end) : latin1(literal.value);
    if (kind === 'section' && !KEY_OF_SECTION.test(name)) continue;
    if (SETTING.test(name) || value === name || !holds(value)) continue;
    hits.push(hitOf(window, { name, literal }));
  }
  return hits.length === 0 ? NO_HITS : hits;
}

function hitOf({ anchorStart, anchorEnd }: Window, { name, literal }: Entry): MatcherHit {
  const { start, end, after, encoding, value } = literal;
  return {
    start: Math.min(anchorStart, start),
    end: Math.max(anchorEnd, after),
    secretStart: start,
    secretEnd: end,
    encoding,
    value,
    assignedName: name,
    evidence: { marks: isExpression(literal) ? Mark.Bare : 0, nameStrength: STRENGTH },
  };
}

/** The list's name says in a word what it holds. */
const STRENGTH = 0.7;

function isExpression({ bare, inString }: Literal): boolean {
  return bare && inString !== true;
}

/** The gate of the matcher: whether a list may begin on the anchor's line. */
export function credentialListGate(rules: readonly Rule[]): Gate {
  const kinds = [...new Set(rules.map(({ options }) => options[0] ?? 'passwords'))];
  return (window) => kinds.some((kind) => mayBeCredentialList(window, kind));
}

function mayBeCredentialList(window: Window, kind: string): boolean {
  if (kind === 'html') return true;
  const { bytes, anchorStart, anchorEnd } = window;
  const first = Math.max(window.start, anchorStart - GATE_BEFORE);
  const line = lineStart(bytes, anchorStart, first);
  // At the window's edge nobody knows whether the line begins.
  const before = line > first || line === 0 ? latin1(bytes, line, anchorStart) : null;
  const stop = lineEnd(bytes, anchorEnd, Math.min(window.end, anchorEnd + LONGEST_HEAD));
  return mayBeginList(before, latin1(bytes, nameEnd(window), stop), KINDS[kind] ?? 'map');
}

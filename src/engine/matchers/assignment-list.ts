/** Lists and sentences whose words are tied to a name, and are no values of it. */
import type { Span } from '../../bytes/span.ts';
import type { Form } from './assignment-separator.ts';
import { type Quoted, readQuoted } from './assignment-quote.ts';
import {
  at,
  code,
  isBlank,
  isEol,
  isNameOfThing,
  isQuote,
  shortText,
  skipSpace,
  startsWith,
} from './assignment-text.ts';
import { joinParts, type Literal } from './assignment-value.ts';

const MOST_JOINED = 8;

/** `"".join(["ab", "cd"])` from the dot on: the literals of the list as one; null where there is no such call. */
export function joinedBy(bytes: Uint8Array, dot: number, end: number): Literal | null {
  if (!startsWith(bytes, dot, end, '.join(')) return null;
  const open = skipSpace(bytes, dot + 6, end, 1);
  if (at(bytes, open) !== code('[') && at(bytes, open) !== code('(')) return null;
  const parts: Quoted[] = [];
  for (let i = open; parts.length < MOST_JOINED && (i === open || at(bytes, i) === code(','));) {
    const part = readQuoted(bytes, skipSpace(bytes, i + 1, end, 1), end);
    if (part === null) break;
    parts.push(part);
    i = skipSpace(bytes, part.after, end, 1);
  }
  return parts.length < 2 ? null : joinParts(bytes, parts);
}

/** Whether a value is a word of letters, and a sentence goes on behind its comma: "with password protection, limits". */
export function isOfSentence(bytes: Uint8Array, { start, end, after }: Literal): boolean {
  const isFollowed = at(bytes, after) === code(',') && isBlank(at(bytes, after + 1));
  return isFollowed && isNameOfThing(bytes, { start, end });
}

/** What a validator asks of a field, as in `'password' => ['required', 'currentPassword']`: the list says how the value has to be. */
const RULE_OF_FORM = /^(?:required|nullable|sometimes|confirmed|present|filled|bail|prohibited)$/;
const LONGEST_RULE = 10;

/** Whether a literal of a list is a rule of a validator, or all of them are names of fields, as in `"secret": ["password", "cert_File"]`. */
export function isOfValidator(bytes: Uint8Array, list: readonly Span[]): boolean {
  const isOneOf = (words: RegExp): boolean =>
    list.some(({ start, end }) => end - start <= LONGEST_RULE && words.test(shortText(bytes, start, end)));
  return isOneOf(RULE_OF_FORM) || (isOneOf(CREDENTIAL) && list.every((each) => isNameOfThing(bytes, each)));
}

const CREDENTIAL = /^(?:password|token|secret|api_?key|username)$/i;

/** Words that go on with a sentence behind the flag that it tells of: "Use the --admin-password flag". */
const GOES_ON =
  /^(?:flag|option|with|command|argument|or|and|is|are|to|from|parameter|sets|if|when|in|for|instead|switch|must|can|should|will)$/;

/** Whether a bare value behind a flag is such a word, and the sentence has more. */
export function isOfFlag(bytes: Uint8Array, { start, end, after }: Literal): boolean {
  return end - start <= LONGEST_RULE && GOES_ON.test(shortText(bytes, start, end)) && !isEol(at(bytes, after));
}

/** `'pass' => ['slug']` and `"pass" => array("id")`: which parts of its address a route passes on. */
export function isPassedOn(bytes: Uint8Array, name: Span, form: Form, value: number): boolean {
  if (form !== 'equals' || name.end - name.start !== 4 || !isQuote(at(bytes, name.end))) return false;
  if (!startsWith(bytes, name.start, name.end, 'pass')) return false;
  return at(bytes, value) === code('[') || startsWith(bytes, value, bytes.length, 'array(');
}

/** What fields of forms and records are called beside that for the password. */
const FIELD =
  /^(?:user_?name|e?mail|phone|headers?|hosts?|port|url|name|first_?name|last_?name|login|remember|role|address|avatar|status|title|type|database)$/i;
const NAME_OF_SECRET = /[a-z][_.]?(?:password|passwd|token|secret|key|passphrase|credentials?)$/i;
const LABEL = /^[A-Z][A-Za-z]{1,20}(?: [A-Z][A-Za-z]{1,20}){1,3}$/;
const LONGEST_FIELD = 48;

/** Whether what stands in a list behind a name that begins at `start` is the next field: `{"db.password", "headers"}`, or the next label, `["Password", "IAM Profile"]`. */
export function isNextField(bytes: Uint8Array, start: number, literal: Span): boolean {
  if (literal.end - literal.start > LONGEST_FIELD) return false;
  const text = shortText(bytes, literal.start, literal.end);
  if (/^[A-Za-z_.-]+$/.test(text) && (FIELD.test(text) || NAME_OF_SECRET.test(text))) return true;
  const first = at(bytes, start);
  return first >= 0x41 && first <= 0x5a && LABEL.test(text);
}

/** From parsed assignments to a rule's hits: the names it wants, and the value's shape. */
import { fromLatin1, latin1 } from '../../bytes/latin1.ts';
import { compileTest } from '../../rules/regex.ts';
import type { Rule } from '../../rules/rule.ts';
import { rarityOf } from '../filters/rarity.ts';
import { Mark } from '../match.ts';
import { normalName } from './assignment-name.ts';
import type { Assignment, Named } from './assignment-parse.ts';
import {
  at,
  code,
  isEol,
  isLetter,
  isNameOfThing,
  isQuote,
  lineStart,
  shortText,
  skipBlanks,
} from './assignment-text.ts';
import { isTestName, nameStrength } from './assignment-strength.ts';
import type { Literal } from './assignment-value.ts';
import type { MatcherHit } from './matcher.ts';

type Test = (text: string) => boolean;

interface CompiledNames {
  readonly names: readonly Test[];
  readonly notNames: readonly Test[];
  readonly value: Test | null;
  /** Names that were asked for, with the answer: a content has few, again and again. */
  readonly known: Map<string, boolean>;
}

/** Answers kept a rule. */
const MOST_KNOWN = 256;

const compiled = new WeakMap<Rule, CompiledNames>();

function compile(rule: Rule): CompiledNames {
  let found = compiled.get(rule);
  if (found === undefined) {
    found = {
      names: rule.names.map((source) => compileTest(source, { linear: rule.linear, ignoreCase: false })),
      notNames: rule.notNames.map((source) => compileTest(source, { linear: rule.linear, ignoreCase: false })),
      value: rule.value === '' ? null : compileTest(`^(?:${rule.value})$`, rule),
      known: new Map(),
    };
    compiled.set(rule, found);
  }
  return found;
}

/** What a name may end in beside what it names: where the value is used, or which of several it is. */
const PURPOSE =
  /_(?:prod|production|dev|devel|development|stag(?:e|ing)|stg|test|testing|live|sandbox|local|default|value|v\d|new|primary|secondary|main|backup|[ab])$/;

/** Whether the rule wants a name in normal form, or without the word for its purpose (`acme_key_staging`). */
export function wantsName(rule: Rule, name: string): boolean {
  const { known } = compile(rule);
  let wanted = known.get(name);
  if (wanted === undefined) {
    wanted = judgeName(rule, name);
    if (known.size === MOST_KNOWN) known.clear();
    known.set(name, wanted);
  }
  return wanted;
}

/** As {@link wantsName}, of which nothing is remembered: for names that nobody wrote. */
export function judgeName(rule: Rule, name: string): boolean {
  const { names, notNames } = compile(rule);
  if (isAny(names, name)) return !isAny(notNames, name);
  const plain = name.replace(PURPOSE, '');
  return plain !== name && isAny(names, plain) && !isAny(notNames, plain) && !isAny(notNames, name);
}

function isAny(tests: readonly Test[], name: string): boolean {
  for (const test of tests) if (test(name)) return true;
  return false;
}

/**
 * Whether any of the rules wants the name `bytes[start..end)`.
 *
 * @param call - Whether it is asked as the name of a call.
 */
export function isWanted(
  rules: readonly Rule[],
  bytes: Uint8Array,
  start: number,
  end: number,
  call: boolean,
): boolean {
  const name = normalName(bytes, start, end, call);
  return rules.some((rule) => wantsName(rule, name));
}

/** Whether the rule wants a name as it was found, by itself or as the end of a label. */
export function wantsNamed(rule: Rule, { name, label }: Named): boolean {
  return wantsName(rule, name) || (label !== '' && wantsName(rule, label));
}

/** Whether the whole value has the rule's shape. */
function wantsValue(rule: Rule, value: string): boolean {
  return compile(rule).value?.(value) ?? true;
}

/** The literal with its value decoded: rules and checksums know a key without the percent codes of a query. */
function decoded(bytes: Uint8Array, literal: Literal): Literal {
  if (literal.encoding !== 'percent' || literal.value !== undefined) return literal;
  const text = latin1(bytes, literal.start, literal.end);
  const plain = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { ...literal, encoding: 'given', value: fromLatin1(plain) };
}

/** The literal, without the blanks inside its quotes where only so it has the rule's shape; null when it has not. */
function wantedLiteral(rule: Rule, bytes: Uint8Array, literal: Literal): Literal | null {
  const text = literal.value === undefined ? latin1(bytes, literal.start, literal.end) : latin1(literal.value);
  if (wantsValue(rule, text)) return literal;
  if (literal.value !== undefined) return null;
  let { start, end } = literal;
  while (start < end && bytes[start] === 0x20) start++;
  while (end > start && bytes[end - 1] === 0x20) end--;
  const isTrimmed = end - start < text.length && end > start;
  return isTrimmed && wantsValue(rule, latin1(bytes, start, end)) ? { ...literal, start, end } : null;
}

/** What a person may have chosen as a password, and is no word. */
const CHOSEN = /^(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])(?=[^!@#$%^&*+~]*[!@#$%^&*+~])[!#-&*-Z\\^-z~]{8,64}$/;
/** Too long and too mixed for the name of something in a program. */
const MACHINE_MADE = /^(?=(?:[^\d]*\d){2})(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9+/=_-]{20,200}$/;
/** A password that a person noted in a comment: letters, digits and a sign that joins nothing there. */
const NOTED =
  /^(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])(?=[^!@#$%^~]*[!@#$%^~])[A-Za-z0-9!#%^~][A-Za-z0-9!@#$%^~*&_+-]{7,63}$/;
const COMMENT = /^[ \t]*(?:#+[ \t]|\/\/|\/?\*|--[ \t]|<!--|;)/;
const LONGEST_LEAD = 80;

/** Whether the line on which a name stands is a comment, where unquoted is no expression. */
function inComment(bytes: Uint8Array, nameStart: number): boolean {
  const floor = Math.max(0, nameStart - LONGEST_LEAD);
  const start = lineStart(bytes, nameStart, floor);
  // The line begins further before.
  if (start === floor && start > 0 && !isEol(bytes[start - 1]!)) return false;
  return COMMENT.test(latin1(bytes, start, nameStart));
}

/** Whether a literal is the first of several arguments and the name of what follows, `putSecret("kucoin", value)`. */
function isFirstArgument(bytes: Uint8Array, assignment: Assignment, literal: Literal): boolean {
  const comma = skipBlanks(bytes, literal.after, bytes.length);
  if (at(bytes, comma) !== code(',') || at(bytes, literal.start - 2) !== code('(')) return false;
  // Behind the string that a call turns into the value stands how it is written: `secret = toBytes("letmein", "utf8")`.
  const isNamed = at(bytes, assignment.end) === code('(');
  if (!isNamed && isQuote(at(bytes, skipBlanks(bytes, comma + 1, bytes.length)))) return false;
  return isNameOfThing(bytes, literal);
}

/** Less of a value that no person chose is what its kind begins with. */
const SHORTEST_PART = 16;

/** Whether an expression goes on where a literal ends, which is no more than the beginning: `"acme_live_" + makeKey()`. */
function isBeginning(bytes: Uint8Array, literal: Literal, isGuessable: boolean): boolean {
  if (literal.bare || !isContinued(bytes, literal.after)) return false;
  const last = String.fromCharCode(at(bytes, literal.end - 1));
  return '-_.:/'.includes(last) || (!isGuessable && literal.end - literal.start < SHORTEST_PART);
}

/** Whether `+ name`, or `. $name`, stands here. */
function isContinued(bytes: Uint8Array, index: number): boolean {
  const sign = skipBlanks(bytes, index, bytes.length);
  const next = at(bytes, skipBlanks(bytes, sign + 1, bytes.length));
  if (at(bytes, sign) === code('.')) return next === code('$');
  return at(bytes, sign) === code('+') && (isLetter(next) || next === code('_') || next === code('$'));
}

/** What somebody adds to a value in brackets, which end the line or the sentence. */
const REMARK = /^ \([A-Za-z][\w .,:;@'`/-]{1,60}\)[.,;]?(?:[ \t]{0,4}[\r\n]|$|[ \t]{1,4}[A-Za-z|-])/;
const LONGEST_REMARK = 72;
/** Of letters and digits, or letters in both cases. */
const MIXED = /^(?=[^\d]*\d)(?=[^a-z]*[a-z])(?=[^A-Z\d]*[A-Z\d])[A-Za-z0-9_.~+/=!#%^*-]{8,200}$/;
const RARE = 0.55;

/** Whether a remark in brackets follows a value that is no word of a sentence: `password: v (user: ci)`. */
function isRemarked(bytes: Uint8Array, { start, end, after }: Literal): boolean {
  if (end !== after || at(bytes, end) !== 0x20 || at(bytes, end + 1) !== code('(')) return false;
  if (!REMARK.test(latin1(bytes, end, Math.min(bytes.length, end + LONGEST_REMARK)))) return false;
  const value = latin1(bytes, start, end);
  return MIXED.test(value) && rarityOf(value) >= RARE;
}

/** What the form of an assignment says against its value. */
function marksOf(rule: Rule, bytes: Uint8Array, assignment: Assignment, literal: Literal): number {
  let marks = 0;
  if (isFirstArgument(bytes, assignment, literal)) marks |= Mark.Words;
  if (isBeginning(bytes, literal, rule.guessable)) marks |= Mark.Reference;
  const isText = (form: RegExp): boolean => form.test(latin1(bytes, literal.start, literal.end));
  const isBare = literal.bare && !literal.inString;
  const isNoted = (): boolean => (isText(MACHINE_MADE) || isText(NOTED)) && inComment(bytes, assignment.start);
  if (isBare && !isNoted()) marks |= Mark.Bare;
  // `password=v from 10.0.0.5`: no word of a sentence has letters, a digit and a sign.
  if (literal.trailing && !isText(CHOSEN) && !isRemarked(bytes, literal)) marks |= Mark.Trailing;
  if (isTestName(assignment.name)) marks |= Mark.TestName;
  return marks;
}

/** Hit of an assignment for a rule, or null when its name or every value is not what the rule wants. */
export function toHits(rule: Rule, bytes: Uint8Array, assignment: Assignment, offset: number): MatcherHit[] {
  const label = assignment.label;
  // In a section the plain name by itself is another anchor's.
  if (assignment.inSection && rule.class === 'generic') return [];
  if (!wantsNamed(rule, assignment)) return [];
  if (label !== '' && compile(rule).notNames.some((test) => test(label))) return [];
  const hits: MatcherHit[] = [];
  for (const each of assignment.literals) {
    const literal = wantedLiteral(rule, bytes, decoded(bytes, each));
    if (literal === null || literal.start >= literal.end || (literal.joined === true && rule.class === 'generic'))
      continue;
    hits.push({
      start: offset + Math.min(assignment.from, literal.start),
      end: offset + Math.max(assignment.end, literal.after),
      secretStart: offset + literal.start,
      secretEnd: offset + literal.end,
      encoding: literal.encoding,
      value: literal.value,
      assignedName: shortText(bytes, assignment.start, assignment.end),
      evidence: {
        marks: marksOf(rule, bytes, assignment, literal),
        rarity: literal.numbers === true ? 1 : undefined,
        // A name that runs into its value may be that of a thing, with an id behind it.
        nameStrength: literal.joined === true ? 0 : Math.max(nameStrength(assignment.name), nameStrength(label)),
      },
    });
  }
  return hits;
}

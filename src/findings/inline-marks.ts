/**
 * `tightlip:allow [RULE…] [reason]` in the scanned text: data about a match, joined to it by line.
 *
 * A mark covers a secret on its own line (the secret's first or last), on the line after when the mark's line holds no
 * secret itself, or one of several lines whose literal its own line closes (`"""  # tightlip:allow`). Leading words that are rule ids or pack names limit it; a word in parentheses may be the last part of an
 * id (`(password)` for `generic-password`). All else is the reason.
 */
import { fromUtf8, utf8 } from '../bytes/latin1.ts';
import { tallyLines } from '../bytes/line-tally.ts';
import { MARK_WORD } from '../engine/documents/signs.ts';
import type { CompositeRule, Rule } from '../rules/rule.ts';
import type { SealedMatch } from './finding.ts';

const WORD = fromUtf8(MARK_WORD);
const LONGEST_MARK_BYTES = 512;
/** What closes a literal of several lines, and the beginning of a comment. */
const CLOSING = /^[ \t]{0,40}["'`]{1,3}[)\]},;]{0,4}[ \t]{0,40}(?:#|\/\/|--|\/\*|;)[ \t]{0,10}$/;

interface InlineMark {
  readonly line: number;
  /** Nothing stands before it on its line but what closes a literal. */
  readonly closes: boolean;
  /** Empty: every rule. */
  readonly selectors: readonly string[];
  readonly reason: string;
}

interface RuleNames {
  readonly rules: readonly Rule[];
  readonly composites: readonly CompositeRule[];
}

/** The same matches, those that an inline mark of the document covers with its reason. */
export function applyInlineMarks(sealed: readonly SealedMatch[], bytes: Uint8Array, names: RuleNames): SealedMatch[] {
  const marks = findMarks(bytes, names);
  if (marks.length === 0) return [...sealed];
  const occupied = new Set(sealed.flatMap((match) => [match.startLine, match.endLine]));
  return sealed.map((match) => {
    const rule = match.composite >= 0 ? names.composites[match.composite] : names.rules[match.rule];
    const mark = marks.find((one) => isNear(one, match, occupied) && selects(one, rule as Rule | CompositeRule));
    return mark ? { ...match, allowedBy: mark.reason } : match;
  });
}

function isNear(mark: InlineMark, match: SealedMatch, occupied: ReadonlySet<number>): boolean {
  if (mark.line === match.startLine || mark.line === match.endLine) return true;
  if (mark.closes && mark.line === match.endLine + 1 && match.endLine > match.startLine) return true;
  return mark.line === match.startLine - 1 && !occupied.has(mark.line);
}

function selects(mark: InlineMark, rule: Rule | CompositeRule): boolean {
  if (mark.selectors.length === 0) return true;
  return mark.selectors.some((word) => isSelectedBy(word, rule));
}

function findMarks(bytes: Uint8Array, names: RuleNames): InlineMark[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const marks: InlineMark[] = [];
  let counted = 0;
  let line = 1;
  for (let at = view.indexOf(WORD); at !== -1; at = view.indexOf(WORD, at + 1)) {
    line += tallyLines(bytes, counted, at).lines;
    counted = at;
    const rest = utf8(bytes, at + WORD.length, Math.min(bytes.length, at + LONGEST_MARK_BYTES));
    if (/^(?:\w|-(?!-))/.test(rest)) continue;
    const before = utf8(bytes, view.lastIndexOf(0x0a, at) + 1, at);
    if (/\w$/.test(before)) continue;
    marks.push({ line, closes: CLOSING.test(before), ...readMark(rest.split(/[\r\n]/, 1)[0] as string, names) });
  }
  return marks;
}

function readMark(text: string, names: RuleNames): Pick<InlineMark, 'selectors' | 'reason'> {
  const words = text
    .replace(/^\s*[:=](?!\/)/, '')
    .replace(/(\*\/|-->|#}|%>)\s*$/, '')
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word !== ':' && word !== '--');
  const selectors: string[] = [];
  for (let word = words[0]; word !== undefined && isSelector(word, names); word = words[0]) {
    selectors.push(word);
    words.shift();
  }
  return { selectors, reason: words.join(' ') };
}

/** The word that a selector is, and whether it stands in brackets: then it may be the last part of an id. */
function selectorOf(word: string): { name: string; inBrackets: boolean } {
  const plain = word.replace(/:$/, '');
  const name = /^(?:\(([a-z0-9-]+)\)|\[([a-z0-9-]+)\])$/.exec(plain);
  return name === null
    ? { name: plain, inBrackets: false }
    : { name: (name[1] ?? name[2]) as string, inBrackets: true };
}

function isSelector(word: string, names: RuleNames): boolean {
  return [...names.rules, ...names.composites].some((rule) => isSelectedBy(word, rule));
}

function isSelectedBy(word: string, rule: Rule | CompositeRule): boolean {
  const { name, inBrackets } = selectorOf(word);
  return name === rule.id || name === rule.pack || (inBrackets && rule.id.endsWith(`-${name}`));
}

/**
 * `tightlip:allow [RULE…] [reason]` in the scanned text, in either case, perhaps with a blank behind the colon: data about a match, joined
 * to it by line.
 *
 * A mark covers a secret on its own line (the secret's first or last), on the line after when the mark's line holds no
 * secret itself, or one of several lines whose literal its own line closes (`"""  # tightlip:allow`). Leading words that are rule ids or pack names limit it; a word in round or square brackets may be the last part of an
 * id (`(password)` for `generic-password`). All else is the
 * reason, as far as the comment or string goes in which the mark stands: what follows on the line is no word about it.
 */
import { latin1, utf8 } from '../bytes/latin1.ts';
import { tallyLines } from '../bytes/line-tally.ts';
import { MARK_PATTERN } from '../engine/documents/signs.ts';
import type { CompositeRule, Rule } from '../rules/rule.ts';
import type { SealedMatch } from './finding.ts';

const LONGEST_MARK_BYTES = 512;
/** Bytes before a mark that are looked at; what closes a literal is shorter. */
const LEAD_BYTES = 160;
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
  const byLine = marksByLine(marks);
  return sealed.map((match) => {
    const rule = match.composite >= 0 ? names.composites[match.composite] : names.rules[match.rule];
    const mark = linesAt(match)
      .flatMap((line) => byLine.get(line) ?? [])
      .find((one) => isNear(one, match, occupied) && selects(one, rule as Rule | CompositeRule));
    return mark ? { ...match, allowedBy: mark.reason } : match;
  });
}

/** Marks by their line, in their order; of those that select the same the first. */
function marksByLine(marks: readonly InlineMark[]): Map<number, InlineMark[]> {
  const byLine = new Map<number, Map<string, InlineMark>>();
  for (const mark of marks) {
    const onLine = byLine.get(mark.line) ?? new Map<string, InlineMark>();
    byLine.set(mark.line, onLine);
    const key = `${mark.closes} ${mark.selectors.join(' ')}`;
    if (!onLine.has(key)) onLine.set(key, mark);
  }
  return new Map([...byLine].map(([line, each]) => [line, [...each.values()]]));
}

/** Lines on which a mark may cover the match. */
function linesAt({ startLine, endLine }: SealedMatch): number[] {
  return [...new Set([startLine - 1, startLine, endLine, endLine + 1])];
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
  const marks: InlineMark[] = [];
  let counted = 0;
  let line = 1;
  for (const { index: at, 0: word } of latin1(bytes).matchAll(new RegExp(MARK_PATTERN, 'gi'))) {
    line += tallyLines(bytes, counted, at).lines;
    counted = at;
    const rest = utf8(bytes, at + word.length, Math.min(bytes.length, at + LONGEST_MARK_BYTES));
    if (/^(?:\w|-(?!-))/.test(rest)) continue;
    const from = Math.max(0, at - LEAD_BYTES);
    const lead = utf8(bytes, from, at);
    if (/\w$/.test(lead)) continue;
    const before = lead.slice(lead.lastIndexOf('\n') + 1);
    const isWhole = from === 0 || before.length < lead.length;
    const closes = isWhole && CLOSING.test(before);
    const { text, isRemark } = remarkOf(rest.split(/[\r\n]/, 1)[0] as string, before, isWhole);
    const { selectors, reason } = readMark(text, names);
    marks.push({ line, closes, selectors, reason: isRemark ? reason : '' });
  }
  return marks;
}

const COMMENT = /#|(?<!:)\/\/|\/\*|--|\{#|<%|\(\*|(?:^|\s)[;%*']|^\s*(?:rem\b|$)/i;

/** The rest of the mark's line up to the end of the comment or string that the mark stands in, and whether it stands in one. */
function remarkOf(rest: string, before: string, isWhole: boolean): { text: string; isRemark: boolean } {
  const quotes = isWhole ? ['"', "'", '`'].filter((quote) => splitAt(quote, before).length % 2 === 0) : ['"', "'", '`'];
  const isComment = COMMENT.test(before);
  const end = /\*\/|-->|#\}|%>|\*\)|<\//.exec(rest)?.index ?? rest.length;
  const ends = [end, ...quotes.map((quote) => splitAt(quote, rest)[0]!.length)];
  return { text: rest.slice(0, Math.min(...ends)), isRemark: isComment || quotes.length > 0 };
}

/** The parts between quotes of a kind; an apostrophe within a word is none. */
function splitAt(quote: string, text: string): string[] {
  return text.split(quote === "'" ? /(?<!\w)'|'(?!\w)/ : quote);
}

function readMark(text: string, names: RuleNames): Pick<InlineMark, 'selectors' | 'reason'> {
  const words = text
    .replace(/^\s*[:=](?!\/)/, '')
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

/** Words that select any rule by themselves, and in brackets. */
interface Selectors {
  readonly names: ReadonlySet<string>;
  readonly endings: ReadonlySet<string>;
}

const selectors = new WeakMap<RuleNames, Selectors>();

/** Made once: a text may be full of marks. */
function selectorsOf(names: RuleNames): Selectors {
  let made = selectors.get(names);
  if (made === undefined) {
    const rules = [...names.rules, ...names.composites];
    const endings = rules.flatMap(({ id }) => id.split('-').map((_, i, words) => words.slice(i + 1).join('-')));
    made = { names: new Set(rules.flatMap(({ id, pack }) => [id, pack])), endings: new Set(endings) };
    selectors.set(names, made);
  }
  return made;
}

function isSelector(word: string, names: RuleNames): boolean {
  const { name, inBrackets } = selectorOf(word);
  const known = selectorsOf(names);
  return known.names.has(name) || (inBrackets && known.endings.has(name));
}

function isSelectedBy(word: string, rule: Rule | CompositeRule): boolean {
  const { name, inBrackets } = selectorOf(word);
  return name === rule.id || name === rule.pack || (inBrackets && rule.id.endsWith(`-${name}`));
}

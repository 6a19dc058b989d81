/**
 * `tightlip:allow [RULE…] [reason]` in the scanned text, in either case, perhaps with a blank behind the colon: data about a match, joined
 * to it by line.
 *
 * A mark covers a secret on its own line (the secret's first or last, no more than 512 columns away), on the line after when the mark's line holds nothing but a
 * comment or the beginning of what goes on there, or one of several lines whose literal its own line closes (`"""  # tightlip:allow`). Leading words that are rule ids or pack names limit it; a word in round or square brackets may be the last part of an
 * id (`(password)` for `generic-password`). All else is the
 * reason, as far as the comment or string goes in which the mark stands: what follows on the line is no word about it.
 */
import { latin1, utf8 } from '../bytes/latin1.ts';
import { addTally, EMPTY_TALLY, positionAfter, tallyLines } from '../bytes/line-tally.ts';
import { MARK_PATTERN } from '../engine/documents/signs.ts';
import type { CompositeRule, Rule } from '../rules/rule.ts';
import type { SealedMatch } from './finding.ts';

const LONGEST_MARK_BYTES = 512;
/** Columns of a stretch of a line: a mark reaches over its own and the next to both sides, so that one does not silence a minified file. */
const STRETCH = 256;
/** Bytes before a mark that are looked at; what closes a literal is shorter. */
const LEAD_BYTES = 512;
/** What closes a literal of several lines, and the beginning of a comment. */
const CLOSING = /^[ \t]{0,40}["'`]{1,3}[)\]},;]{0,4}[ \t]{0,40}(?:#|\/\/|--|\/\*|;)[ \t]{0,10}$/;

/** A comment from the beginning of its line on, words before the mark or not; a note in JSON, which knows no comments. */
const COMMENT_LINE =
  /^[^\p{L}\p{N}_]*$|^\s*(?:#|\/\/|\/?\*|<!--|<[%?]|--(?!\w)|;|%|!|::|\.\.|\{[-#*/!{%]|\([*;]|@\*|@?(?:rem|dnl)\b|'[^']*$|"\s[^"]*$|[{,]?\s*"(?:\/\/|\$?_*(?:comment|note)s?_*)[^"]{0,40}"\s*:\s*"[^"]*$)/iu;
/** What goes on in the next line, and the beginning of a comment. */
const OPENING = /(?:[{[(=:|+\\]|[|>][-+\d]{1,2}|[:=-]\s*>)\s*(?:#|\/\/|\/\*|<!--|--|;|%)[^\p{L}\p{N}_]*$/u;

interface InlineMark {
  readonly line: number;
  readonly column: number;
  /** Nothing stands before it on its line but what closes a literal. */
  readonly closes: boolean;
  /** Nothing stands before it on its line that the next one does not go on with. */
  readonly leads: boolean;
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
  const beside = marksBy(marks, ({ line, column }) => placeKey(line, column, 0));
  const byLine = marksBy(marks, ({ line, closes, leads }) => (closes || leads ? `${line}` : null));
  return sealed.map((match) => {
    const rule = match.composite >= 0 ? names.composites[match.composite] : names.rules[match.rule];
    const near = [
      ...placesOf(match).flatMap((place) => beside.get(place) ?? []),
      ...(byLine.get(`${match.startLine - 1}`) ?? []).filter(({ leads, line }) => leads && !occupied.has(line)),
      ...(byLine.get(`${match.endLine + 1}`) ?? []).filter(({ closes }) => closes && match.endLine > match.startLine),
    ];
    const mark = near.find((one) => selects(one, rule as Rule | CompositeRule));
    return mark ? { ...match, allowedBy: mark.reason } : match;
  });
}

/** Marks by a key, in their order; of those that do and select the same the first, for a text may be full of them. */
function marksBy(marks: readonly InlineMark[], keyOf: (mark: InlineMark) => string | null): Map<string, InlineMark[]> {
  const byKey = new Map<string, Map<string, InlineMark>>();
  for (const mark of marks) {
    const key = keyOf(mark);
    if (key === null) continue;
    const same = byKey.get(key) ?? new Map<string, InlineMark>();
    byKey.set(key, same);
    const does = `${mark.closes} ${mark.leads} ${mark.selectors.join(' ')}`;
    if (!same.has(does)) same.set(does, mark);
  }
  return new Map([...byKey].map(([key, each]) => [key, [...each.values()]]));
}

/** A stretch of a line, so many stretches on. */
function placeKey(line: number, column: number, further: number): string {
  return `${line} ${Math.floor(column / STRETCH) + further}`;
}

/** Where a mark stands beside the secret's beginning or end. */
function placesOf({ startLine, startColumn, endLine, endColumn }: SealedMatch): string[] {
  const places = [-1, 0, 1].flatMap((further) => [
    placeKey(startLine, startColumn, further),
    placeKey(endLine, endColumn, further),
  ]);
  return [...new Set(places)];
}

function selects(mark: InlineMark, rule: Rule | CompositeRule): boolean {
  if (mark.selectors.length === 0) return true;
  return mark.selectors.some((word) => isSelectedBy(word, rule));
}

function findMarks(bytes: Uint8Array, names: RuleNames): InlineMark[] {
  const marks: InlineMark[] = [];
  let counted = 0;
  let tally = EMPTY_TALLY;
  for (const { index: at, 0: word } of latin1(bytes).matchAll(new RegExp(MARK_PATTERN, 'gi'))) {
    tally = addTally(tally, tallyLines(bytes, counted, at));
    counted = at;
    const rest = utf8(bytes, at + word.length, Math.min(bytes.length, at + LONGEST_MARK_BYTES));
    if (/^(?:\w|-(?!-))/.test(rest)) continue;
    const from = Math.max(0, at - LEAD_BYTES);
    const lead = utf8(bytes, from, at);
    if (/\w$/.test(lead)) continue;
    const before = lead.slice(lead.lastIndexOf('\n') + 1);
    const isWhole = from === 0 || before.length < lead.length;
    const closes = isWhole && CLOSING.test(before);
    const leads = isWhole && (COMMENT_LINE.test(before) || OPENING.test(before));
    const { text, isRemark } = remarkOf(rest.split(/[\r\n]/, 1)[0] as string, before, isWhole);
    const { selectors, reason } = readMark(text, names);
    marks.push({ ...positionAfter(tally), closes, leads, selectors, reason: isRemark ? reason : '' });
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

/** How many bytes round its keyword a rule must see. Build time only. */
import { expand, keywordIn, showExpansion } from './expansion.ts';
import { isLinear, linearityOf } from './linear.ts';
import { viewBytes } from './nearby-view.ts';
import {
  charsOf,
  longestBytes,
  lookedAtBytes,
  parsePattern,
  PatternError,
  type PatternNode,
  setsOf,
  shortestBytes,
  showSet,
} from './pattern-tree.ts';
import type { DocumentKind, MatcherName, Rule } from './rule.ts';

/** What a pattern needs, or why that cannot be said. */
export type NeededReach =
  | { readonly before: number; readonly after: number }
  /** The pattern has no longest match. */
  | { readonly unbounded: true }
  /** A way through the pattern that holds no keyword, literals with `…` between. */
  | { readonly uncovered: string }
  /** Too many alternatives to look at them all. */
  | { readonly tooMany: true };

/** Window of a matcher whose pack names none, in bytes before and after the keyword. */
const MATCHER_REACH: Readonly<
  Record<Exclude<MatcherName, 'assignment' | DocumentKind>, readonly [before: number, after: number]>
> = {
  pem: [128, 16_640],
  'encoded-lines': [1, 16_640],
  jwt: [48, 16_384],
  'connection-url': [512, 2_048],
  'auth-header': [64, 4_096],
  'seed-phrase': [1, 529],
  chpasswd: [768, 1_024],
  'credential-list': [640, 3_072],
};

/** Whether a matcher reads whole documents. */
export function isDocumentKind(matcher: MatcherName): matcher is DocumentKind {
  return matcher !== 'assignment' && !Object.hasOwn(MATCHER_REACH, matcher);
}

/** Longest name that a matcher reads; `*` and `+` in `names` are bounded by it. */
export const LONGEST_NAME_BYTES = 128;

/** Bytes that a name may have on either side of a keyword in it. */
const NAME_BYTES = 64;
/** Bytes between an assignment's name and its value: white space, separator, type, quotes, a call. */
const GAP_BYTES = 64;
/** Longest value looked at where a rule does not bound it. */
const VALUE_BYTES = 512;
/** Bytes between a provider's word and an assignment, for scope `nearby`. */
const NEARBY_BYTES = 128;
/** Window of a pattern of the user's that has no longest match. */
const UNBOUNDED_BYTES = 1_024;

/**
 * Reach of a pattern: the largest distance from the best placed keyword to the ends of a match, over all ways through
 * it, and what its assertions look at beyond.
 *
 * @throws PatternError when the pattern is no regex.
 */
export function neededReach(
  pattern: string,
  ignoreCase: boolean,
  keywords: readonly string[],
  caseSensitive: boolean,
): NeededReach {
  const tree = parsePattern(pattern, ignoreCase);
  const folded = caseSensitive ? keywords : keywords.map((keyword) => keyword.toLowerCase());
  const expansions = expand(tree, caseSensitive) ?? expand(tree, caseSensitive, 1);
  if (expansions === null) return { tooMany: true };
  let before = 0;
  let after = 0;
  for (const expansion of expansions) {
    const reach = keywordIn(expansion, folded);
    if (reach === null) return { uncovered: showExpansion(expansion) };
    before = Math.max(before, reach.before);
    after = Math.max(after, reach.after);
  }
  if (!Number.isFinite(longestBytes(tree))) return { unbounded: true };
  const extra = lookedAtBytes(tree);
  return { before: before + extra, after: after + extra };
}

/** The least window of an assignment rule: its name, what stands between, its longest value; of a nearby one what is read round a name, too. */
export function assignmentReach(rule: Pick<Rule, 'value' | 'scope'>): { before: number; after: number } {
  const longest = rule.value === '' ? VALUE_BYTES : longestBytes(parsePattern(rule.value, false));
  const value = Number.isFinite(longest) ? longest : VALUE_BYTES;
  const after = NAME_BYTES + GAP_BYTES + value;
  if (rule.scope !== 'nearby') return { before: NAME_BYTES, after };
  const around = NEARBY_BYTES + viewBytes(value);
  return { before: NAME_BYTES + value + around, after: after + around };
}

/** A rule as its pack writes it: its window may be left out, and its regexes are not judged yet. */
export type BareRule = Omit<Rule, 'before' | 'after' | 'linear' | 'nameParts' | 'valueRun'>;

/** Completes a rule with the window that its pack names, or with the one that its pattern or matcher needs. */
export function fillReach(bare: BareRule, before: number | undefined, after: number | undefined): Rule {
  const rule = { ...bare, ...judgedRegexes(bare) };
  if (before !== undefined && after !== undefined) return { ...rule, before, after };
  const needed = defaultReach(rule);
  return { ...rule, before: before ?? needed.before, after: after ?? needed.after };
}

function defaultReach(rule: BareRule): { before: number; after: number } {
  try {
    if (rule.matcher === 'assignment') return assignmentReach(rule);
    if (rule.matcher !== null) {
      if (isDocumentKind(rule.matcher)) return { before: 0, after: 0 };
      const [before, after] = MATCHER_REACH[rule.matcher];
      return { before, after };
    }
    const needed = neededReach(rule.pattern, rule.ignoreCase, rule.keywords, rule.caseSensitive);
    if ('before' in needed) return needed;
  } catch (error) {
    // checkPack says what is wrong with the regex, with its line.
    if (!(error instanceof PatternError)) throw error;
  }
  return { before: UNBOUNDED_BYTES, after: UNBOUNDED_BYTES };
}

/** What a rule's regexes are, told once for a run. */
export function judgedRegexes(rule: BareRule): Pick<Rule, 'linear' | 'nameParts' | 'valueRun'> {
  const linear = isLinearRule(rule);
  if (rule.scope !== 'nearby') return { linear, nameParts: [], valueRun: '' };
  return { linear, nameParts: partsOfNames(rule.names), valueRun: runOfValue(rule) };
}

/** Shorter runs of letters and figures stand everywhere. */
const SHORTEST_RUN = 16;
/** Of more characters most texts are one run. */
const MOST_CHARACTERS = 72;

/** So many characters in a row, of those that a value may have, as it has at least. */
function runOfValue({ value, ignoreCase }: BareRule): string {
  const tree = parsed(value, ignoreCase);
  if (tree === null) return '';
  const set = setsOf(tree);
  const least = shortestBytes(tree);
  if (least < SHORTEST_RUN || charsOf(set).length > MOST_CHARACTERS) return '';
  return `${showSet(set)}{${least}}`;
}

/** Few texts of which every way to write one of the names holds one; none where a way has none. */
function partsOfNames(names: readonly string[]): string[] {
  const ways = names.map((name) => waysOf(name));
  if (ways.some((each) => each.length === 0)) return [];
  const parts: string[] = [];
  for (let left = ways.flat(); left.length > 0;) {
    const best = commonest(left);
    if (best === '') return [];
    parts.push(best);
    left = left.filter((words) => !holds(words, best));
  }
  return parts.toSorted();
}

/** The words of each way to write a name. A name's words may stand with any sign between them, so no text goes beyond one. */
function waysOf(name: string): readonly (readonly string[])[] {
  const tree = parsed(name, false);
  const ways = tree === null ? [] : (expand(tree, false, 1) ?? []);
  return ways.map((way) => way.flatMap((piece) => ('text' in piece ? piece.text.split(/[^a-z0-9]+/) : [])));
}

/** A regex; null where it is none, of which checkPack tells. */
function parsed(source: string, ignoreCase: boolean): PatternNode | null {
  try {
    return parsePattern(source, ignoreCase);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return null;
  }
}

function holds(words: readonly string[], text: string): boolean {
  return words.some((word) => word.includes(text));
}

/** The text that most of the ways hold, of equals the longest. */
function commonest(ways: readonly (readonly string[])[]): string {
  const counts = [...new Set(ways.flat())].map((text) => ({
    text,
    count: text === '' ? 0 : ways.filter((words) => holds(words, text)).length,
  }));
  const [first] = counts.toSorted((a, b) => b.count - a.count || b.text.length - a.text.length);
  return first === undefined || first.count === 0 ? '' : first.text;
}

/** Whether V8 may run all of a rule's regexes. False also for what is no regex, which checkPack reports. */
export function isLinearRule(rule: BareRule): boolean {
  try {
    return (
      (rule.pattern === '' || isLinear(linearityOf(rule.pattern, rule.ignoreCase))) &&
      isLinear(linearityOf(rule.value, false)) &&
      [...rule.names, ...rule.notNames].every((regex) => isLinear(linearityOf(regex, false, LONGEST_NAME_BYTES)))
    );
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return false;
  }
}

/**
 * Whether a backtracking engine runs a pattern in time linear in the window, decided on the syntax tree. Build time
 * only, and once for a user's rules.
 *
 * What is counted is the number of ways in which a pattern can match from one start. A repeat whose characters cannot
 * begin what follows it can end in one place only; every other one multiplies the ways by the counts it may take. A
 * repeat within a repeat is fine while its own end is certain, as in `(?:_[a-z]{1,20}){0,3}`.
 */
import { EVERY_BYTE, parsePattern } from './pattern-tree.ts';
import type { ByteSet, PatternNode } from './pattern-tree.ts';

/** Ways that a pattern may have at most. */
export const MOST_WAYS = 1 << 16;

/** Ways to match, the repeats that make them many, and what is wrong beyond mere numbers. */
export interface Linearity {
  /** Upper bound of the ways; Infinity with an unbounded repeat. */
  readonly ways: number;
  /** Source texts of the repeats that can share characters with what follows them, the worst first. */
  readonly ambiguous: readonly string[];
  /** Source texts of repeats without an upper bound. */
  readonly unbounded: readonly string[];
  /** Source texts of repeats of something that can match nothing, or in more than one way. */
  readonly nested: readonly string[];
}

/**
 * @param longest - Bytes of the longest text the regex is ever tried on, when that is so few that `*` and `+` are as
 *   good as bounded (a name); Infinity elsewhere.
 * @throws PatternError when the source is no regex.
 */
export function linearityOf(source: string, ignoreCase: boolean, longest = Infinity): Linearity {
  const found: Found = { ambiguous: [], unbounded: [], nested: [], longest };
  const ways = waysOf(parsePattern(source, ignoreCase), 0n, found);
  const ambiguous = found.ambiguous.toSorted((left, right) => right.factor - left.factor).map((entry) => entry.source);
  return {
    ways: found.unbounded.length > 0 ? Infinity : ways,
    ambiguous,
    unbounded: found.unbounded,
    nested: found.nested,
  };
}

/** Whether V8 may run the pattern. */
export function isLinear(linearity: Linearity): boolean {
  return linearity.ways <= MOST_WAYS && linearity.nested.length === 0 && linearity.unbounded.length === 0;
}

/** One sentence: why the pattern is not linear-safe and what would be; empty when it is. */
export function explainLinearity(linearity: Linearity): string {
  const { unbounded, nested, ambiguous, ways } = linearity;
  if (unbounded.length > 0)
    return `${listed(unbounded)} has no upper bound; write one, for example {0,64} for * and {1,64} for +`;
  if (nested.length > 0)
    return (
      `${listed(nested)} repeats something that can match in more than one way; give the repeated part a first ` +
      'character that the rest of it cannot match, as in (?:_[a-z]{1,20}){0,3}, or write the repeats out'
    );
  if (ways > MOST_WAYS)
    return (
      `it can match one text in up to ${ways} ways (at most ${MOST_WAYS} are allowed) because ${listed(ambiguous)} ` +
      'can match the same characters as what follows; put a character between them that neither can match, or lower the bounds'
    );
  return '';
}

function listed(sources: readonly string[]): string {
  const shown = [...new Set(sources)]
    .slice(0, 3)
    .map((source) => (source.length > 40 ? `${source.slice(0, 40)}…` : source));
  return shown.join(' and ');
}

interface Found {
  readonly longest: number;
  readonly ambiguous: { source: string; factor: number }[];
  readonly unbounded: string[];
  readonly nested: string[];
}

/** Ways through a node when a byte of `follow` comes next; an empty set stands for the end, where success is final. */
function waysOf(node: PatternNode, follow: ByteSet, found: Found): number {
  switch (node.kind) {
    case 'set':
    case 'edge':
    case 'boundary':
      return 1;
    case 'group':
      return waysOf(node.item, follow, found);
    case 'look':
      // What an assertion matches is given up at once when it holds, so its ways add and do not multiply.
      waysWithin(node.item, found);
      return 1;
    case 'sequence':
      return waysOfSequence(node.items, follow, found);
    case 'choice': {
      const ways = node.options.map((option) => waysOf(option, follow, found));
      return areDisjoint(node.options, follow) ? Math.max(...ways) : ways.reduce((sum, each) => sum + each, 0);
    }
    case 'repeat':
      return waysOfRepeat(node, follow, found);
  }
}

function waysWithin(item: PatternNode, found: Found): void {
  const ways = waysOf(item, EVERY_BYTE, found);
  if (ways > MOST_WAYS) found.nested.push('an assertion');
}

function waysOfSequence(items: readonly PatternNode[], follow: ByteSet, found: Found): number {
  let ways = 1;
  let next = follow;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index] as PatternNode;
    ways *= waysOf(item, next, found);
    next = followBefore(item, next);
  }
  return ways;
}

/** What may come next before `item`, given what may come after it. */
function followBefore(item: PatternNode, follow: ByteSet): ByteSet {
  if (item.kind === 'look' && item.ahead) {
    const set = onlySet(item.item);
    const rest = follow === 0n ? EVERY_BYTE : follow;
    if (item.negate) return set === null ? rest : rest & ~set;
    return rest & firstOf(item.item).set;
  }
  const first = firstOf(item);
  return first.nullable ? first.set | follow : first.set;
}

/** The set of a node that matches exactly one byte; null of any other. */
function onlySet(node: PatternNode): ByteSet | null {
  if (node.kind === 'set') return node.set;
  if (node.kind === 'group') return onlySet(node.item);
  if (node.kind === 'sequence') return node.items.length === 1 ? onlySet(node.items[0] as PatternNode) : null;
  if (node.kind !== 'choice') return null;
  let union = 0n;
  for (const option of node.options) {
    const set = onlySet(option);
    if (set === null) return null;
    union |= set;
  }
  return union;
}

interface First {
  readonly set: ByteSet;
  readonly nullable: boolean;
}

/** Bytes that a match of the node can begin with, and whether it can be empty. */
function firstOf(node: PatternNode): First {
  switch (node.kind) {
    case 'set':
      return { set: node.set, nullable: false };
    case 'group':
      return firstOf(node.item);
    case 'look':
    case 'edge':
    case 'boundary':
      return { set: 0n, nullable: true };
    case 'repeat': {
      const first = firstOf(node.item);
      return { set: node.max === 0 ? 0n : first.set, nullable: node.min === 0 || first.nullable };
    }
    case 'choice': {
      const firsts = node.options.map(firstOf);
      return {
        set: firsts.reduce((set, first) => set | first.set, 0n),
        nullable: firsts.some((first) => first.nullable),
      };
    }
    case 'sequence': {
      let set = 0n;
      for (const item of node.items) {
        const first = firstOf(item);
        set |= first.set;
        if (!first.nullable) return { set, nullable: false };
      }
      return { set, nullable: true };
    }
  }
}

function areDisjoint(options: readonly PatternNode[], follow: ByteSet): boolean {
  let seen = 0n;
  for (const option of options) {
    const first = firstOf(option);
    const set = first.nullable ? first.set | (follow === 0n ? EVERY_BYTE : follow) : first.set;
    if ((seen & set) !== 0n) return false;
    seen |= set;
  }
  return true;
}

function waysOfRepeat(node: PatternNode & { kind: 'repeat' }, follow: ByteSet, found: Found): number {
  const first = firstOf(node.item);
  const most = Math.min(node.max, found.longest);
  if (!Number.isFinite(most)) found.unbounded.push(node.source);
  const loops = node.max > 1;
  const inner = waysOf(node.item, loops ? first.set | follow : follow, found);
  if (loops && first.nullable) found.nested.push(node.source);
  const counts = (first.set & follow) === 0n ? 1 : Math.max(1, most - node.min + 1);
  if (counts > 1) found.ambiguous.push({ source: node.source, factor: counts });
  if (!loops) return inner * counts;
  const ways = inner === 1 ? 1 : inner ** Math.min(most, 64);
  if (ways > MOST_WAYS) found.nested.push(node.source);
  return ways * counts;
}

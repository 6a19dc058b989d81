/** Which literal texts every match of a pattern holds, and how far they lie from its ends. Build time only. */
import { charsOf, longestBytes } from './pattern-tree.ts';
import type { PatternNode } from './pattern-tree.ts';

/** A literal text, or a gap of at most so many bytes of anything. */
export type Piece = { readonly text: string } | { readonly gapBytes: number };

/** One way through a pattern: its literals in order with the gaps between them. */
export type Expansion = readonly Piece[];

const MOST_EXPANSIONS = 4096;

/**
 * All ways through a pattern, letters in lower case unless `caseSensitive`. Classes of up to `widestClass` characters
 * become literals, wider ones and variable repeats become gaps. Null when there are more than 4,096 ways.
 */
export function expand(node: PatternNode, caseSensitive: boolean, widestClass = 10): readonly Expansion[] | null {
  try {
    return expandNode(node, { caseSensitive, widestClass });
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
}

class TooMany extends Error {}

interface Limits {
  readonly caseSensitive: boolean;
  readonly widestClass: number;
}

function expandNode(node: PatternNode, limits: Limits): Expansion[] {
  switch (node.kind) {
    case 'set': {
      const chars = charsOf(node.set);
      const texts = [...new Set(limits.caseSensitive ? chars : chars.toLowerCase())];
      return texts.length > limits.widestClass ? [[{ gapBytes: 1 }]] : texts.map((text) => [{ text }]);
    }
    case 'sequence':
      return node.items.reduce<Expansion[]>((before, item) => join(before, expandNode(item, limits)), [[]]);
    case 'choice':
      return limit(node.options.flatMap((option) => expandNode(option, limits)));
    case 'group':
      return expandNode(node.item, limits);
    case 'repeat':
      return expandRepeat(node, limits);
    case 'look':
    case 'edge':
    case 'boundary':
      return [[]];
  }
}

function expandRepeat(node: PatternNode & { kind: 'repeat' }, limits: Limits): Expansion[] {
  const gap: Expansion[] = [[{ gapBytes: longestBytes(node) }]];
  if (node.max > 8) return gap;
  const once = expandNode(node.item, limits);
  if (node.min === 0 && node.max === 1) return limit([[], ...once]);
  if (node.min !== node.max || once.length ** node.max > 64) return gap;
  let all: Expansion[] = [[]];
  for (let count = 0; count < node.max; count++) all = join(all, once);
  return all;
}

function join(before: readonly Expansion[], after: readonly Expansion[]): Expansion[] {
  if (before.length * after.length > MOST_EXPANSIONS) throw new TooMany();
  return before.flatMap((left) => after.map((right) => merge(left, right)));
}

function merge(left: Expansion, right: Expansion): Expansion {
  const last = left.at(-1);
  const first = right[0];
  if (last === undefined || first === undefined) return [...left, ...right];
  if ('text' in last && 'text' in first)
    return [...left.slice(0, -1), { text: last.text + first.text }, ...right.slice(1)];
  if ('gapBytes' in last && 'gapBytes' in first)
    return [...left.slice(0, -1), { gapBytes: last.gapBytes + first.gapBytes }, ...right.slice(1)];
  return [...left, ...right];
}

function limit(expansions: Expansion[]): Expansion[] {
  if (expansions.length > MOST_EXPANSIONS) throw new TooMany();
  return expansions;
}

/** Bytes of a match before a keyword's first and after its last. */
export interface KeywordReach {
  readonly before: number;
  readonly after: number;
}

/** Where in one expansion a keyword lies with the least reach; null when none of them lies in it. */
export function keywordIn(expansion: Expansion, keywords: readonly string[]): KeywordReach | null {
  let best: KeywordReach | null = null;
  const total = expansion.reduce((sum, piece) => sum + lengthOf(piece), 0);
  let start = 0;
  for (const piece of expansion) {
    for (const keyword of 'text' in piece ? keywords : []) {
      const index = (piece as { text: string }).text.indexOf(keyword);
      if (index < 0) continue;
      const before = start + index;
      const reach = { before, after: total - before - keyword.length };
      if (best === null || reach.before + reach.after < best.before + best.after) best = reach;
    }
    start += lengthOf(piece);
  }
  return best;
}

function lengthOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.gapBytes;
}

/** An expansion for a message: its literals with `…` for gaps. */
export function showExpansion(expansion: Expansion): string {
  return expansion.map((piece) => ('text' in piece ? piece.text : '…')).join('');
}

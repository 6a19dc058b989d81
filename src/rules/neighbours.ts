/**
 * Which bytes may stand next to a literal in a match of a pattern, position by position, both in the match and where its assertions look
 * beyond it. Build time only.
 *
 * The pattern is read as an automaton of its sets, each position of which knows what may follow it. Assertions inside are taken for
 * granted and long repeats for endless ones, so that more is allowed than may be, never less.
 */
import { type ByteSet, EVERY_BYTE, type PatternNode, charsOf } from './pattern-tree.ts';

/** Sets of bytes before a literal, the nearest first, and behind it. */
export interface Neighbours {
  readonly before: readonly ByteSet[];
  readonly behind: readonly ByteSet[];
}

/** A wider set stands for anything: where a literal is wanted, it is written out, or one of so few (see expansion.ts). */
const WIDEST_SET = 10;

/** More copies of a repeat are of no use to so few positions. */
const MOST_COPIES = 24;

const ANYTHING: PatternNode = {
  kind: 'repeat',
  item: { kind: 'set', set: EVERY_BYTE, at: 0, source: '' },
  min: 0,
  max: Infinity,
  at: 0,
  source: '',
};

/** The pattern of a rule, asked for the neighbours of its keywords. */
export class PatternNeighbours {
  readonly #automaton = new Automaton();
  readonly #preceding: Follow;
  /** Positions that lie in the match. */
  readonly #inside: readonly number[];

  constructor(pattern: PatternNode) {
    const automaton = this.#automaton;
    const outside = automaton.add({ kind: 'sequence', items: [ANYTHING, contextOf(pattern, false)] });
    const inside = automaton.add(pattern);
    const beyond = automaton.add({ kind: 'sequence', items: [contextOf(pattern, true), ANYTHING] });
    automaton.join(automaton.join(outside, inside), beyond);
    this.#inside = inside.positions;
    this.#preceding = reversed(automaton.follow);
  }

  /**
   * The neighbours of a literal where the pattern writes it. Where it comes by chance in what the pattern leaves open, the same match has
   * another, for a pattern writes one of its keywords on all of its ways.
   *
   * @param literal - By byte of the literal, the bytes that count as it: both cases of a letter, or one.
   * @param counts - How many positions to tell.
   * @returns Null: it is nowhere written.
   */
  of(literal: readonly ByteSet[], counts: { readonly before: number; readonly behind: number }): Neighbours | null {
    const { sets, follow } = this.#automaton;
    const inside = new Set(this.#inside);
    const steps: (readonly number[])[] = [];
    for (const [i, bytes] of literal.entries()) {
      const candidates = i === 0 ? this.#inside : reached(follow, steps[i - 1]!);
      steps.push(candidates.filter((place) => inside.has(place) && isWritten(sets[place]!, bytes)));
    }
    const last = steps.at(-1)!;
    if (last.length === 0) return null;
    let first = last;
    for (let i = literal.length - 2; i >= 0; i--) {
      const back = new Set(reached(this.#preceding, first));
      first = steps[i]!.filter((place) => back.has(place));
    }
    return {
      before: setsAlong(sets, this.#preceding, first, counts.before),
      behind: setsAlong(sets, follow, last, counts.behind),
    };
  }
}

function isWritten(set: ByteSet, bytes: ByteSet): boolean {
  return (set & bytes) !== 0n && new Set(charsOf(set).toLowerCase()).size <= WIDEST_SET;
}

function setsAlong(sets: readonly ByteSet[], next: Follow, start: readonly number[], count: number): ByteSet[] {
  let places = start;
  return Array.from({ length: count }, () => {
    places = reached(next, places);
    return places.reduce((all, place) => all | sets[place]!, 0n);
  });
}

type Follow = readonly ReadonlySet<number>[];

function reached(next: Follow, from: readonly number[]): number[] {
  const places = new Set<number>();
  for (const place of from) for (const other of next[place]!) places.add(other);
  return [...places];
}

function reversed(follow: Follow): Follow {
  const back = follow.map(() => new Set<number>());
  for (const [place, others] of follow.entries()) for (const other of others) back[other]!.add(place);
  return back;
}

/** What stands outside of a match at one of its ends, as its assertion there demands. */
function contextOf(pattern: PatternNode, ahead: boolean): PatternNode {
  if (pattern.kind !== 'sequence') return ANYTHING;
  const outermost = pattern.items.at(ahead ? -1 : 0);
  return (outermost === undefined ? null : demanded(outermost, ahead)) ?? ANYTHING;
}

/** What an assertion demands; null: nothing that could be said, or it is none. */
function demanded(node: PatternNode, ahead: boolean): PatternNode | null {
  if (node.kind === 'group') return demanded(node.item, ahead);
  if (node.kind === 'sequence') return node.items.length === 1 ? demanded(node.items[0]!, ahead) : null;
  if (node.kind === 'choice') {
    const options = node.options.map((option) => demanded(option, ahead));
    return options.includes(null) ? null : { kind: 'choice', options: options as PatternNode[] };
  }
  if (node.kind !== 'look' || node.ahead !== ahead) return null;
  if (!node.negate) return node.item;
  const set = singleSet(node.item);
  return set === null ? null : { kind: 'set', set: EVERY_BYTE & ~set, at: 0, source: '' };
}

function singleSet(node: PatternNode): ByteSet | null {
  if (node.kind === 'set') return node.set;
  if (node.kind === 'sequence' && node.items.length === 1) return singleSet(node.items[0]!);
  return null;
}

/** A part of the automaton. */
interface Part {
  readonly positions: readonly number[];
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isNullable: boolean;
}

const EMPTY: Part = { positions: [], first: [], last: [], isNullable: true };

class Automaton {
  readonly sets: ByteSet[] = [];
  readonly follow: Set<number>[] = [];

  add(node: PatternNode): Part {
    switch (node.kind) {
      case 'set': {
        const places = [this.sets.push(node.set) - 1];
        this.follow.push(new Set());
        return { positions: places, first: places, last: places, isNullable: false };
      }
      case 'sequence':
        return node.items.reduce<Part>((all, item) => this.join(all, this.add(item)), EMPTY);
      case 'choice':
        return node.options.map((option) => this.add(option)).reduce(either);
      case 'group':
        return this.add(node.item);
      case 'repeat':
        return this.#addRepeat(node);
      case 'look':
      case 'edge':
      case 'boundary':
        return EMPTY;
    }
  }

  join(left: Part, right: Part): Part {
    for (const place of left.last) for (const other of right.first) this.follow[place]!.add(other);
    return {
      positions: [...left.positions, ...right.positions],
      first: left.isNullable ? [...left.first, ...right.first] : left.first,
      last: right.isNullable ? [...left.last, ...right.last] : right.last,
      isNullable: left.isNullable && right.isNullable,
    };
  }

  #addRepeat({ item, min, max }: PatternNode & { kind: 'repeat' }): Part {
    const copies = Math.min(min, MOST_COPIES);
    let all = EMPTY;
    for (let count = 0; count < copies; count++) all = this.join(all, this.add(item));
    if (max === copies) return all;
    const isShort = max - copies <= 4;
    for (let count = isShort ? max - copies : 1; count > 0; count--) {
      const more = this.add(item);
      if (!isShort) for (const place of more.last) for (const other of more.first) this.follow[place]!.add(other);
      all = this.join(all, { ...more, isNullable: true });
    }
    return all;
  }
}

function either(left: Part, right: Part): Part {
  return {
    positions: [...left.positions, ...right.positions],
    first: [...left.first, ...right.first],
    last: [...left.last, ...right.last],
    isNullable: left.isNullable || right.isNullable,
  };
}

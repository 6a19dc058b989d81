/** The table of what may stand next to literals, see neighbour-layout.ts. Build time only. */
import { CASED_BYTES, EVERY_KIND, KIND_OF, MOST_BEFORE, MOST_BEHIND, ROW, ROW_WORDS } from './neighbour-layout.ts';
import { PatternNeighbours } from './neighbours.ts';
import { type ByteSet, byteSet, parsePattern } from './pattern-tree.ts';
import { type LiteralUse, type RuleIndex, unpackUses } from './rule-index.ts';
import type { RuleSetData } from './rule.ts';

/** Makes the table. */
export function packNeighbours({ rules }: RuleSetData, { literals, uses }: RuleIndex): Uint8Array {
  const patterns = rules.map(({ matcher, pattern, ignoreCase }) =>
    matcher === null ? new PatternNeighbours(parsePattern(pattern, ignoreCase)) : null,
  );
  const rows = new Map<string, number>([[openRow().join(), 0]]);
  const words: number[] = [];
  for (const [id, literal] of literals.entries()) {
    const row = rowOf(literal, unpackUses(uses.at(id)!), patterns).join();
    const number = rows.get(row) ?? rows.size;
    rows.set(row, number);
    words.push(number);
  }
  const table = Uint16Array.from([
    literals.length,
    ...words,
    ...[...rows.keys()].flatMap((row) => row.split(',').map(Number)),
  ]);
  return new Uint8Array(table.buffer);
}

function openRow(): number[] {
  return Array.from({ length: ROW_WORDS }, (_, word) => (word < ROW.kindsBefore ? 0 : EVERY_KIND));
}

/** What any of its rules allows; everything where one of them has a matcher. */
function rowOf(
  literal: string,
  uses: readonly LiteralUse[],
  patterns: readonly (PatternNeighbours | null)[],
): number[] {
  const row = openRow();
  const before = Array.from({ length: MOST_BEFORE }, () => 0);
  const behind = Array.from({ length: MOST_BEHIND }, () => 0);
  for (const { rule: index, exact } of uses) {
    const neighbours = patterns[index]?.of(bytesOf(literal, exact), { before: MOST_BEFORE, behind: MOST_BEHIND });
    if (!neighbours) return row;
    for (const [i, set] of neighbours.before.entries()) before[i]! |= kindsIn(set);
    for (const [i, set] of neighbours.behind.entries()) behind[i]! |= kindsIn(set);
  }
  row[ROW.before] = toldOf(before);
  row[ROW.behind] = toldOf(behind);
  row.splice(ROW.kindsBefore, MOST_BEFORE + MOST_BEHIND, ...before, ...behind);
  const [cased, small] = casesOf(uses);
  row[ROW.cased] = cased;
  row[ROW.small] = small;
  return row;
}

/** How many of the nearest positions say anything. */
function toldOf(kinds: readonly number[]): number {
  return kinds.findLastIndex((each) => each !== EVERY_KIND) + 1;
}

function kindsIn(set: ByteSet): number {
  let kinds = 0;
  for (let byte = 0; byte < 256; byte++) if ((set >> BigInt(byte)) & 1n) kinds |= KIND_OF[byte]!;
  return kinds;
}

function bytesOf(literal: string, exact: string | null): ByteSet[] {
  return [...(exact ?? literal)].map((char) =>
    byteSet(exact === null ? char.replace(/[a-z]/, (letter) => letter + letter.toUpperCase()) : char),
  );
}

/** Letters of which every rule that uses the literal wants the same case, and those that are small. */
function casesOf(uses: readonly LiteralUse[]): [cased: number, small: number] {
  const written = uses.map(({ exact }) => exact);
  let cased = 0;
  let small = 0;
  for (let i = 0; i < CASED_BYTES; i++) {
    const chars = new Set(written.map((exact) => exact?.[i] ?? ''));
    const [char] = chars;
    if (chars.size !== 1 || !/[A-Za-z]/.test(char!)) continue;
    cased |= 1 << i;
    if (/[a-z]/.test(char!)) small |= 1 << i;
  }
  return [cased, small];
}

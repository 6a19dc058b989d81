/** The index of a rule set as text that a start reads in a fraction of the time that JSON of it takes. */
import { fromBase64 } from '../bytes/latin1.ts';
import type { PackedUses, RuleIndex, Uses } from './rule-index.ts';

/** Between literals: no keyword holds it. */
const SEPARATOR = '\x1f';

/** What is short enough to be JSON. */
type Rest = Omit<RuleIndex, 'literals' | 'uses' | 'reachBefore' | 'reachAfter'>;

/** The parts of the text. */
export interface PackedIndex {
  readonly literals: string;
  /** JSON of the uses that are no plain number, one behind the other. */
  readonly others: string;
  /** Three numbers a literal, 32 bits each, in base64: its rule, or below 0 the place among the others; its reach before and behind. */
  readonly numbers: string;
  readonly rest: string;
}

/** @throws {RangeError} If a literal holds what parts them here. */
export function packIndex(index: RuleIndex): PackedIndex {
  const { literals, uses, reachBefore, reachAfter, ...rest } = index;
  if (literals.some((literal) => literal.includes(SEPARATOR))) throw new RangeError('a keyword holds U+001F');
  const others: string[] = [];
  const rules = literals.map((_, literal) => {
    const packed = uses.at(literal)!;
    return typeof packed === 'number' ? packed : -others.push(JSON.stringify(packed));
  });
  const numbers = Int32Array.from([...rules, ...Array.from(reachBefore), ...Array.from(reachAfter)]);
  return {
    literals: literals.join(SEPARATOR),
    others: others.join(SEPARATOR),
    numbers: Buffer.from(numbers.buffer).toString('base64'),
    rest: JSON.stringify(rest),
  };
}

/** The index that was packed. */
export function unpackIndex(packed: PackedIndex): RuleIndex {
  const literals = packed.literals === '' ? [] : packed.literals.split(SEPARATOR);
  const count = literals.length;
  // A copy: the bytes need not lie where numbers may.
  const numbers = new Int32Array(fromBase64(packed.numbers).slice().buffer);
  return {
    literals,
    uses: usesOf(numbers.subarray(0, count), packed.others),
    reachBefore: numbers.subarray(count, 2 * count),
    reachAfter: numbers.subarray(2 * count),
    ...(JSON.parse(packed.rest) as Rest),
  };
}

function usesOf(rules: Int32Array, others: string): Uses {
  let lines: readonly string[] | null = null;
  return {
    length: rules.length,
    at(literal) {
      const rule = rules[literal];
      if (rule === undefined || rule >= 0) return rule;
      lines ??= others.split(SEPARATOR);
      return JSON.parse(lines[-rule - 1]!) as PackedUses;
    },
  };
}

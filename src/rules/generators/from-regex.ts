/** A random text that a regex matches. */
import { byteSet, charsOf, parsePattern, PatternError } from '../pattern-tree.ts';
import type { PatternNode } from '../pattern-tree.ts';
import type { Random } from './random.ts';

const PRINTABLE = byteSet(Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join(''));
/** An example's own marks, which are never drawn. */
const MARKS = byteSet('«»');

/**
 * A text that matches all of `source`. Classes are drawn from printable ASCII as long as they hold any of it.
 *
 * @throws PatternError on `*` and `+` (an example has a length), look-around and the like.
 */
export function generateFromRegex(source: string, random: Random): string {
  return draw(parsePattern(source, false), random);
}

function draw(node: PatternNode, random: Random): string {
  switch (node.kind) {
    case 'set': {
      const chars = charsOf((node.set & PRINTABLE) === 0n ? node.set & ~MARKS : node.set & PRINTABLE);
      if (chars === '') throw new PatternError(`has an empty class ${node.source}`);
      return random.pick(chars);
    }
    case 'sequence':
      return node.items.map((item) => draw(item, random)).join('');
    case 'choice':
      return draw(node.options[random.whole(node.options.length)] as PatternNode, random);
    case 'group':
      return draw(node.item, random);
    case 'repeat': {
      if (!Number.isFinite(node.max)) throw new PatternError(`has ${node.source}, which has no upper bound`);
      const count = node.min + random.whole(node.max - node.min + 1);
      return Array.from({ length: count }, () => draw(node.item, random)).join('');
    }
    case 'look':
    case 'edge':
    case 'boundary':
      throw new PatternError('has an assertion, which nothing can be generated from');
  }
}

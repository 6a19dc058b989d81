/**
 * The token-shaped parts of a pack's examples, made when they are needed, so that none lies in the tree:
 * `{{gen:REGEX}}`, `{{checksum:github}}` and the other generators of `generators/`. Build time and tests only.
 */
import { GENERATORS } from './generators/index.ts';
import { didYouMean } from './did-you-mean.ts';
import { createRandom } from './generators/random.ts';
import type { Random } from './generators/random.ts';
import { PatternError } from './pattern-tree.ts';

/** An example ready to be scanned. */
export interface GeneratedExample {
  readonly text: string;
  /** Where `«…»` stood, as UTF-16 offsets of `text`; null without marks. */
  readonly secret: { readonly start: number; readonly end: number } | null;
}

/** What is wrong with an example, as a sentence. */
export class ExampleError extends Error {}

/**
 * Replaces every `{{generator:argument}}` and takes the marks `«…»` off. Braces in an argument must be balanced or
 * escaped, and generators nest. Other double braces, as templates have them, stay as they are.
 *
 * @param seed - Decides what is generated: the rule's id and the example's number.
 * @throws ExampleError on an argument that cannot be generated from, or marks that do not pair.
 */
export function generateExample(template: string, seed: string): GeneratedExample {
  const marked = replaceGenerators(template, createRandom(seed));
  const start = marked.indexOf('«');
  const end = marked.indexOf('»');
  if (start < 0 && end < 0) return { text: marked, secret: null };
  if (start < 0 || end < start || marked.lastIndexOf('«') !== start || marked.lastIndexOf('»') !== end)
    throw new ExampleError('an example marks its secret with one « and one » after it');
  const text = marked.slice(0, start) + marked.slice(start + 1, end) + marked.slice(end + 1);
  return { text, secret: { start, end: end - 1 } };
}

function replaceGenerators(template: string, random: Random): string {
  let text = '';
  let at = 0;
  const opening = /\{\{([a-z][a-z0-9-]*):/g;
  while (true) {
    opening.lastIndex = at;
    const found = opening.exec(template);
    if (found === null) return text + template.slice(at);
    text += template.slice(at, found.index);
    const start = found.index + found[0].length;
    const end = endOfArgument(template, start);
    text += generate(found[1] as string, replaceGenerators(template.slice(start, end), random), random);
    at = end + 2;
  }
}

/** The offset of the two braces that close a generator whose argument begins at `start`. */
function endOfArgument(template: string, start: number): number {
  let depth = 2;
  for (let at = start; at < template.length; at++) {
    const char = template[at];
    if (char === '\\') at++;
    else if (char === '{') depth++;
    else if (char === '}') depth--;
    if (depth === 0) return at - 1;
  }
  throw new ExampleError('a {{generator:…}} is not closed; braces in its argument must be balanced or escaped');
}

function generate(name: string, argument: string, random: Random): string {
  const generator = GENERATORS.get(name);
  if (generator === undefined)
    throw new ExampleError(
      `no generator "${name}"${didYouMean(name, GENERATORS.keys())}; there are ${[...GENERATORS.keys()].join(', ')}`,
    );
  try {
    return generator(argument, random);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new ExampleError(`{{${name}:…}} ${error.message}`, { cause: error });
  }
}

/**
 * Reads plain command lines without loading yargs, whose start-up costs more than a small scan. Plain: known options,
 * each whole and by its own name. Whatever is not plain is null and goes to yargs; a test holds the two to the same result.
 */
import { takesValue } from '../config/options.ts';
import type { Option } from '../config/options.ts';
import type { TypedWords } from './arguments.ts';

/** The words of a plain command line, or null when it is not plain. */
export function readPlainWords(argv: readonly string[], options: readonly Option[]): TypedWords | null {
  const found = new Map<string, string[]>();
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    const { typed, joined } = cutAtEquals(word);
    const option = options.find((each) => typed === `--${each.name}` || (each.short && typed === `-${each.short}`));
    if (option === undefined) return null;
    const given = found.get(option.name) ?? [];
    found.set(option.name, given);
    if (!takesValue(option)) {
      if (joined !== null) return null;
      // Yargs takes these two words as the flag's value.
      if (argv[index + 1] === 'true' || argv[index + 1] === 'false') return null;
      continue;
    }
    const value = joined ?? argv[++index];
    if (value === undefined || !/^[^-"'\s]/.test(value)) return null;
    given.push(value);
  }
  return { options: found, words };
}

/** `--name=value` in two; `joined` is null where there is no `=`. */
function cutAtEquals(word: string): { typed: string; joined: string | null } {
  const cut = word.startsWith('--') ? word.indexOf('=') : -1;
  return cut < 0 ? { typed: word, joined: null } : { typed: word.slice(0, cut), joined: word.slice(cut + 1) };
}

/** From words on the command line to a command with its options. Two readers feed it: a small one for plain lines, else yargs. */
import { TightlipError } from '../errors.ts';
import { OPTION_LIST, optionsOf, takesValue } from '../config/options.ts';
import type { CommandName, Option, OptionValues } from '../config/options.ts';
import { valueFromWords } from '../config/values.ts';
import type { OptionValue } from '../config/values.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import { COMMANDS, isCommandName, specOf } from './commands.ts';
import { readPlainWords } from './plain-words.ts';

/** Options as typed: the words given to each, `[]` for a flag. */
export interface TypedWords {
  /** By the option's name, or as typed (without dashes) when the command has no such option. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

/** What was asked for. */
export interface Invocation {
  readonly command: CommandName;
  readonly values: OptionValues;
  readonly words: readonly string[];
}

/** The first word that is no option and no option's value; null when there is none. */
export function firstWord(argv: readonly string[]): { word: string; index: number } | null {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (word === '--') return index + 1 < argv.length ? { word: argv[index + 1]!, index: index + 1 } : null;
    if (!word.startsWith('-') || word === '-') return { word, index };
    if (isFollowedByValue(word)) index++;
  }
  return null;
}

function isFollowedByValue(typed: string): boolean {
  const option = OPTION_LIST.find((each) => typed === `--${each.name}` || (each.short && typed === `-${each.short}`));
  return option !== undefined && takesValue(option);
}

/**
 * The command and its arguments.
 *
 * @param argv - Without the program.
 * @param exists - Whether a word is a path that exists, for `tightlip PATH`.
 * @throws TightlipError 'usage', with "did you mean" where something is near.
 */
export async function readInvocation(argv: readonly string[], exists: (word: string) => boolean): Promise<Invocation> {
  const first = firstWord(argv);
  if (first === null) throw nothingAsked(argv);
  const isCommand = isCommandName(first.word) && argv[first.index - 1] !== '--';
  // The word may be the value of an option that is misspelt.
  if (!isCommand && !exists(first.word))
    throw unknownAmong(argv.slice(0, first.index)) ?? neitherCommandNorPath(first.word);
  const command = isCommand ? (first.word as CommandName) : 'files';
  const rest = isCommand ? argv.toSpliced(first.index, 1) : argv;
  const options = optionsOf(command);
  const typed = readPlainWords(rest, options) ?? (await readWithYargs(rest, options));
  return { command, values: valuesOf(typed, command), words: wordsOf(typed, command) };
}

async function readWithYargs(argv: readonly string[], options: readonly Option[]): Promise<TypedWords> {
  const { readWords } = await import('./yargs-words.ts');
  return readWords(argv, options);
}

function nothingAsked(argv: readonly string[]): TightlipError {
  const said = 'say what to scan: tightlip staged, tightlip PATH, … (tightlip --help)';
  return unknownAmong(argv) ?? new TightlipError('usage', said);
}

/** An option that no command has. */
function unknownAmong(argv: readonly string[]): TightlipError | null {
  const names = OPTION_LIST.flatMap(({ name, short }) => (short === undefined ? [name] : [name, short]));
  const unknown = argv.find((typed) => /^--?[^-=]/.test(typed) && !names.includes(typed.replace(/^--?|=.*$/g, '')));
  if (unknown === undefined) return null;
  const name = unknown.replace(/=.*$/, '');
  const hint =
    ownOption(name.replace(/^--?/, '')) ||
    didYouMean(name, ['--version', ...names.map((each) => `--${each}`)]) ||
    ': see tightlip --help';
  return new TightlipError('usage', `unknown option ${name}${hint}`);
}

/** What other scanners, and people, call our commands. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  scan: 'files',
  dir: 'files',
  directory: 'files',
  filesystem: 'files',
  git: 'history',
  detect: 'history',
  protect: 'staged',
  stdin: 'logs -',
};

function neitherCommandNorPath(word: string): TightlipError {
  const names = COMMANDS.map((command) => command.name);
  if (/[*?[{]/.test(word)) {
    return new TightlipError('usage', `no path is called "${word}"; as a pattern it is for tightlip files "${word}"`);
  }
  const ours = Object.hasOwn(OTHER_WORDS, word) ? ` (did you mean "tightlip ${OTHER_WORDS[word]}"?)` : '';
  const hint = ours || didYouMean(word, names) || ': see tightlip --help';
  return new TightlipError('usage', `"${word}" is neither a command nor a path that exists${hint}`);
}

function valuesOf(typed: TypedWords, command: CommandName): OptionValues {
  const options = optionsOf(command);
  const values: Record<string, OptionValue> = {};
  for (const [name, words] of typed.options) {
    const option = options.find((each) => each.name === name);
    if (option === undefined) throw unknownOption(name, command, options);
    const source = { where: `--${name}`, code: 'usage' } as const;
    values[name] = option.type === 'flag' ? flagValue(option, words) : valueFromWords(option, words, source);
  }
  return values as OptionValues;
}

function flagValue(option: Option, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  throw new TightlipError('usage', `--${option.name} takes no value`);
}

/** What other scanners, and people, call our options. */
const OTHER_OPTIONS: Readonly<Record<string, string>> = {
  follow: 'tail -F FILE | tightlip redact',
  json: '--format json',
  'report-format': '--format FORMAT',
  'report-path': '--report FORMAT=PATH',
  output: '--report FORMAT=PATH',
  o: '--report FORMAT=PATH',
  r: '--report FORMAT=PATH',
  f: '--format FORMAT',
  c: '--config PATH',
  b: '--baseline PATH',
  x: '--exclude GLOB',
  'baseline-path': '--baseline PATH',
  'exclude-paths': '--exclude GLOB',
  'log-opts': 'tightlip range BASE..HEAD',
  'since-commit': 'tightlip range BASE..HEAD',
  staged: 'tightlip staged',
  'no-git': 'tightlip files',
  'only-verified': '--min-tier proven',
};

/** What an option of another scanner is here, as the end of a sentence; '' where nothing is. */
function ownOption(name: string): string {
  return Object.hasOwn(OTHER_OPTIONS, name) ? ` (did you mean ${OTHER_OPTIONS[name]}?)` : '';
}

function unknownOption(name: string, command: CommandName, options: readonly Option[]): TightlipError {
  const dashes = name.length === 1 ? '-' : '--';
  const names = options.map((option) => option.name);
  const elsewhere = OPTION_LIST.some((option) => option.name === name);
  const hint = ownOption(name) || didYouMean(name, names) || `: see tightlip ${command} --help`;
  const what = elsewhere ? `tightlip ${command} has no option ${dashes}${name}` : `unknown option ${dashes}${name}`;
  return new TightlipError('usage', `${what}${hint.replace('mean "', 'mean "--')}`);
}

function wordsOf(typed: TypedWords, command: CommandName): readonly string[] {
  const spec = specOf(command);
  if (typed.words.length > spec.mostWords) {
    const what = spec.mostWords === 0 ? 'takes no words' : `takes ${spec.words} and nothing more`;
    const instead = command === 'redact' ? 'tightlip redact < FILE' : `see tightlip ${command} --help`;
    throw new TightlipError('usage', `${command} ${what}: ${instead}`);
  }
  // `tightlip files "$CHANGED"` with nothing in it would read the working directory.
  if (typed.words.includes('')) throw new TightlipError('usage', `${command}: "" is no path (is a variable empty?)`);
  return typed.words;
}

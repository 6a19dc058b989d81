/** yargs, fed by the option table. Loaded only for help and for command lines that are not plain. */
import yargs from 'yargs';
import type { Argv, Options } from 'yargs';
import { takesValue } from '../config/options.ts';
import type { Option } from '../config/options.ts';
import type { TypedWords } from './arguments.ts';
import type { CommandSpec } from './commands.ts';

/** Columns of help texts, whatever the terminal: they are compared by tests and pasted into issues. */
const HELP_WIDTH = 80;

/** Reads any command line; unknown options are kept under the name they were typed with. */
export async function readWords(argv: readonly string[], options: readonly Option[]): Promise<TypedWords> {
  const parsed: Readonly<Record<string, unknown>> = await parserOf(argv, options).parseAsync();
  const found = new Map<string, readonly string[]>();
  const isShort = new Set<string>(options.flatMap((option) => (option.short === undefined ? [] : [option.short])));
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '_' || name === '$0' || isShort.has(name)) continue;
    if (value === undefined) continue;
    const option = options.find((each) => each.name === name);
    found.set(name, option === undefined || !takesValue(option) ? flagWords(value) : [value].flat().map(String));
  }
  const words = Array.isArray(parsed['_']) ? parsed['_'].map(String) : [];
  return { options: found, words };
}

/** The help text of one command: what it is, examples that run as they stand, options. */
export async function helpOf(spec: CommandSpec, options: readonly Option[]): Promise<string> {
  const head = [`tightlip ${spec.name} ${spec.words}`.trim(), '', sentence(spec.summary), '', 'Examples:'];
  for (const [line, does] of spec.examples) head.push(`  ${line}`, `      ${does}`);
  if (spec.more !== '') head.push('', spec.more);
  // Without types yargs does not clutter every line with "[string]"; the value's name says more.
  const described = Object.fromEntries(
    options.map((option) => [option.name, { alias: option.short, description: describe(option) }]),
  );
  const table = await yargs([])
    .options(described)
    .detectLocale(false)
    .version(false)
    .help(false)
    .wrap(HELP_WIDTH)
    .getHelp();
  return `${head.join('\n')}\n\n${table}\n`;
}

function describe(option: Option): string {
  const value = takesValue(option) ? `${option.value}: ` : '';
  const choices = option.choices === undefined ? '' : `: ${option.choices.join(', ')}`;
  return `${value}${option.help}${choices}${option.default === '' ? '' : ` [${option.default}]`}`;
}

function parserOf(argv: readonly string[], options: readonly Option[]): Argv {
  return yargs([...argv])
    .options(Object.fromEntries(options.map((option) => [option.name, yargsOption(option)])))
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .detectLocale(false)
    .version(false)
    .help(false)
    .exitProcess(false)
    .wrap(HELP_WIDTH);
}

function yargsOption(option: Option): Options {
  const type = takesValue(option) ? { string: true } : { boolean: true };
  return option.short === undefined ? type : { ...type, alias: option.short };
}

/** Yargs makes a flag that was not given undefined, a given one true, and one with a value of its own that value. */
function flagWords(value: unknown): readonly string[] {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return last === true ? [] : [String(last)];
}

function sentence(clause: string): string {
  return `${clause[0]!.toUpperCase()}${clause.slice(1)}.`;
}

/**
 * The one table of options. It feeds yargs, `tightlip.toml`, the environment, the Action's inputs, the README table,
 * the JSON Schema and shell completion: an option is added here and nowhere else.
 */
import type { ReportFormat } from '../report/report.ts';
import type { Tier } from '../rules/rule.ts';

export type CommandName =
  | 'files'
  | 'staged'
  | 'range'
  | 'history'
  | 'logs'
  | 'redact'
  | 'rules'
  | 'baseline'
  | 'completion';

/**
 * How a value is written and read: `flag` is there or not; `text` any non-empty words; `path` a file; `choice` one of
 * `choices`; `list` may be given more than once; `count` a whole number; `size` bytes with an optional unit.
 */
export type OptionType = 'flag' | 'text' | 'path' | 'choice' | 'list' | 'count' | 'size';

export interface Option {
  /** The flag without its dashes. */
  readonly name: string;
  readonly short?: string;
  readonly type: OptionType;
  /** What help calls the value: `F=PATH`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** The same where a command knows fewer. */
  readonly choicesIn?: Partial<Record<CommandName, readonly string[]>>;
  /** What holds without it, in words for help; '' where that goes without saying. */
  readonly default: string;
  /** One clause for help, without the default. */
  readonly help: string;
  /** The same where it means something else to a command. */
  readonly helpIn?: Partial<Record<CommandName, string>>;
  /** Top-level key of `tightlip.toml`. */
  readonly key?: string;
  /** Environment variable. */
  readonly env?: string;
  /** Input of the Action. */
  readonly input?: string;
  /** Lists: flags and environment add to the file's entries in place of replacing them. */
  readonly adds?: boolean;
  readonly commands: readonly CommandName[];
}

/** Every report format. */
export const FORMATS = ['text', 'sarif', 'json', 'jsonl', 'github'] as const satisfies readonly ReportFormat[];
const TIERS = ['proven', 'likely', 'review'] as const satisfies readonly Tier[];
const SCANS = ['files', 'staged', 'range', 'history', 'logs'] as const satisfies readonly CommandName[];
const WITH_RULES = [...SCANS, 'redact', 'rules', 'baseline'] as const satisfies readonly CommandName[];
const ALL = [...WITH_RULES, 'completion'] as const satisfies readonly CommandName[];

/** Every option of every command, in the order help shows them. */
const OPTIONS = [
  {
    name: 'format',
    type: 'choice',
    value: 'FORMAT',
    choices: FORMATS,
    choicesIn: { rules: ['text', 'json'] },
    default: 'text',
    help: 'format of the report on stdout',
    helpIn: { rules: 'format on stdout' },
    commands: [...SCANS, 'rules'],
  },
  {
    name: 'report',
    type: 'list',
    value: 'FORMAT=PATH',
    default: '',
    help: 'write a report to a file as well (repeatable)',
    commands: SCANS,
  },
  {
    name: 'min-tier',
    type: 'choice',
    value: 'TIER',
    choices: TIERS,
    default: 'likely',
    help: 'least confidence that is printed and fails the run',
    helpIn: {
      redact: 'least confidence that is blacked out (proven counts as likely)',
      baseline: 'least confidence that is taken in or looked for',
    },
    key: 'min-tier',
    env: 'TIGHTLIP_MIN_TIER',
    input: 'min-tier',
    commands: [...SCANS, 'redact', 'baseline'],
  },
  {
    name: 'known',
    type: 'list',
    value: 'FILE',
    default: '',
    help: 'values to black out in all their forms, one a line (repeatable)',
    commands: ['redact'],
  },
  {
    name: 'known-env',
    type: 'list',
    value: 'NAME',
    default: '',
    help: 'as --known, the value of an environment variable (repeatable)',
    commands: ['redact'],
  },
  {
    name: 'rule',
    type: 'list',
    value: 'ID',
    default: 'all rules',
    help: 'only this rule or pack (repeatable)',
    input: 'rule',
    commands: [...SCANS, 'redact', 'baseline'],
  },
  {
    name: 'exclude',
    type: 'list',
    value: 'GLOB',
    default: '',
    help: 'skip paths that match, and say so; !GLOB takes back (repeatable)',
    key: 'exclude',
    input: 'exclude',
    adds: true,
    commands: [...SCANS, 'baseline'],
  },
  {
    name: 'max-file-size',
    type: 'size',
    value: 'SIZE',
    default: 'no limit',
    help: 'skip larger files, and say so: 5MB, 512KiB',
    key: 'max-file-size',
    input: 'max-file-size',
    commands: [...SCANS, 'baseline'],
  },
  {
    name: 'no-ignore',
    type: 'flag',
    default: '',
    help: 'read what .gitignore hides as well',
    key: 'no-ignore',
    input: 'no-ignore',
    commands: ['files', 'baseline'],
  },
  {
    name: 'baseline',
    type: 'path',
    value: 'PATH',
    default: '.tightlip-baseline.json, when it exists',
    help: 'accepted findings',
    key: 'baseline',
    env: 'TIGHTLIP_BASELINE',
    input: 'baseline',
    commands: [...SCANS, 'baseline'],
  },
  {
    name: 'show-suppressed',
    type: 'flag',
    default: '',
    help: 'list what marks, exceptions and the baseline silenced',
    input: 'show-suppressed',
    commands: SCANS,
  },
  {
    name: 'show-secrets',
    type: 'flag',
    default: '',
    help: 'put the values into json and jsonl; never in CI',
    commands: SCANS,
  },
  {
    name: 'reason',
    type: 'text',
    value: 'WORDS',
    default: '',
    help: 'why it is accepted (for add, create)',
    commands: ['baseline'],
  },
  {
    name: 'history',
    type: 'flag',
    default: '',
    help: 'take in what only history holds as well (for create)',
    commands: ['baseline'],
  },
  {
    name: 'config',
    type: 'path',
    value: 'PATH',
    default: 'tightlip.toml, when it exists',
    help: 'configuration',
    env: 'TIGHTLIP_CONFIG',
    input: 'config',
    commands: WITH_RULES,
  },
  {
    name: 'jobs',
    short: 'j',
    type: 'count',
    value: 'N',
    default: 'as the machine and the work suggest',
    help: 'threads',
    key: 'jobs',
    env: 'TIGHTLIP_JOBS',
    input: 'jobs',
    commands: [...SCANS, 'baseline'],
  },
  {
    name: 'all',
    type: 'flag',
    default: 'unless --branch is given',
    help: 'every ref, HEAD, stash entry and note',
    commands: ['history'],
  },
  {
    name: 'branch',
    type: 'list',
    value: 'NAME',
    default: 'everything that a ref reaches',
    help: 'only what this branch reaches (repeatable)',
    commands: ['history'],
  },
  {
    name: 'since',
    type: 'text',
    value: 'DATE',
    default: 'from the beginning',
    help: 'only what commits of this day (UTC) or later bring in: 2026-01-31, 2026-01-31T12:00Z',
    commands: ['history'],
  },
  {
    name: 'unreachable',
    type: 'flag',
    default: '',
    help: 'what nothing refers to any more as well: deleted branches, amended commits, dropped stashes, reflogs',
    commands: ['history'],
  },
  {
    name: 'engine',
    type: 'choice',
    value: 'ENGINE',
    choices: ['packs', 'plain'],
    default: 'packs',
    help: 'read blobs from the packs, by delta, where there are many, or each whole through git (slow, equal: a check)',
    commands: ['range', 'history'],
  },
  {
    name: 'cache',
    type: 'flag',
    default: '',
    help: 'keep in the git directory where blobs hold matches, so that the next run reads only new ones',
    key: 'cache',
    env: 'TIGHTLIP_CACHE',
    commands: ['history'],
  },
  {
    name: 'profile',
    type: 'flag',
    default: '',
    help: 'tell on stderr where the time went, and which rules were dear',
    commands: SCANS,
  },
  {
    name: 'quiet',
    short: 'q',
    type: 'flag',
    default: '',
    help: 'nothing on stderr but errors',
    commands: [...SCANS, 'redact', 'baseline'],
  },
  {
    name: 'no-color',
    type: 'flag',
    default: 'colour on a terminal',
    help: 'no colour (NO_COLOR and FORCE_COLOR are obeyed too)',
    commands: [...SCANS, 'rules', 'baseline'],
  },
  { name: 'debug', type: 'flag', default: '', help: 'stack traces with errors', commands: ALL },
  { name: 'help', short: 'h', type: 'flag', default: '', help: 'this text', commands: ALL },
] as const satisfies readonly Option[];

type TableEntry = (typeof OPTIONS)[number];

type ValueOf<Entry extends Option> = Entry extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Entry['type'] extends 'flag'
    ? boolean
    : Entry['type'] extends 'list'
      ? readonly string[]
      : Entry['type'] extends 'count' | 'size'
        ? number
        : string;

/** Options that were given somewhere, by name; absent ones were not. Sizes are bytes. */
export type OptionValues = { readonly [Entry in TableEntry as Entry['name']]?: ValueOf<Entry> };

/** The table widened to its interface, for code that walks it. */
export const OPTION_LIST: readonly Option[] = OPTIONS;

/** The options a command has, in the table's order, with what they mean to it. */
export function optionsOf(command: CommandName): readonly Option[] {
  const own = OPTION_LIST.filter((option) => option.commands.includes(command));
  return own.map((option) => {
    const choices = option.choicesIn?.[command] ?? option.choices;
    return { ...option, help: option.helpIn?.[command] ?? option.help, ...(choices === undefined ? {} : { choices }) };
  });
}

/** Whether the option is followed by a value. */
export function takesValue(option: Option): boolean {
  return option.type !== 'flag';
}

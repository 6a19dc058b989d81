/** What commands there are: words for help, completion and the README. The code of each is a file of `commands/`. */
import type { CommandName } from '../config/options.ts';

/** One command as help tells it. */
export interface CommandSpec {
  readonly name: CommandName;
  /** What follows the name: `[path…]`. */
  readonly words: string;
  /** Words that may come first, for completion; [] where it is a path or free. */
  readonly firstWords?: readonly string[];
  /** Most words that may follow; options not counted. */
  readonly mostWords: number;
  /** One line for `tightlip --help`, no full stop. */
  readonly summary: string;
  /** Lines that run as they stand, with what they do. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** What a reader must know beyond the options; '' when that is all. */
  readonly more: string;
}

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'staged',
    words: '[path…]',
    mostWords: Infinity,
    summary: 'what the next commit would bring in (the hook runs this)',
    examples: [
      ['tightlip staged', 'everything in the index that HEAD has not'],
      ['tightlip staged --min-tier review', 'the doubtful ones too'],
    ],
    more: 'Reads the index, not the working tree, and reports what the commit introduces.',
  },
  {
    name: 'range',
    words: 'BASE..HEAD',
    mostWords: 1,
    summary: 'what the commits of a branch or a push bring in',
    examples: [
      ['tightlip range HEAD~1..HEAD', 'the last commit'],
      ['tightlip range HEAD~1...HEAD --format sarif', 'since the merge base, as SARIF'],
    ],
    more: 'BASE...HEAD starts at the merge base, as in git diff.',
  },
  {
    name: 'files',
    words: '[path…]',
    mostWords: Infinity,
    summary: 'files and folders as they lie on disk; also tightlip PATH',
    examples: [
      ['tightlip files', 'the working directory, without what .gitignore hides'],
      ['tightlip files . --no-ignore --exclude "node_modules/**"', 'ignored files too'],
    ],
    more: '',
  },
  {
    name: 'history',
    words: '[repository]',
    mostWords: 1,
    summary: 'every commit of every ref: files, messages, tags, notes, stash',
    examples: [
      ['tightlip history', 'the repository round here'],
      ['tightlip history --unreachable', 'deleted branches, amended commits and dropped stashes too'],
      ['tightlip history --branch main --since 2026-01-01', 'what this branch brought in this year'],
      ['tightlip history --format jsonl', 'one object a place'],
    ],
    more: '',
  },
  {
    name: 'logs',
    words: '[file|folder|glob|-…]',
    mostWords: Infinity,
    summary: 'log files, compressed ones too, or a pipe',
    examples: [
      ['tightlip logs .', 'every log under the working directory'],
      ['echo started | tightlip logs -', 'a pipe, while it runs'],
    ],
    more: 'Without a word it reads the pipe when there is one.',
  },
  {
    name: 'redact',
    words: '',
    mostWords: 0,
    summary: 'copies stdin to stdout with every secret blacked out',
    examples: [['echo started | tightlip redact', 'text in, the same text without secrets out']],
    more: 'Exit code 0 whether something was blacked out or not; stderr says how much.',
  },
  {
    name: 'rules',
    words: '[ID | check FILE…]',
    firstWords: ['check'],
    mostWords: Infinity,
    summary: 'the rules; rules ID explains one; rules check tests a pack',
    examples: [
      ['tightlip rules', 'one line a rule'],
      ['tightlip rules --format json', 'all of them for a program'],
    ],
    more: 'rules check FILE… runs the examples and counterexamples of rule packs.',
  },
  {
    name: 'baseline',
    words: '[add FINGERPRINT… | remove FINGERPRINT… | create | prune]',
    firstWords: ['list', 'add', 'remove', 'create', 'prune'],
    mostWords: Infinity,
    summary: 'findings that are accepted, each with its reason',
    examples: [
      ['tightlip baseline', 'lists what is accepted and why'],
      ['tightlip baseline create --reason "before we had a scanner"', 'accepts all there is today'],
      ['tightlip baseline create --history --reason "revoked in May"', 'and all there ever was'],
      ['tightlip baseline prune', 'drops what is found nowhere any more'],
    ],
    more: 'add and remove take a fingerprint, or its beginning, as a report prints it.',
  },
  {
    name: 'completion',
    words: 'bash|zsh|fish',
    firstWords: ['bash', 'zsh', 'fish'],
    mostWords: 1,
    summary: 'a completion script for your shell',
    examples: [['tightlip completion bash', 'put it into ~/.bashrc: source <(tightlip completion bash)']],
    more: '',
  },
];

/** The command's words, by name. */
export function specOf(name: CommandName): CommandSpec {
  return COMMANDS.find((command) => command.name === name)!;
}

/** Whether a word is a command's name. */
export function isCommandName(word: string): word is CommandName {
  return COMMANDS.some((command) => command.name === word);
}

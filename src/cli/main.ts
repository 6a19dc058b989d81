/** The command line: words in, exit code out. Nothing outside this room prints. */
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { optionsOf } from '../config/options.ts';
import type { CommandName } from '../config/options.ts';
import { toolVersion } from '../version.ts';
import { firstWord, readInvocation } from './arguments.ts';
import type { Invocation } from './arguments.ts';
import { COMMANDS, isCommandName, specOf } from './commands.ts';
import { CLEAN, exitCodeOfError, INCOMPLETE } from './exit-code.ts';
import type { Io } from './io.ts';
import { overview } from './messages.ts';
import { writeAll } from './output.ts';
import { tellError } from './tell.ts';

/** What a command's file exports: does the work, prints it, and gives the exit code. */
export type RunCommand = (invocation: Invocation, io: Io) => Promise<number>;

/**
 * Runs one command line to its end, everything written.
 *
 * @param argv - Without the program.
 * @returns The exit code; never throws.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    await tellError(error, optionsBeforeDashes(argv).includes('--debug'), io.stderr);
    return exitCodeOfError(error);
  }
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const asksForHelp = optionsBeforeDashes(argv).some((word) => word === '--help' || word === '-h');
  if (argv.length === 0 || asksForHelp) return print(await helpText(argv), io);
  if (argv[0] === 'help') return print(await helpText(argv.slice(1)), io);
  if (VERSION_WORDS.has(argv[0] ?? '')) return print(`${toolVersion}\n`, io);
  const invocation = await readInvocation(argv, (word) => isThere(path.resolve(io.workingDirectory, word)));
  const command = await loadCommand(invocation.command);
  return command(invocation, io);
}

/** As people ask for it; each alone. */
const VERSION_WORDS: ReadonlySet<string> = new Set(['--version', '-V', '-v', 'version']);

/** A link that leads nowhere is there too, and what nobody may look at: what is wrong with it can be said. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

async function print(text: string, io: Io): Promise<number> {
  return (await writeAll(io.stdout, text)) ? CLEAN : INCOMPLETE;
}

function optionsBeforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

async function helpText(argv: readonly string[]): Promise<string> {
  const word = firstWord(argv)?.word ?? '';
  if (!isCommandName(word)) return overview(COMMANDS);
  const { helpOf } = await import('./yargs-words.ts');
  return helpOf(specOf(word), optionsOf(word));
}

/** Loads the code of the command, and of those it shares nearly all of it with. */
async function loadCommand(name: CommandName): Promise<RunCommand> {
  switch (name) {
    case 'files':
      return (await import('./commands/scans.ts')).runFiles;
    case 'staged':
      return (await import('./commands/scans.ts')).runStaged;
    case 'range':
      return (await import('./commands/scans.ts')).runRange;
    case 'history':
      return (await import('./commands/scans.ts')).runHistory;
    case 'logs':
      return (await import('./commands/scans.ts')).runLogs;
    case 'redact':
      return (await import('./commands/redact.ts')).runRedact;
    case 'rules':
      return (await import('./commands/others.ts')).runRules;
    case 'baseline':
      return (await import('./commands/others.ts')).runBaseline;
    case 'completion':
      return (await import('./commands/others.ts')).runCompletion;
  }
}

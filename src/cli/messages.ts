/** The sentences of the command line, in one place: for tone, and for whoever translates them one day. */

/** What every message on stderr begins with. */
export const PREFIX = 'tightlip: ';

/** `tightlip --help`: fits one screen of 80 x 24. */
export function overview(commands: readonly { readonly name: string; readonly summary: string }[]): string {
  const lines = commands.slice(0, 6).map((command) => `  ${command.name.padEnd(10)}${command.summary}`);
  return `Tightlip finds secrets in files, commits, history and logs, and tells what it
read and what it did not.

Commands:
${lines.join('\n')}

Examples:
  tightlip .                              the working directory
  tightlip staged                         before you commit
  tightlip history --format json          every commit there is

More commands: ${commands
    .slice(6)
    .map((command) => command.name)
    .join(', ')}.
Options and examples of one: tightlip COMMAND --help
Exit code: 0 clean, 1 findings, 2 usage, 3 not everything could be read.
`;
}

/** The sentence for a failure that is no mistake of the user's. */
export const INTERNAL = 'an internal error: please report it with the output of --debug';

/** The warning that goes with `--show-secrets`. */
export const SECRETS_SHOWN =
  'tightlip: warning: --show-secrets: the report holds the values themselves; do not keep or share it\n';

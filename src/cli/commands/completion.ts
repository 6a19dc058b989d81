/** `tightlip completion SHELL`: a script made from the option table. */
import { TightlipError } from '../../errors.ts';
import { optionsOf, takesValue } from '../../config/options.ts';
import type { Option } from '../../config/options.ts';
import { didYouMean } from '../../rules/did-you-mean.ts';
import type { Invocation } from '../arguments.ts';
import { COMMANDS } from '../commands.ts';
import type { CommandSpec } from '../commands.ts';
import { CLEAN, INCOMPLETE } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { writeAll } from '../output.ts';

const SCRIPTS: Readonly<Record<string, () => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints the script. */
export async function runCompletion(invocation: Invocation, io: Io): Promise<number> {
  const shell = invocation.words[0] ?? '';
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined) {
    const hint = didYouMean(shell, Object.keys(SCRIPTS));
    throw new TightlipError('usage', `completion: name your shell: bash, zsh or fish${hint}`);
  }
  return (await writeAll(io.stdout, script())) ? CLEAN : INCOMPLETE;
}

function flagsOf(command: CommandSpec): string {
  return optionsOf(command.name)
    .flatMap((option) => (option.short === undefined ? [`--${option.name}`] : [`--${option.name}`, `-${option.short}`]))
    .join(' ');
}

/** Every option of any command, once. */
function allOptions(): Option[] {
  const options = COMMANDS.flatMap((command) => optionsOf(command.name));
  return [...new Map(options.map((option) => [option.name, option])).values()];
}

/** Whether what follows it is, or ends in, a path. */
function wantsPath({ value = '' }: Option): boolean {
  return /FILE|PATH|GLOB/.test(value);
}

/** Without a command's name the words are those of `files`. */
const UNNAMED = 'files';

function bashScript(): string {
  const names = COMMANDS.map((command) => command.name).join(' ');
  const cases = COMMANDS.map((command) => {
    const first = command.firstWords === undefined ? '' : ` first="${command.firstWords.join(' ')}"`;
    const pattern = command.name === UNNAMED ? `${UNNAMED}|*` : command.name;
    return [pattern, `    ${pattern}) flags="${flagsOf(command)}"${first} ;;`] as const;
  });
  const last = cases.toSorted(([a], [b]) => Number(a.endsWith('*')) - Number(b.endsWith('*')));
  const free = allOptions().filter((option) => takesValue(option) && !wantsPath(option) && !option.choices);
  return `# tightlip completion for bash: source <(tightlip completion bash)
_tightlip() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" flags="" first=""
  COMPREPLY=()
  # Bash parts --name=value at the equals sign.
  if [[ $word == = ]]; then word=""; elif [[ $before == = ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  case "$command $before" in
${choiceCases()}
    ${free.map((option) => `*" --${option.name}"`).join('|')}) return ;;
  esac
  case "$command" in
${last.map(([, line]) => line).join('\n')}
  esac
  if [[ $COMP_CWORD -eq 1 && $word != -* ]]; then
    COMPREPLY=($(compgen -W "${names}" -- "$word"))
    compopt -o default
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "$flags --version" -- "$word"))
  elif [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [[ $COMP_CWORD -eq 2 && -n $first ]]; then
    COMPREPLY=($(compgen -W "$first" -- "$word"))
  else
    compopt -o default
  fi
}
complete -F _tightlip tightlip
`;
}

/** Of each command the values that it has: what `files` has stands for all that have the same. */
function choiceCases(): string {
  const commands = COMMANDS.toSorted((a, b) => Number(a.name === UNNAMED) - Number(b.name === UNNAMED));
  const cases = commands.flatMap(({ name: command }) =>
    optionsOf(command).flatMap(({ name, choices }) => {
      if (choices === undefined) return [];
      const usual = optionsOf(UNNAMED).find((option) => option.name === name)?.choices;
      const isUsual = usual === undefined || usual === choices;
      const pattern = isUsual ? `*" --${name}"` : `"${command} --${name}"`;
      return [`    ${pattern}) COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$word")); return ;;`];
    }),
  );
  return [...new Set(cases)]
    .sort((a, b) => Number(a.trim().startsWith('*')) - Number(b.trim().startsWith('*')))
    .join('\n');
}

function zshScript(): string {
  const commands = COMMANDS.map((command) => `    ${zshQuote(`${command.name}:${command.summary}`)}`);
  const cases = COMMANDS.map((command) => {
    const specs = optionsOf(command.name).map((option) => `        ${zshOption(option)}`);
    if (command.name === UNNAMED) specs.push("        '--version[print the version]'");
    const first = command.firstWords === undefined ? '' : ` \\\n          '1:what:(${command.firstWords.join(' ')})'`;
    return `    ${command.name})\n      _arguments \\\n${specs.join(' \\\n')}${first} \\\n        '*:path:_files' ;;`;
  });
  return `#compdef tightlip
# tightlip completion for zsh: source <(tightlip completion zsh)
_tightlip() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  local command=${UNNAMED}
  if (( CURRENT > 2 )); then
    case $words[2] in
      ${COMMANDS.map((each) => each.name).join('|')})
        command=$words[2]
        shift words
        (( CURRENT-- )) ;;
    esac
  fi
  case $command in
${cases.join('\n')}
  esac
}
compdef _tightlip tightlip
`;
}

function zshOption(option: Option): string {
  const help = option.help.replaceAll(/[[\]:]/g, ' ');
  if (!takesValue(option)) {
    if (option.short === undefined) return zshQuote(`--${option.name}[${help}]`);
    const both = `-${option.short} --${option.name}`;
    return `'(${both})'{${both.replace(' ', ',')}}${zshQuote(`[${help}]`)}`;
  }
  const values = wantsPath(option) ? '_files' : ' ';
  const action = option.choices === undefined ? values : `(${option.choices.join(' ')})`;
  const value = `[${help}]:${(option.value ?? '').toLowerCase()}:${action}`;
  if (option.short !== undefined) {
    const both = `-${option.short} --${option.name}`;
    return `'(${both})'{-${option.short}+,--${option.name}=}${zshQuote(value)}`;
  }
  return zshQuote(`${option.type === 'list' ? '*' : ''}--${option.name}=${value}`);
}

function zshQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function fishScript(): string {
  const lines = ['# tightlip completion for fish: tightlip completion fish | source'];
  const none = `not __fish_seen_subcommand_from ${COMMANDS.map((command) => command.name).join(' ')}`;
  lines.push(`complete -c tightlip -n ${fishQuote(none)} -l version -d ${fishQuote('print the version')}`);
  for (const command of COMMANDS) {
    lines.push(`complete -c tightlip -n __fish_use_subcommand -a ${command.name} -d ${fishQuote(command.summary)}`);
    if (command.firstWords !== undefined) lines.push(fishWords(command.name, command.firstWords));
    const seen = `__fish_seen_subcommand_from ${command.name}`;
    const when = fishQuote(command.name === UNNAMED ? `${seen}; or ${none}` : seen);
    for (const option of optionsOf(command.name)) {
      const short = option.short === undefined ? '' : ` -s ${option.short}`;
      lines.push(
        `complete -c tightlip -n ${when} -l ${option.name}${short}${fishValue(option)} -d ${fishQuote(option.help)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function fishValue(option: Option): string {
  if (!takesValue(option)) return '';
  if (option.choices !== undefined) return ` -x -a ${fishQuote(option.choices.join(' '))}`;
  return wantsPath(option) ? ' -r' : ' -x';
}

/** Only while none of them stands there. */
function fishWords(command: string, words: readonly string[]): string {
  const all = words.join(' ');
  const when = `__fish_seen_subcommand_from ${command}; and not __fish_seen_subcommand_from ${all}`;
  return `complete -c tightlip -n ${fishQuote(when)} -f -a ${fishQuote(all)}`;
}

function fishQuote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

/** `tightlip completion SHELL`: a script made from the option table. */
import { TightlipError } from '../../errors.ts';
import { optionsOf } from '../../config/options.ts';
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

function bashScript(): string {
  const names = COMMANDS.map((command) => command.name).join(' ');
  const cases = COMMANDS.map((command) => {
    const first = command.firstWords === undefined ? '' : ` first="${command.firstWords.join(' ')}"`;
    return `    ${command.name}) flags="${flagsOf(command)}"${first} ;;`;
  });
  return `# tightlip completion for bash: source <(tightlip completion bash)
_tightlip() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" flags="" first=""
  COMPREPLY=()
  case "$before" in
${choiceCases((option) => `    --${option.name}) COMPREPLY=($(compgen -W "${(option.choices ?? []).join(' ')}" -- "$word")); return ;;`)}
  esac
  case "$command" in
${cases.join('\n')}
  esac
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$word"))
    compopt -o default
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

function choiceCases(line: (option: Option) => string): string {
  const seen = new Map<string, Option>();
  for (const command of COMMANDS) {
    for (const option of optionsOf(command.name)) if (option.choices !== undefined) seen.set(option.name, option);
  }
  return [...seen.values()].map((option) => line(option)).join('\n');
}

function zshScript(): string {
  const commands = COMMANDS.map((command) => `    ${zshQuote(`${command.name}:${command.summary}`)}`);
  const cases = COMMANDS.map((command) => {
    const specs = optionsOf(command.name).map((option) => `        ${zshQuote(zshOption(option))}`);
    const first = command.firstWords === undefined ? '' : ` \\\n          '1:what:(${command.firstWords.join(' ')})'`;
    return `      ${command.name})\n        _arguments \\\n  ${specs.join(' \\\n  ')}${first} \\\n          '*:path:_files' ;;`;
  });
  return `#compdef tightlip
# tightlip completion for zsh: source <(tightlip completion zsh)
_tightlip() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _files
  else
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
${cases.join('\n')}
      *) _files ;;
    esac
  fi
}
compdef _tightlip tightlip
`;
}

function zshOption(option: Option): string {
  const help = option.help.replaceAll(/[[\]:]/g, ' ');
  const repeat = option.type === 'list' ? '*' : '';
  if (option.type === 'flag') return `--${option.name}[${help}]`;
  const action = option.choices === undefined ? '_files' : `(${option.choices.join(' ')})`;
  return `${repeat}--${option.name}[${help}]:${(option.value ?? '').toLowerCase()}:${action}`;
}

function zshQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function fishScript(): string {
  const lines = ['# tightlip completion for fish: tightlip completion fish | source'];
  for (const command of COMMANDS) {
    lines.push(`complete -c tightlip -n __fish_use_subcommand -a ${command.name} -d ${fishQuote(command.summary)}`);
    if (command.firstWords !== undefined) lines.push(fishWords(command.name, command.firstWords));
    for (const option of optionsOf(command.name)) {
      const short = option.short === undefined ? '' : ` -s ${option.short}`;
      const value = option.type === 'flag' ? '' : ' -r';
      const choices = option.choices === undefined ? '' : ` -f -a ${fishQuote(option.choices.join(' '))}`;
      const when = fishQuote(`__fish_seen_subcommand_from ${command.name}`);
      lines.push(
        `complete -c tightlip -n ${when} -l ${option.name}${short}${value}${choices} -d ${fishQuote(option.help)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
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

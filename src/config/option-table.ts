/** The options as a table for people: docs/options.md is made of it. */
import type { Option } from './options.ts';
import { OPTION_LIST, takesValue } from './options.ts';

const HEAD = ['Option', 'What it does', 'Default', 'tightlip.toml', 'Environment', 'Action input', 'Commands'];

/** A Markdown page with every option and where it can be set. */
export function optionsPage(): string {
  const rows = OPTION_LIST.map((option) => [
    flagOf(option),
    `${option.help}${choicesOf(option)}`,
    option.default,
    code(option.key),
    code(option.env),
    code(option.input),
    option.commands.join(', '),
  ]);
  const lines = [HEAD, HEAD.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return `# Options

Made from the option table (\`src/config/options.ts\`) by \`npm run generate\`. Flags win over the environment, the environment over
\`tightlip.toml\`, and that over the defaults; exclusions add up.

${lines.join('\n')}
`;
}

function choicesOf({ choices, choicesIn = {} }: Option): string {
  if (choices === undefined) return '';
  const fewer = Object.entries(choicesIn).map(([command, own]) => `; of ${command}: ${own.join(', ')}`);
  return `: ${choices.join(', ')}${fewer.join('')}`;
}

function flagOf(option: Option): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  return `\`${short}--${option.name}${takesValue(option) ? ` ${option.value}` : ''}\``;
}

function code(name: string | undefined): string {
  return name === undefined ? '' : `\`${name}\``;
}

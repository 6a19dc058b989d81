/**
 * `npm run traps [-- FOLDER [--soak]]`: runs every git trap through Tightlip and through the peers whose programs lie in FOLDER, and writes
 * the table to bench/TRAPS.md. With --soak the few that take minutes, and no table.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { loadTypeScript } from './load-typescript.mjs';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(top);
const { compareAll } = await loadTypeScript('test/git-traps/comparison.ts');

const isSoak = process.argv.includes('--soak');
const { peers, rows } = await compareAll(process.argv[2] ?? '/usr/local/bin', isSoak, ({ trap, wrong, answers }) => {
  console.log(`${trap.name}: ${wrong.length === 0 ? 'found' : wrong.join('; ')} | ${answers.join(' | ')}`);
});

const ours = ({ trap, wrong }) => {
  if (wrong.length === 0) return trap.options === undefined ? 'found' : `found (\`${trap.options.join(' ')}\`)`;
  return trap.known === undefined ? `wrong: ${wrong.join('; ')}` : `missed: ${trap.known}`;
};
const count = (answers) => answers.filter((answer) => answer.startsWith('found')).length;
const lines = [
  '# Git traps',
  '',
  'Written by `npm run traps`. Each trap is a small real repository in which a fresh GitHub token hides; the scanner is asked for the whole',
  'history. A peer has *found* it when its report holds the value, wherever it places it. Tightlip has when it also names the right',
  'path, commit, kind of place and state at HEAD, and when its receipt says what it could not read. `test/git-traps` is the same table as a test.',
  '',
  `Peers, each with its own defaults and its documented words for a whole history: ${peers.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none installed'}.`,
  '',
  `| | hides in | Tightlip | ${peers.map(({ name }) => name).join(' | ')} |`,
  `|---|---|---|${peers.map(() => '---|').join('')}`,
  ...rows.map(
    (row) =>
      `| ${row.trap.name} | ${row.trap.hides} | ${ours(row)} | ${row.answers.map((answer) => (answer === 'found' ? answer : `**${answer}**`)).join(' | ')} |`,
  ),
  `| **found of ${rows.length}** | | ${count(rows.map(ours))} | ${peers.map((_, i) => count(rows.map(({ answers }) => answers[i]))).join(' | ')} |`,
];
if (!isSoak) writeFileSync(path.join(top, 'bench', 'TRAPS.md'), `${lines.join('\n')}\n`);
process.exitCode = rows.some(({ trap, wrong }) => wrong.length > 0 && trap.known === undefined) ? 1 : 0;

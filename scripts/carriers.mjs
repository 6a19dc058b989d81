/**
 * `npm run carriers`: writes every credential of test/carriers in every form, scans each, and writes the table to
 * bench/CARRIERS.md. No value is written, only what came of it.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { loadTypeScript } from './load-typescript.mjs';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { measureAll, findAlarms } = await loadTypeScript('test/carriers/table.ts');

const SIGNS = { found: 'found', explained: 'explained', missed: 'missed', unwritable: 'cannot be written so' };

function count(cells) {
  const counts = { found: 0, explained: 0, missed: 0, unwritable: 0 };
  for (const cell of cells) counts[cell.outcome]++;
  return counts;
}

function groups(cells, nameOf) {
  const named = new Map();
  for (const cell of cells) named.set(nameOf(cell), [...(named.get(nameOf(cell)) ?? []), cell]);
  return [...named];
}

function credentialName({ credential }) {
  return credential.variant === '' ? credential.name : `${credential.name}, ${credential.variant}`;
}

function table(title, cells, nameOf) {
  const rows = groups(cells, nameOf).map(([name, each]) => {
    const counts = count(each);
    return `| ${name} | ${Object.keys(SIGNS)
      .map((outcome) => counts[outcome])
      .join(' | ')} |`;
  });
  return [`## ${title}`, '', `| | ${Object.values(SIGNS).join(' | ')} |`, '|---|---|---|---|---|', ...rows, ''];
}

function holes(cells) {
  const told = groups(
    cells.filter(({ outcome }) => outcome === 'explained' || outcome === 'missed'),
    ({ carrier, note }) => `${carrier.name}: ${note}`,
  );
  return told.map(([why, each]) => {
    const names = [...new Set(each.map(({ credential }) => credential.name))];
    return `- ${why} (${each.length}: ${names.join(', ')})`;
  });
}

const cells = measureAll();
const { alarms, tried } = findAlarms();
const total = count(cells);
const standInKinds = groups(alarms, ({ standIn, carrier }) => `\`${standIn.text}\` in ${carrier.name}`);
const summary =
  `${total.found} found, ${total.explained} explained, ${total.missed} missed; ${total.unwritable} cannot be written so. ` +
  `References, placeholders and masks: ${alarms.length} of ${tried} taken for a secret.`;
const lines = [
  '# Credentials in the forms they are written in',
  '',
  'Written by `npm run carriers`: each credential in each form, scanned alone. Found means: at tier likely or better, by the rule of its',
  'provider where it has one, with the exact place. In the same forms stand references, placeholders and masks.',
  '',
  summary,
  '',
  ...table('By credential', cells, credentialName),
  ...table('By form', cells, ({ carrier }) => carrier.name),
  '## What is explained',
  '',
  ...holes(cells),
  '',
  ...(alarms.length === 0
    ? []
    : ['## False alarms', '', ...standInKinds.map(([kind, each]) => `- ${kind}: ${each.length}`), '']),
];
writeFileSync(path.join(top, 'bench', 'CARRIERS.md'), `${lines.join('\n').trimEnd()}\n`);
console.log(summary);
process.exitCode = total.missed + alarms.length === 0 ? 0 : 1;

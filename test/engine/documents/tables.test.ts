/** All rows of tables are read, not only those near the name of their column. */
import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '../../../src/engine/rule-set.ts';
import { scanDocument } from '../../../src/engine/scan-document.ts';
import { shippedRules } from '../../../src/rules/shipped.ts';

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const password = (): string => Array.from({ length: 14 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

const passwords = Array.from({ length: 700 }, password);
const few = passwords.slice(0, 60);

/** What is found, each once, in the order in which it stands. */
function found(text: string): string[] {
  const bytes = Buffer.from(text);
  const matches = scanDocument(bytes, compileRuleSet(shippedRules)).filter(({ evidence }) => evidence.marks === 0);
  return [...new Set(matches.map(({ secretStart, secretEnd }) => text.slice(secretStart, secretEnd)))];
}

describe('rows far below the name of their column', () => {
  it.each<[what: string, text: string, expected: readonly string[]]>([
    [
      'of one statement',
      `INSERT INTO users (id, name, password) VALUES\n${few.map((one, i) => `(${i}, 'ann ${i}', '${one}')`).join(',\n')};\n`,
      few,
    ],
    [
      'of one statement on one line, columns quoted',
      `INSERT INTO \`users\` (\`password\`,\`mail\`) VALUES ${few.map((one, i) => `('${one}','a${i}@corp.io')`).join(',')};`,
      few,
    ],
    [
      'of a statement in which another is spoken of',
      `INSERT INTO users (password, note) VALUES\n${few.map((one) => `('${one}', 'to copy that (and insert into it (all))')`).join(',\n')};\n`,
      few,
    ],
    [
      'of a dump',
      `COPY public.users (id, password, mail) FROM stdin;\n${few.map((one, i) => `${i}\t${one}\ta@corp.io`).join('\n')}\n\\.\n`,
      few,
    ],
    [
      'of a table of Markdown',
      `# Logins\n\n| user | password |\n|---|---|\n${few.map((one, i) => `| n${i} | \`${one}\` |`).join('\n')}\n\nMore | text\n`,
      few,
    ],
    [
      'as psql prints them',
      ` id | password  |  mail\n----+-----------+--------\n${few.map((one, i) => ` ${i} | ${one} | a@corp.io`).join('\n')}\n(60 rows)\n`,
      few,
    ],
    [
      'as mysql prints them',
      `+----+----------------+\n| id | password       |\n+----+----------------+\n${few.map((one, i) => `| ${i} | ${one} |`).join('\n')}\n+----+----------------+\n`,
      few,
    ],
    [
      'of a table of Org',
      `| user | password |\n|------+----------|\n${few.map((one, i) => `| n${i} | ${one} |`).join('\n')}\n`,
      few,
    ],
    ['of a CSV export', `id,user,password\n${passwords.map((one, i) => `${i},n${i},${one}`).join('\n')}\n`, passwords],
    [
      'of a CSV export of more than a megabyte',
      `id,note,password\n${passwords.map((one, i) => `${i},${'words '.repeat(300)},${one}`).join('\n')}\n`,
      passwords,
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    [
      'digests',
      `INSERT INTO users (id, password) VALUES\n${few.map((_, i) => `(${i}, '${i.toString(16).padStart(40, 'a1b2c3d4')}')`).join(',\n')};\n`,
    ],
    [
      'another column',
      `INSERT INTO users (id, title) VALUES\n${few.map((one, i) => `(${i}, '${one}')`).join(',\n')};\n`,
    ],
    ['stand-ins', `| user | password |\n|---|---|\n${few.map((_, i) => `| n${i} | <password> |`).join('\n')}\n`],
    ['words', `| option | password |\n|---|---|\n${few.map((_, i) => `| n${i} | not needed here |`).join('\n')}\n`],
  ])('but not %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('text made to be read over and over', () => {
  it.each([
    ['statements that do not end', 'insert into a (password) values ('],
    ['headings and lines of dashes without end', 'password|x\n---|---\n'],
    ['headings without end', '|password|\n|---|---|\n'],
  ])('%s is read once', (_, piece) => {
    expect(found(piece.repeat(20_000))).toEqual([]);
  });
});

/** Columns of tables whose head is a name. */
import { describe, expect, it } from 'vitest';
import { makeRule } from '../../support/rules.ts';
import { matchAssignment } from '../../../src/engine/matchers/assignment.ts';
import { bytesOf, runMatcher, valueOf } from './window.ts';

const rule = makeRule({
  id: 'zeta-secret',
  class: 'generic',
  keywords: ['secret'],
  before: 160,
  after: 704,
  matcher: 'assignment',
  names: ['(^|_)secret$'],
  notNames: ['^no_secret$'],
});

function valuesOf(text: string): string[] {
  const bytes = bytesOf(text);
  return runMatcher(matchAssignment, rule, rule.keywords, bytes, rule).map((hit) => valueOf(hit, bytes));
}

const one = `Zq${(8_675_309).toString(36)}Vt${(1_234_567).toString(36)}`;
const two = `k3${(5_551_212).toString(36)}M0${(7_654_321).toString(36)}`;

describe('tables', () => {
  it.each([
    ['Markdown', '| User | Secret |\n|------|:-----:|\n| ann | ONE |\n| bob | TWO |\n'],
    [
      'Markdown, a column after it',
      'x\n\n| Login | Secret | Role |\n|---|---|---|\n| ann | ONE | a |\n| bob | `TWO` | b |\n',
    ],
    ['Markdown, the first column', '| **Secret** | User |\r\n|---|---|\r\n| ONE | ann |\r\n| TWO | bob |\r\n'],
    ['Markdown without outer bars', 'User | Secret\n--- | ---\nann | ONE\nbob | TWO\n'],
    ['a label', '| Host | Admin secret |\n|---|---|\n| a | ONE |\n| b | TWO |\n'],
    ['org', '| User | Secret |\n|------+--------|\n| ann | =ONE= |\n| bob | TWO |\n'],
    ['a grid', '+---+---+\n| a | Secret |\n+===+===+\n| x | ONE |\n+---+---+\n| y | TWO |\n+---+---+\n'],
    [
      'a simple table',
      '====  ==============  ==\nUser  Secret          Id\n====  ==============  ==\nann   ONE  1\nbob   TWO  2\n',
    ],
    [
      'a simple table, the last column',
      '====  =======\nUser  Secret\n====  =======\nann   ONE\nbob   TWO\n====  =======\n',
    ],
    ['AsciiDoc', '|===\n|User |Secret\n\n|ann |ONE\n|bob |TWO\n|===\n'],
    ['MediaWiki', '{| class="wikitable"\n! User !! Secret !! Role\n|-\n| ann || ONE || a\n|-\n| bob || TWO || b\n|}\n'],
    ['Jira', '||User||Secret||\n|ann|ONE|\n|bob|TWO|\n'],
    ['MoinMoin', '|| User || Secret ||\n|| ann || ONE ||\n|| bob || TWO ||\n'],
    ['a step of Gherkin', '  Given these users\n    | user | secret |\n    | ann  | ONE |\n    | bob  | TWO |\n'],
    [
      'examples of Gherkin',
      '    Examples:\n      | user | secret | n |\r\n      | ann | ONE | 1 |\r\n      | bob | TWO | 2 |\n',
    ],
    ['DokuWiki', '^ User ^ Secret ^\n| ann | ONE |\n| bob | TWO |\n'],
    [
      'MySQL',
      '+------+--------+\n| user | secret |\n+------+--------+\n| ann  | ONE |\n| bob  | TWO |\n+------+--------+\n',
    ],
    ['psql', ' user |     secret     \n------+----------------\n ann  | ONE\n bob  | TWO\n(2 rows)\n'],
  ])('%s', (_, text) => {
    expect(valuesOf(text.replace('ONE', one).replace('TWO', two))).toEqual([one, two]);
  });

  it.each([
    ['a step', `  When I fill in\n    | secret | ${one} |\n    | user | ann |\n`],
    ['a wiki', `|| Secret || ${one} ||\n|| User || ann ||\n`],
  ])('rows of names and values are none: %s', (_, text) => {
    expect(valuesOf(text)).toEqual([one]);
  });

  it('rows that begin with the name are none', () => {
    expect(valuesOf(`| Key | Value |\n|---|---|\n| user | ann |\n| secret | ${one} |\n`)).toEqual([one]);
    expect(valuesOf(`+-----+-----+\n| key | value |\n+-----+-----+\n| secret | ${one} |\n+-----+-----+\n`)).toEqual([
      one,
    ]);
    expect(valuesOf(`| Secret | ${one} |\n|---|---|\n| User | ann |\n`)).toEqual([one]);
  });

  it.each([
    ['words', '| User | Secret |\n|---|---|\n| ann | required |\n| bob | see the vault of team 12 |\n'],
    ['words with a number', '| User | Secret |\n|---|---|\n| ann | since-v2 |\n| bob | http2 |\n'],
    ['another name', `| User | No secret |\n|---|---|\n| ann | ${one} |\n`],
    ['no table', `A word  secret\n====\n${one}\n`],
    ['text below the table', `| User | Secret |\n|---|---|\n| ann | x |\n\n| b | ${one} |\n`],
  ])('none in %s', (_, text) => expect(valuesOf(text)).toEqual([]));

  it('gives nothing where the line of the head is cut', () => {
    const wide = `| ${'x'.repeat(120)} | ${'y'.repeat(120)} | Secret |\n|---|---|---|\n| a | ${one} | ${two} |\n`;
    expect(valuesOf(`text\n${wide}`)).toEqual([]);
  });
});

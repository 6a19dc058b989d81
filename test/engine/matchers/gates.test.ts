/** A gate says no only where its matcher finds nothing, and only by bytes that the constants of matcher.ts name. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../../src/bytes/latin1.ts';
import { GATES, MATCHERS } from '../../../src/engine/matchers/index.ts';
import { GATE_AFTER, GATE_BEFORE, GATE_LINE, type Gate } from '../../../src/engine/matchers/matcher.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { makeRule } from '../../support/rules.ts';
import { windowAt } from './window.ts';

/** What stands round names, schemes and headers. */
const pieces = [
  [...'"\'`\\=:,;.?!*+-<>|&%()[]{}$@#/~^ \t\n\r_0aZ'],
  [
    'my ',
    'acme ',
    'api_',
    'acme.',
    'acme->',
    'acme["',
    'new',
    'set',
    ' key',
    ' key id',
    ' secret',
    'Key',
    ' = ',
    ': ',
    ' | ',
  ],
  [
    'key="',
    'name: ',
    'value="v4luev4lue"',
    'value: ',
    'default',
    'login ',
    'string',
    '{ get; set; } ',
    '<value>',
    '**',
  ],
  ['a,b,', '\nx,', 'v4luev4lue', '"v4luev4lue"', "'v4luev4lue'", 'set ', ' or ', ' == ', '.equals(', '</', '/>', '%20'],
  [
    'http://',
    'u:p4sswd@',
    'h.example/',
    'Bearer ',
    'Basic dXNlcjpwYXNzdzByZA==',
    'cookie',
    'session=',
    'abcdefgh12345678',
  ],
  [
    ' as above ',
    ' is ',
    ' of the key',
    'login ann',
    ' by ',
    ' default ',
    ' 9f8a7b6c5d4e3f2a1b0c',
    '-secret-9f8a7b6c5d4e3f2a1b0c',
    'export ',
  ],
  ['insert into t (a, ', ") values ('x', 'v4luev4lue')", ")\nvalues ('x', 'v4luev4lue')", ', b'],
  ['host=db ', 'user=ann ', 'ann:v4lue', 'server=db;', ';port=1'],
  ['| a ', '! b !! ', '^ c ^ ', '\n|===\n', '\n|---|---|\n', '\n|-\n', '  ', '**', '\n====  ====\n'],
  ['\n| v4luev4lue | v4luev4lue |\n', '\n| v4luev4lue || v4luev4lue\n', '\n\n|v4luev4lue |v4luev4lue\n'],
  ['\u001b[0m', '\u00a0', '\u00e2\u0080\u009c', '&quot;', '%22', '\\u001b[1m', '-D', '-> ', ' - '],
].flat();
/** What ties a value to a name, and the value. */
const values = [
  '="v4luev4lue"',
  ' = v4luev4lue\n',
  ': "v4luev4lue"',
  '=v4luev4lue',
  '("v4luev4lue")',
  ' v4luev4lue8\n',
  ' key: v4luev4lue\n',
  ' | b\n|---|---|\n| v4luev4lue | v4luev4lue |\n',
  '\n|-\n| v4luev4lue || v4luev4lue\n',
  ' !! b\n|-\n| v4luev4lue || v4luev4lue\n',
  '\n====  ====\nv4luev4lue  v4luev4lue\n',
  ': theme=dark; session=abcdefgh12345678',
  "', 'session=abcdefgh12345678')",
  ' -u ann:v4luev4lue',
  ' -fsS \\\n  --user ann:v4luev4lue',
  'dXNlcjpwYXNzdzByZA==',
  'v4luev4lue;Server=db;User Id=ann',
];
const around = fc
  .tuple(
    fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
    fc.option(fc.constantFrom(...values)),
    fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
  )
  .map(([first, value, last]) => first.join('') + (value ?? '') + last.join(''));

const named = (id: string, ...names: string[]): Rule =>
  makeRule({ id, keywords: ['token'], matcher: 'assignment', names, value: '.{3,}', before: 64, after: 200 });

/** Rules, and the anchors that call them. */
const groups: readonly { readonly rules: readonly Rule[]; readonly anchors: readonly string[] }[] = [
  { rules: [named('plain', '(^|_)token$'), named('other', '^api_token$')], anchors: ['token', 'Token', 'TOKEN'] },
  { rules: [named('label', '^acme_token$', '^my_token_key$')], anchors: ['token'] },
  {
    rules: [named('longer', '^token_key(_id)?$', 'token_secret$'), named('path', '^acme_token_?key$')],
    anchors: ['token'],
  },
  {
    rules: [makeRule({ id: 'url', keywords: ['http://'], matcher: 'connection-url', before: 512, after: 2048 })],
    anchors: ['http://', 'https://', 'mysql://', 'password=', 'Password = ', '@tcp('],
  },
  {
    rules: [makeRule({ id: 'header', keywords: ['cookie'], matcher: 'auth-header', before: 64, after: 4096 })],
    anchors: ['cookie', 'Cookie', 'authorization', 'Authorization', 'bearer', 'basic ', 'basic%20', 'curl'],
  },
];

const gates = groups.flatMap(({ rules, anchors }) => {
  const [first] = rules as [Rule];
  const gate = GATES[first.matcher!]!(rules) as Gate;
  return anchors.map((anchor) => ({ gate, rules, anchor, reach: first }));
});

describe('gates', () => {
  it('say no only where nothing is found', () => {
    const seen = { no: 0, found: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...gates), around, around, ({ gate, rules, anchor, reach }, before, after) => {
        const end = before.length + anchor.length;
        const window = windowAt(fromLatin1(before + anchor + after), reach, before.length, end);
        const found = rules.some((rule) => MATCHERS[rule.matcher!]!(window, rule).length > 0);
        const may = gate(window);
        if (!may) seen.no++;
        if (!found) return;
        seen.found++;
        expect(may, JSON.stringify(before + anchor + after)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(seen.no).toBeGreaterThan(1000);
    expect(seen.found).toBeGreaterThan(500);
  });

  it('say the same whatever stands on other lines, and far away on a long one', () => {
    const filled = fc.tuple(around, fc.constantFrom('\n', 'x'.repeat(GATE_LINE), ' '.repeat(GATE_LINE)), around);
    const near = 'x'.repeat(8);
    let no = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...gates),
        fc.tuple(around, around),
        fc.tuple(filled, filled),
        fc.tuple(
          fc.constantFrom('\n', near.repeat(GATE_BEFORE / 8)),
          fc.constantFrom('\n', near.repeat(GATE_LINE / 8)),
        ),
        ({ gate, anchor, reach }, [before, after], others, [edgeBefore, edgeAfter]) => {
          const line = edgeBefore + before + anchor + after + edgeAfter + '\n'.repeat(GATE_AFTER);
          const index = edgeBefore.length + before.length;
          const answers = others.map(([left, far, right]) => {
            const start = left.length + far.length + index;
            return gate(windowAt(fromLatin1(left + far + line + far + right), reach, start, start + anchor.length));
          });
          if (answers[0] === false) no++;
          expect(answers[1], JSON.stringify(line)).toBe(answers[0]);
        },
      ),
      { numRuns: 5000 },
    );
    expect(no).toBeGreaterThan(500);
  });
});

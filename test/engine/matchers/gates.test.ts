/** A gate says no only where its matcher finds nothing, and only by bytes that the constants of matcher.ts name. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../../src/bytes/latin1.ts';
import { GATES, MATCHERS } from '../../../src/engine/matchers/index.ts';
import { GATE_AFTER, GATE_BEFORE, GATE_LINE, type Gate } from '../../../src/engine/matchers/matcher.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { around } from '../../support/assigned-texts.ts';
import { makeRule } from '../../support/rules.ts';
import { windowAt } from './window.ts';

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

  it('let a label through before a brace whose value is on the next line', () => {
    const asked = gates.find(({ rules, anchor }) => rules[0]!.names.includes('^acme_token$') && anchor === 'token');
    const { gate, rules, reach } = asked!;
    const window = windowAt(fromLatin1('acme token{\n  "v4luev4lue" }'), reach, 5, 10);
    expect(rules.some((rule) => MATCHERS[rule.matcher!]!(window, rule).length > 0)).toBe(true);
    expect(gate(window)).toBe(true);
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

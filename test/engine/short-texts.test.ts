import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromUtf8 } from '../../src/bytes/latin1.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanDocument } from '../../src/engine/scan-document.ts';
import { textsToScan } from '../../src/engine/short-texts.ts';
import { prepareRuleSet } from '../../src/rules/regex.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { makeSecret, secretLine } from '../support/run-cli.ts';

const ruleSet = compileRuleSet(shippedRules);
const long = makeSecret('short texts');

const text = fc.oneof(
  fc.integer({ min: 1, max: 9999 }).map((number) => `refs/pull/${number}/head`),
  fc.constantFrom('', '\n', 'refs/heads/main', 'feature/password', '[1,2', 'a,b', `fix-${long}`),
  fc.constantFrom(secretLine('in a name').trim(), `refs/heads/${Buffer.from(secretLine('b')).toString('base64')}`),
  fc.constantFrom(Buffer.from(long).toString('hex').slice(0, 64), `ghp${'_'}${long.slice(0, 36)}`),
  fc.string({ maxLength: 30 }),
);

it('a text that need not be scanned holds nothing', async () => {
  await prepareRuleSet(shippedRules);
  let left = 0;
  let holds = 0;
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const bytes = texts.map((each) => fromUtf8(each));
      const isAsked = textsToScan(bytes, ruleSet);
      for (const [i, each] of bytes.entries()) {
        const found = scanDocument(each, ruleSet);
        if (found.length > 0) holds++;
        if (isAsked[i] === 1) continue;
        left++;
        expect(found).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
  expect(Math.min(left, holds)).toBeGreaterThan(100);
});

it('asks for a text with a keyword at its very end, and not for its neighbours', () => {
  const texts = ['refs/pull/1/head', 'my-token', 'refs/pull/2/head'].map((each) => fromUtf8(each));
  expect([...textsToScan(texts, ruleSet)]).toEqual([0, 1, 0]);
});

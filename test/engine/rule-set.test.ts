import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanDocument } from '../../src/engine/scan-document.ts';
import { makeRule, makeRuleSet } from '../support/rules.ts';

const shape = { matcher: 'assignment', class: 'named', before: 64, after: 700, names: ['(^|_)acme_key$'] } as const;

function foundIn(text: string, keywords: readonly string[]): number {
  const ruleSet = compileRuleSet(makeRuleSet([makeRule({ ...shape, id: 'acme-key', keywords })]));
  return scanDocument(fromLatin1(text), ruleSet).length;
}

describe('a keyword of several words', () => {
  const value = 'q7Rt2mVx9Lc4Wd8Zk1';

  it('stands for all spellings of a name', () => {
    for (const name of ['acme_key', 'acmeKey', 'ACME_KEY', 'acme-key', 'my.acme.key', 'Acme__Key', 'Acme key']) {
      expect(foundIn(`${name}: ${value}`, ['acme_key']), name).toBe(1);
    }
  });

  it('leaves alone one that ends in a joint, which an author means to be there', () => {
    expect(foundIn(`acme_key: ${value}`, ['acme_'])).toBe(1);
    expect(foundIn(`acmeKey: ${value}`, ['acme_'])).toBe(0);
  });
});

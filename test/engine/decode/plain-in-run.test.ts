/** A token that stands as it is in a run that decodes, too: told once, where it stands; what only the decoded text shows is told besides. */
import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../../src/bytes/latin1.ts';
import { compileRuleSet } from '../../../src/engine/rule-set.ts';
import { scanDocument } from '../../../src/engine/scan-document.ts';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { makeToken } from '../../../src/rules/generators/tokens.ts';
import { shippedRules } from '../../../src/rules/shipped.ts';

const ruleSet = compileRuleSet(shippedRules);
const TOKEN = makeToken('github', createRandom('plain in a run'));
const OTHER = makeToken('github', createRandom('coded in a run'));

/** Length of each secret's place. */
function told(text: string): number[] {
  return scanDocument(fromUtf8(text), ruleSet).map(({ secretStart, secretEnd }) => secretEnd - secretStart);
}

describe('a token in a run of codes', () => {
  const coded = `%${OTHER.charCodeAt(0).toString(16)}${OTHER.slice(1)}`;

  it('is told once, where it stands', () => {
    expect(told(`u=%7B%22token%22%3A%22${TOKEN}%22%7D\n`)).toEqual([TOKEN.length]);
  });

  it('does not hide another that only shows decoded', () => {
    const text = `u=%7B%22a%22%3A%22${TOKEN}%22%2C%22b%22%3A%22${coded}%22%7D\n`;
    expect(told(text)).toHaveLength(2);
  });
});

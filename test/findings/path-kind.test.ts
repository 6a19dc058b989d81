/** Which paths end as a rule asks. */
import { expect, test } from 'vitest';
import { hasEnding } from '../../src/findings/path-kind.ts';

test.each([
  ['config/credentials/live.key', 'config/credentials/*.key', true],
  ['app/config/credentials/live.key', 'config/credentials/*.key', true],
  ['config/credentials/a/live.key', 'config/credentials/*.key', false],
  ['realm.properties', '*realm*.properties', true],
  ['etc/jetty-realm-2.properties', '*realm*.properties', true],
  ['etc/realm.xml', '*realm*.properties', false],
  ['etc/properties', '*realm*.properties', false],
  ['aba', 'ab*ba', false],
  ['abba', 'ab*ba', true],
  ['abxab', 'ab*ab*ab', false],
])('%s, %s', (path, ending, is) => {
  expect(hasEnding(path, ending)).toBe(is);
});

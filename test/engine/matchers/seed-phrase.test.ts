import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mark } from '../../../src/engine/match.ts';
import { matchSeedPhrase, SEED_PHRASE_REACH } from '../../../src/engine/matchers/seed-phrase.ts';
import { bip39Phrase, bip39Words } from '../../../src/rules/checksums/bip39.ts';
import { bytesOf, runMatcher, valueOf } from './window.ts';

const KEYWORDS = ['mnemonic', 'seed', 'recovery'];
const find = (text: string) => runMatcher(matchSeedPhrase, SEED_PHRASE_REACH, KEYWORDS, bytesOf(text));
const phrase = (bytes: number, seed = 'a') =>
  bip39Phrase(createHash('sha512').update(`${seed}${bytes}`).digest().subarray(0, bytes));

describe('the word list', () => {
  it('is that of BIP-39', () => {
    const digest = createHash('sha256')
      .update(`${bip39Words().join('\n')}\n`)
      .digest('hex');
    expect(digest).toBe('2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda');
  });

  it('makes the vectors of BIP-39', () => {
    expect(bip39Phrase(new Uint8Array(16).fill(0x7f))).toBe(
      'legal winner thank year wave sausage worth useful legal winner thank yellow',
    );
    expect(bip39Phrase(new Uint8Array(32)).split(' ').at(-1)).toBe('art');
  });
});

describe('a seed phrase', () => {
  it.each([
    (words: string) => `MNEMONIC="${words}"\n`,
    (words: string) => `mnemonic: ${words}\n`,
    (words: string) => `My seed phrase is ${words}. Keep it.\n`,
    (words: string) => `{"mnemonic": ["${words.replaceAll(' ', '", "')}"]}`,
    (words: string) => `recovery words:\n  ${words.replaceAll(' ', '\n  ')}\n`,
    (words: string) => `{"text": "seed:\\n${words}\\n"}`.replace('\\n', ' '),
  ])('in carrier %#, of every length', (carrier) => {
    for (const bytes of [16, 20, 24, 28, 32]) {
      const words = phrase(bytes);
      const text = carrier(words);
      const [hit, ...others] = find(text);
      expect(others).toEqual([]);
      expect(valueOf(hit!, bytesOf(text))).toBe(words);
      expect(hit!.evidence).toEqual({ checksum: 1, marks: 0 });
    }
  });

  it('fails its checksum with two words exchanged', () => {
    const [first, second, ...rest] = phrase(32).split(' ');
    expect(find(`mnemonic: ${[second, first, ...rest].join(' ')}`)[0]?.evidence?.checksum).toBe(-1);
  });

  it('of a test vector or of a development chain is documented', () => {
    for (const fill of [0x00, 0x7f, 0x80, 0xff])
      expect(find(`mnemonic ${bip39Phrase(new Uint8Array(24).fill(fill))}`)[0]?.evidence?.marks).toBe(
        Mark.Documentation,
      );
    expect(find(`mnemonic = "${'test '.repeat(11)}junk"`)[0]?.evidence?.marks).toBe(Mark.Documentation);
  });

  it.each([
    'the seed of this random generator should never be the same between two runs of the program that we measure',
    `mnemonic: ${phrase(16).split(' ').slice(0, 11).join(' ')}`,
    `mnemonic: ${phrase(16).toUpperCase()}`,
    `mnemonic: ${'x'.repeat(60)} ${phrase(16)}`,
    `words: ${phrase(16)}`,
  ])('is not in %s', (text) => {
    expect(find(text)).toEqual([]);
  });

  it('is found whole in any surroundings', () => {
    const around = fc.string({ maxLength: 30 }).map((text) => text.replace(/[A-Za-z]/g, ' '));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), around, around, (entropy, before, after) => {
        const words = bip39Phrase(entropy);
        const [hit] = find(`${before} seed: ${words}\n;${after}`);
        expect(hit?.value && Buffer.from(hit.value).toString()).toBe(words);
      }),
    );
  });
});

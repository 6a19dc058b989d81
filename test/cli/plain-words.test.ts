import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { optionsOf } from '../../src/config/options.ts';
import { readPlainWords } from '../../src/cli/plain-words.ts';
import { readWords } from '../../src/cli/yargs-words.ts';

// Help is answered before any words are read.
const options = optionsOf('files').filter((option) => option.name !== 'help');
const typed = options.flatMap((option) => [`--${option.name}`, `-${option.short ?? 'x'}`, `--${option.name}=1`]);
const word = fc.oneof(
  fc.constantFrom(...typed),
  fc.constantFrom(
    'a',
    '1',
    '0x10',
    '1e3',
    '-',
    '--',
    '-qj',
    '-j4',
    '"a"',
    "'b'",
    'a=b',
    'true',
    'false',
    '',
    'ä',
    '-1',
    '--no-color=x',
  ),
  fc.string(),
  fc.tuple(fc.constantFrom(...options.map(({ name }) => name)), fc.string()).map(([name, text]) => `--${name}=${text}`),
);

test('a plain command line reads the same without yargs as with it', async () => {
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (argv) => {
      const read = readPlainWords(argv, options);
      if (read === null) return;
      plain++;
      const oracle = await readWords(argv, options);
      expect({ options: [...read.options].sort(), words: read.words }).toEqual({
        options: [...oracle.options].sort(),
        words: oracle.words,
      });
    }),
    { numRuns: 3000 },
  );
  expect(plain).toBeGreaterThan(100);
});

test('the common lines are plain', () => {
  for (const line of [
    '',
    'a b',
    '--min-tier review -j 4 a',
    '--quiet',
    '--exclude a --exclude b',
    '-',
    '--min-tier=review',
  ]) {
    expect(readPlainWords(line.split(' ').filter(Boolean), options)).not.toBeNull();
  }
});

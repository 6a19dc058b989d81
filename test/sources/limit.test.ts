import { expect, test } from 'vitest';
import { OPTION_LIST } from '../../src/config/options.ts';
import { valueFromWords } from '../../src/config/values.ts';
import { formatLimit } from '../../src/sources/limit.ts';

const option = OPTION_LIST.find(({ name }) => name === 'max-file-size')!;

test.each(['1 GB', '3 GiB', '5 MB', '5 MiB', '1500 KB', '512 KiB', '1234 bytes', '1 byte'])(
  'a limit of %s is told as it was written',
  (words) => {
    const written = words.replace(/ bytes?$/, '');
    const limit = valueFromWords(option, [written], { where: 'here', code: 'usage' });
    expect(formatLimit(limit as number)).toBe(words);
  },
);

import { describe, expect, test } from 'vitest';
import { TightlipError } from '../../src/errors.ts';
import { OPTION_LIST } from '../../src/config/options.ts';
import type { Option } from '../../src/config/options.ts';
import { valueFromToml, valueFromWords } from '../../src/config/values.ts';

const option = (name: string): Option => OPTION_LIST.find((each) => each.name === name)!;
const source = { where: '--x', code: 'usage' } as const;

describe('sizes', () => {
  test.each([
    ['1', 1],
    ['512B', 512],
    ['5MB', 5_000_000],
    ['5 MB', 5_000_000],
    ['5mb', 5_000_000],
    ['1KiB', 1024],
    ['2GiB', 2 ** 31],
  ])('%s is %d bytes', (written, bytes) => {
    expect(valueFromWords(option('max-file-size'), [written], source)).toBe(bytes);
  });
  test.each(['0', '-1', '1.5MB', '5M', 'MB', '1e3', '5MBB', ' 5MB', '٣', '9999999999999', '99999999999GB'])(
    '%s is refused with what is expected',
    (written) => {
      expect(() => valueFromWords(option('max-file-size'), [written], source)).toThrow(
        '--x: expected a size such as 5MB or 512KiB (B, KB, MB, GB, KiB, MiB, GiB), at least one byte',
      );
    },
  );
});

describe('words', () => {
  test.each([
    ['jobs', ['4'], 4],
    ['jobs', ['2', '4'], 4],
    ['min-tier', ['proven'], 'proven'],
    ['exclude', ['a', 'b'], ['a', 'b']],
    ['quiet', ['true'], true],
    ['quiet', ['false'], false],
    ['config', ['a b.toml'], 'a b.toml'],
  ])('%s %j', (name, words, value) => {
    expect(valueFromWords(option(name), words, source)).toEqual(value);
  });
  test.each([
    ['jobs', 'x', '--x: expected a whole number from 0 to 1024'],
    ['jobs', '1025', '--x: expected a whole number from 0 to 1024'],
    ['jobs', '-1', '--x: expected a whole number from 0 to 1024'],
    ['min-tier', 'prooven', '--x: expected one of proven, likely, review (did you mean "proven"?)'],
    ['min-tier', 'zzz', '--x: expected one of proven, likely, review'],
    ['quiet', 'yes', '--x: expected true or false'],
    ['config', '', '--x: needs a value: a path'],
    ['exclude', '', '--x: needs a value: GLOB'],
  ])('%s %j is refused', (name, word, message) => {
    expect(() => valueFromWords(option(name), [word], source)).toThrow(new TightlipError('usage', message));
  });
});

describe('TOML values', () => {
  test.each([
    ['jobs', 4, 4],
    ['max-file-size', 1024, 1024],
    ['max-file-size', '1KiB', 1024],
    ['exclude', [], []],
    ['no-ignore', true, true],
  ])('%s = %j', (name, written, value) => {
    expect(valueFromToml(option(name), written, source)).toEqual(value);
  });
  test.each([
    ['jobs', '4', '--x: expected a whole number, found a string'],
    ['jobs', 1.5, '--x: expected a whole number from 0 to 1024'],
    ['exclude', 'a', '--x: expected an array of strings (GLOB), found a string'],
    ['exclude', [1], '--x: expected an array of strings (GLOB), found an array with a number'],
    ['no-ignore', 'true', '--x: expected true or false, found a string'],
    ['min-tier', { a: 1 }, '--x: expected one of proven, likely, review, found a table'],
    ['baseline', '', '--x: expected a path, found an empty string'],
    ['baseline', new Date(0), '--x: expected a path, found a date'],
  ])('%s = %j is refused', (name, written, message) => {
    expect(() => valueFromToml(option(name), written, source)).toThrow(new TightlipError('usage', message));
  });
});

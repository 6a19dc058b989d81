/** Reads one option's value, from words (flag, environment, Action input) or from TOML. Pure. */
import { didYouMean } from '../rules/did-you-mean.ts';
import { TightlipError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { Option } from './options.ts';

/** A value as an option holds it. Sizes are bytes. */
export type OptionValue = boolean | number | string | readonly string[];

/** Where a value stands, for the message about it, and what kind of mistake a wrong one is. */
export interface ValueSource {
  /** `--jobs`, `TIGHTLIP_JOBS`, `tightlip.toml:3: jobs`. */
  readonly where: string;
  readonly code: Extract<ErrorCode, 'usage' | 'config'>;
}

/**
 * A value written as words.
 *
 * @param words - In order; more than one only for lists, else the last one holds.
 * @throws TightlipError `source.code` with what was expected.
 */
export function valueFromWords(option: Option, words: readonly string[], source: ValueSource): OptionValue {
  for (const word of words)
    if (word === '')
      throw wrong(
        source,
        `needs a value: ${option.type === 'list' || option.type === 'text' ? option.value : expected(option)}`,
      );
  const last = words.at(-1) ?? '';
  switch (option.type) {
    case 'flag':
      return flagFromWord(option, last, source);
    case 'list':
      return words;
    case 'count':
      return countFrom(/^\d{1,4}$/.test(last) ? Number(last) : null, option, source);
    case 'size':
      return sizeFrom(last, option, source);
    case 'choice':
      return choiceFrom(last, option, source);
    case 'text':
    case 'path':
      return last;
  }
}

/**
 * A value as TOML gives it.
 *
 * @throws TightlipError `source.code` with what was expected and what was found.
 */
export function valueFromToml(option: Option, value: unknown, source: ValueSource): OptionValue {
  switch (option.type) {
    case 'flag':
      if (typeof value === 'boolean') return value;
      break;
    case 'count':
      if (typeof value === 'number') return countFrom(value, option, source);
      break;
    case 'size':
      if (typeof value === 'number') return sizeFrom(String(value), option, source);
      if (typeof value === 'string') return sizeFrom(value, option, source);
      break;
    case 'list':
      if (isListOfWords(value)) return value;
      break;
    case 'choice':
      if (typeof value === 'string') return choiceFrom(value, option, source);
      break;
    case 'text':
    case 'path':
      if (isWord(value)) return value;
      break;
  }
  throw wrong(source, `expected ${expected(option)}, found ${kindOf(value)}`);
}

/** What TOML calls the type of a value, with its article: "a string". Tells nothing of the value itself. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) {
    const odd: unknown = value.find((word) => !isWord(word));
    return odd === undefined ? 'an array' : `an array with ${kindOf(odd)}`;
  }
  if (value instanceof Date) return 'a date';
  if (value === '') return 'an empty string';
  if (typeof value === 'object') return 'a table';
  return typeof value === 'bigint' ? 'a number' : `a ${typeof value}`;
}

/** Whether it is an array of non-empty strings. */
export function isListOfWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isWord);
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function expected(option: Option): string {
  switch (option.type) {
    case 'flag':
      return 'true or false';
    case 'list':
      return `an array of strings (${option.value})`;
    case 'count':
      return 'a whole number';
    case 'size':
      return 'a size such as 5MB or 512KiB';
    case 'choice':
      return `one of ${(option.choices ?? []).join(', ')}`;
    case 'path':
      return 'a path';
    case 'text':
      return 'some words';
  }
}

function flagFromWord(option: Option, word: string, source: ValueSource): boolean {
  // PowerShell writes True, most people's variables hold 1.
  if (/^(?:true|false|[01])$/i.test(word)) return /^(?:true|1)$/i.test(word);
  throw wrong(source, `expected ${expected(option)}`);
}

const MOST_JOBS = 1024;

function countFrom(count: number | null, option: Option, source: ValueSource): number {
  if (count === null || !Number.isInteger(count) || count < 0 || count > MOST_JOBS) {
    throw wrong(source, `expected ${expected(option)} from 0 to ${MOST_JOBS}`);
  }
  return count;
}

function choiceFrom(word: string, option: Option, source: ValueSource): string {
  const choices = option.choices ?? [];
  if (choices.includes(word)) return word;
  throw wrong(source, `expected ${expected(option)}${didYouMean(word, choices)}`);
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['kib', 2 ** 10],
  ['mib', 2 ** 20],
  ['gib', 2 ** 30],
]);

function sizeFrom(word: string, option: Option, source: ValueSource): number {
  const parts = /^(\d{1,12}) ?([A-Za-z]*)$/.exec(word);
  const unit = parts === null ? undefined : UNITS.get(parts[2]!.toLowerCase());
  const bytes = parts === null || unit === undefined ? 0 : Number(parts[1]) * unit;
  if (bytes < 1 || !Number.isSafeInteger(bytes)) {
    throw wrong(source, `expected ${expected(option)} (B, KB, MB, GB, KiB, MiB, GiB), at least one byte`);
  }
  return bytes;
}

function wrong(source: ValueSource, what: string): TightlipError {
  return new TightlipError(source.code, `${source.where}: ${what}`);
}

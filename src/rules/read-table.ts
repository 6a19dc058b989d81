/** Reads a table of a pack against the table of its keys: nothing unknown, nothing missing, everything of its type. */
import { TightlipError } from '../errors.ts';
import { didYouMean } from './did-you-mean.ts';
import { foreignKey } from './foreign-keys.ts';
import type { KeyPath, Locate } from './locate.ts';
import type { KeyKind, KeySpec } from './schema.ts';

/** Where a pack's text came from, for messages. */
export interface PackText {
  /** Name of the file as the user knows it. */
  readonly file: string;
  readonly locate: Locate;
}

/** A value of a pack that has passed its type check. */
export type KeyValue = string | number | boolean | readonly string[] | readonly PartTable[];

/** One entry of a composite's `parts`. */
export interface PartTable {
  readonly rules: readonly string[];
  readonly optional: boolean;
}

/** @throws TightlipError `FILE:LINE: sentence`, code `rules`. */
export function complain(source: PackText, path: KeyPath, sentence: string): never {
  throw new TightlipError('rules', `${source.file}:${source.locate(path)}: ${sentence}`);
}

/**
 * Checks one table and returns its values by key.
 *
 * @param title - How messages call the table, for example `[[rules]]`.
 * @throws TightlipError on an unknown or missing key or a value of a wrong type.
 */
export function readTable(
  value: unknown,
  specs: readonly KeySpec[],
  title: string,
  path: KeyPath,
  source: PackText,
): ReadonlyMap<string, KeyValue> {
  if (!isTable(value)) complain(source, path, `${title} must be a table, not ${nameOf(value)}`);
  const known = specs.map((spec) => spec.key);
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const hint = foreignKey(key) || didYouMean(key, known);
    complain(source, [...path, key], `unknown key "${printable(key)}" in ${title}${hint}`);
  }
  const values = new Map<string, KeyValue>();
  for (const spec of specs) {
    const given = Object.hasOwn(value, spec.key) ? value[spec.key] : undefined;
    if (given === undefined) {
      if (spec.required === true) complain(source, path, `missing key "${spec.key}" in ${title}`);
      continue;
    }
    values.set(spec.key, readValue(given, spec, title, [...path, spec.key], source));
  }
  return values;
}

/** A TOML table, as opposed to an array, a date or a scalar. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** `a string`, `a list` …: how a message names the type of a TOML value. */
export function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  return 'a table';
}

function readValue(value: unknown, spec: KeySpec, title: string, path: KeyPath, source: PackText): KeyValue {
  const { kind, key } = spec;
  const wrong = (expected: string): never =>
    complain(source, path, `"${key}" in ${title} must be ${expected}, not ${nameOf(value)}`);
  switch (kind.type) {
    case 'string':
      return typeof value === 'string' ? readText(value, kind, spec.key, path, source) : wrong('a string');
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong('true or false');
    case 'integer':
    case 'number':
      return readNumber(value, kind, wrong, (sentence) => complain(source, path, `"${key}" in ${title} ${sentence}`));
    case 'strings':
      return readStrings(value, key, title, path, source);
    case 'parts':
      return readParts(value, title, path, source);
  }
}

function readText(
  value: string,
  kind: KeyKind & { type: 'string' },
  key: string,
  path: KeyPath,
  source: PackText,
): string {
  if (kind.oneOf !== undefined && !kind.oneOf.includes(value)) {
    const hint = didYouMean(value, kind.oneOf);
    complain(source, path, `"${key}" must be one of ${kind.oneOf.join(', ')}${hint}`);
  }
  if (kind.form === 'kebab' && !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value))
    complain(source, path, `"${key}" must be lower-case words joined by "-", for example "acme-api-key"`);
  if (value.trim() === '' && key !== 'value') complain(source, path, `"${key}" must not be empty`);
  return value;
}

function readNumber(
  value: unknown,
  kind: KeyKind & { type: 'integer' | 'number' },
  wrong: (expected: string) => never,
  refuse: (sentence: string) => never,
): number {
  if (typeof value !== 'number') return wrong(kind.type === 'integer' ? 'a whole number' : 'a number');
  const fits = value >= kind.least && value <= kind.most && (kind.type === 'number' || Number.isInteger(value));
  if (!fits)
    refuse(`must be ${kind.type === 'integer' ? 'a whole number' : 'a number'} from ${kind.least} to ${kind.most}`);
  return value;
}

function readStrings(value: unknown, key: string, title: string, path: KeyPath, source: PackText): readonly string[] {
  if (!Array.isArray(value))
    complain(source, path, `"${key}" in ${title} must be a list of strings, not ${nameOf(value)}`);
  return value.map((element: unknown, index) => {
    if (typeof element !== 'string')
      complain(source, [...path, index], `"${key}" in ${title} must hold strings only, not ${nameOf(element)}`);
    if (element === '') complain(source, [...path, index], `"${key}" in ${title} must not hold an empty string`);
    return element;
  });
}

const PART_KEYS: readonly KeySpec[] = [
  { key: 'rules', kind: { type: 'strings' }, required: true, about: 'Ids of the rules that can be this part.' },
  { key: 'optional', kind: { type: 'boolean' }, about: 'The part may be missing.' },
];

function readParts(value: unknown, title: string, path: KeyPath, source: PackText): readonly PartTable[] {
  if (!Array.isArray(value) || value.length === 0)
    complain(source, path, `"parts" in ${title} must be a list of at least one { rules = […], optional = false }`);
  return value.map((part: unknown, index) => {
    const values = readTable(part, PART_KEYS, `"parts" of ${title}`, [...path, index], source);
    return { rules: values.get('rules') as readonly string[], optional: values.get('optional') === true };
  });
}

/** A key from the file as a message may show it: short and without control characters. */
function printable(key: string): string {
  const shown = key.replace(/[^\x20-\x7e]/g, '?');
  return shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
}

/** `[[exceptions]]` of `tightlip.toml`. */
import { checkException } from '../findings/exceptions.ts';
import { FINGERPRINT_FORM, isFingerprint } from '../findings/fingerprint-prefix.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import { quoteKey } from './complain.ts';
import type { Complainer } from './complain.ts';
import type { Exception } from './settings.ts';
import { kindOf } from './values.ts';

/** The keys of an exception, with what they are for (the JSON Schema tells it). */
export const EXCEPTION_KEYS = {
  rule: 'Id of the rule, or name of the pack.',
  path: 'Glob against the path of the finding.',
  fingerprint: 'Fingerprint of the value, or its beginning.',
  reason: 'Why it is no finding; required.',
  until: 'Last day on which it holds (UTC), YYYY-MM-DD.',
} as const;

type ExceptionKey = keyof typeof EXCEPTION_KEYS;

const KEYS = Object.keys(EXCEPTION_KEYS);

/**
 * Checks the exceptions of a parsed file.
 *
 * @throws TightlipError 'config' with the line of the first mistake.
 */
export function parseExceptions(value: unknown, complain: Complainer): Exception[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    throw complain.error(['exceptions'], `exceptions: expected [[exceptions]] tables, found ${kindOf(value)}`);
  }
  return value.map((entry: unknown, index) => parseException(entry, index, complain));
}

function parseException(entry: unknown, index: number, complain: Complainer): Exception {
  const at = ['exceptions', index];
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry) || entry instanceof Date) {
    throw complain.error(at, `exceptions: expected a table, found ${kindOf(entry)}`);
  }
  const text: Partial<Record<ExceptionKey, string>> = {};
  for (const [key, value] of Object.entries(entry) as [string, unknown][]) {
    if (!isExceptionKey(key)) {
      throw complain.error([...at, key], `unknown key ${quoteKey(key)} in [[exceptions]]${didYouMean(key, KEYS)}`);
    }
    text[key] = textOf(key, value, [...at, key], complain);
  }
  if (text.reason === undefined) {
    throw complain.error(at, 'an exception needs a reason: add reason = "why this is no secret"');
  }
  const { rule = null, path = null, fingerprint = null, reason, until = null } = text;
  if (rule === null && path === null && fingerprint === null) {
    throw complain.error(at, 'an exception needs at least one of rule, path, fingerprint');
  }
  const exception = { rule, path, fingerprint, reason, until, where: complain.where(at) };
  const problem = checkException(exception);
  if (problem !== null) throw complain.error(at, `this exception ${problem}`);
  return exception;
}

function isExceptionKey(key: string): key is ExceptionKey {
  return Object.hasOwn(EXCEPTION_KEYS, key);
}

function textOf(key: ExceptionKey, value: unknown, at: (string | number)[], complain: Complainer): string {
  if (key === 'until') return dayOf(value, at, complain);
  if (typeof value !== 'string' || value.trim() === '') {
    const found = typeof value === 'string' && value !== '' ? 'a blank one' : kindOf(value);
    throw complain.error(at, `${key} in [[exceptions]]: expected a non-empty string, found ${found}`);
  }
  if (key === 'fingerprint' && !isFingerprint(value)) {
    throw complain.error(at, `fingerprint in [[exceptions]]: expected ${FINGERPRINT_FORM}`);
  }
  return value;
}

/** Both `until = 2026-12-31` and `until = "2026-12-31"` are a day. */
function dayOf(value: unknown, at: (string | number)[], complain: Complainer): string {
  const written = value instanceof Date ? value.toISOString() : value;
  const isDay =
    typeof written === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(written) &&
    !Number.isNaN(Date.parse(written)) &&
    new Date(written).toISOString().startsWith(written);
  if (!isDay) throw complain.error(at, 'until in [[exceptions]]: expected a day, YYYY-MM-DD');
  return written;
}

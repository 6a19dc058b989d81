/** `tightlip.toml` as values: every mistake is one sentence with its file and line. Pure. */
import { parse as parseToml, TomlError } from 'smol-toml';
import { TightlipError } from '../errors.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import { foreignKey } from '../rules/foreign-keys.ts';
import { SEVERITIES } from '../rules/schema.ts';
import { createComplainer, quoteKey } from './complain.ts';
import type { Complainer } from './complain.ts';
import { parseExceptions } from './exceptions.ts';
import { OPTION_LIST } from './options.ts';
import type { OptionValues } from './options.ts';
import type { Severity } from '../rules/rule.ts';
import type { Exception } from './settings.ts';
import { isListOfWords, kindOf, valueFromToml } from './values.ts';
import type { OptionValue } from './values.ts';

/** What a configuration says of the rules; checked against the rule set when that is put together. */
export interface RuleConfig {
  /** Whole text and shown name of the file, from which the rules room reads `RULE_TABLES`. */
  readonly text: string;
  readonly file: string;
  /** Whether the file has any of `RULE_TABLES`. */
  readonly hasRules: boolean;
  /** Pack files to add, as written: relative to the configuration's folder. */
  readonly packs: readonly WrittenWord[];
  /** Ids of rules and names of packs to leave out. */
  readonly disable: readonly WrittenWord[];
  readonly severities: readonly (WrittenWord & { readonly severity: Severity })[];
  /** `shipped-rules = false`: only the rules given here. */
  readonly useShipped: boolean;
}

/** A word of the file with its `tightlip.toml:14`. */
export interface WrittenWord {
  readonly word: string;
  readonly where: string;
}

/** A configuration file, read and checked as far as it can be alone. */
export interface ConfigFile {
  readonly values: OptionValues;
  readonly exceptions: readonly Exception[];
  readonly rules: RuleConfig;
}

/** Top-level tables that the rules room parses. */
const RULE_TABLES = ['rules', 'composites', 'extend'] as const;

/** Top-level keys that are neither options nor rule tables, with what they are for (the JSON Schema tells it). */
export const OTHER_KEYS = {
  exceptions: 'What is not a finding: rule, path, fingerprint (all given ones must hold), reason, until.',
  packs: 'Rule pack files to add; paths relative to this file.',
  disable: 'Rules (ids) and packs (names) to leave out.',
  severity: 'Severity by rule id, in place of the rule’s own.',
  'shipped-rules': 'false: use only the rules given here.',
} as const;

/**
 * Parses the text of a configuration file.
 *
 * @param text - With or without a byte order mark, any newlines; empty is fine.
 * @param file - Its name as shown in messages.
 * @throws TightlipError 'config': what is wrong, at which line. Quotes keys, never values.
 */
export function parseConfig(text: string, file: string): ConfigFile {
  const plain = text.replace(/^\uFEFF/, '');
  const table = readTable(plain, file);
  const complain = createComplainer(plain, file);
  const values: Record<string, OptionValue> = {};
  for (const [key, value] of Object.entries(table)) {
    const option = OPTION_LIST.find((each) => each.key === key);
    if (option !== undefined) {
      values[option.name] = valueFromToml(option, value, { where: `${complain.where([key])}: ${key}`, code: 'config' });
    } else if (!isKnownKey(key)) {
      throw complain.error([key], unknownKey(key));
    }
  }
  return {
    values: values as OptionValues,
    exceptions: parseExceptions(table['exceptions'], complain),
    rules: ruleConfig(table, plain, file, complain),
  };
}

/** All top-level keys a configuration may have. */
export function knownKeys(): string[] {
  const options = OPTION_LIST.flatMap((option) => (option.key === undefined ? [] : [option.key]));
  return [...options, ...Object.keys(OTHER_KEYS), ...RULE_TABLES];
}

/** What is wrong with a key that a configuration does not have, and what to write instead. */
function unknownKey(key: string): string {
  if (key === 'pack') return '[pack] is for pack files: leave it out here, or name its file in packs = ["…"]';
  const onlyFlag = OPTION_LIST.some((option) => option.name === key);
  if (onlyFlag) return `${quoteKey(key)} is set on the command line alone: --${key}`;
  const hint = foreignKey(key) || didYouMean(key, knownKeys());
  return `unknown key ${quoteKey(key)}${hint || `; a configuration has ${knownKeys().join(', ')}`}`;
}

function isKnownKey(key: string): boolean {
  return Object.hasOwn(OTHER_KEYS, key) || (RULE_TABLES as readonly string[]).includes(key);
}

function readTable(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The library's message goes on with the source line, which may hold a secret: only its reason is told.
    const reason = error.message.split('\n', 1)[0]!.replace('Invalid TOML document: ', '').replace(/\.+$/, '');
    throw new TightlipError('config', `${file}:${error.line}: not valid TOML: ${reason}`, { cause: undefined });
  }
}

function ruleConfig(
  table: Readonly<Record<string, unknown>>,
  text: string,
  file: string,
  complain: Complainer,
): RuleConfig {
  const useShipped = table['shipped-rules'] ?? true;
  if (typeof useShipped !== 'boolean') {
    throw complain.error(['shipped-rules'], `shipped-rules: expected true or false, found ${kindOf(useShipped)}`);
  }
  return {
    text,
    file,
    hasRules: RULE_TABLES.some((key) => Object.hasOwn(table, key)),
    packs: words(table, 'packs', complain),
    disable: words(table, 'disable', complain),
    severities: severities(table['severity'], complain),
    useShipped,
  };
}

function words(table: Readonly<Record<string, unknown>>, key: string, complain: Complainer): WrittenWord[] {
  const value = table[key] ?? [];
  if (!isListOfWords(value)) {
    throw complain.error([key], `${key}: expected an array of strings, found ${kindOf(value)}`);
  }
  return value.map((word, index) => ({ word, where: complain.where([key, index]) }));
}

function severities(value: unknown, complain: Complainer): RuleConfig['severities'] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) {
    throw complain.error(['severity'], `severity: expected a table of rule id = "severity", found ${kindOf(value)}`);
  }
  return Object.entries(value).map(([word, severity]: [string, unknown]) => {
    const path = ['severity', word];
    if (typeof severity !== 'string') {
      throw complain.error(path, `${quoteKey(word)} in [severity]: expected a string, found ${kindOf(severity)}`);
    }
    if (!isSeverity(severity)) {
      const hint = didYouMean(severity, SEVERITIES);
      throw complain.error(path, `${quoteKey(word)} in [severity]: expected one of ${SEVERITIES.join(', ')}${hint}`);
    }
    return { word, where: complain.where(path), severity };
  });
}

function isSeverity(word: string): word is Severity {
  return (SEVERITIES as readonly string[]).includes(word);
}

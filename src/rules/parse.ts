/** A rule pack's TOML text to rules as data, or one sentence that says what is wrong with it and where. */
import { parse as parseToml, TomlError } from 'smol-toml';
import { TightlipError } from '../errors.ts';
import { createLocator } from './locate.ts';
import type { KeyPath } from './locate.ts';
import { complain, isTable, nameOf, readTable } from './read-table.ts';
import type { KeyValue, PackText, PartTable } from './read-table.ts';
import { toAscii, toBytes } from './ascii.ts';
import { didYouMean } from './did-you-mean.ts';
import { fillReach } from './reach.ts';
import type { CompositeRule, Rule, Severity, Tier } from './rule.ts';
import { COMPOSITE_KEYS, EXTEND_KEYS, PACK_KEYS, RULE_KEYS } from './schema.ts';

/** `[pack]`. `docs` and `revoke` are empty when it has none. */
export interface Pack {
  readonly name: string;
  readonly title: string;
  readonly docs: string;
  readonly revoke: string;
}

/** The texts by which a rule or composite is tried. */
export interface RuleExamples {
  readonly id: string;
  readonly examples: readonly string[];
  readonly counterexamples: readonly string[];
  /** Other rules that may find something in the examples. */
  readonly also: readonly string[];
  /** Where its table stands, for `locate`. */
  readonly path: KeyPath;
}

/** `[[extend]]`: lists are added to the rule's, the other keys replace them. */
export interface RuleExtension {
  readonly rule: string;
  readonly severity: Severity | null;
  readonly maxTier: Tier | null;
  readonly keywords: readonly string[];
  readonly names: readonly string[];
  readonly notNames: readonly string[];
  readonly allow: readonly string[];
  readonly revoke: string | null;
  readonly docs: string | null;
  readonly path: KeyPath;
}

/** A pack file as data, and where each of its keys stands. */
export interface ParsedPack extends PackText {
  readonly pack: Pack;
  readonly rules: readonly Rule[];
  readonly composites: readonly CompositeRule[];
  /** One entry a rule and a composite, rules first. */
  readonly examples: readonly RuleExamples[];
  readonly extensions: readonly RuleExtension[];
}

/**
 * Parses a pack file. It checks form only (keys, types, ids); {@link checkPacks} judges patterns and reach.
 *
 * @param file - Name to put before the line in messages.
 * @param shipped - A pack of this repository: its regexes stand as written; a user's have `\\s` and its kind read as ASCII.
 * @throws TightlipError code `rules`, `FILE:LINE: sentence`, for the first thing that is wrong.
 */
export function parsePack(text: string, file: string, shipped = false): ParsedPack {
  const source: PackSource = { file, locate: createLocator(text), ...(shipped ? AS_WRITTEN : AS_BYTES) };
  const document = parseDocument(text, file);
  const tables = ['pack', 'rules', 'composites', 'extend'];
  for (const key of Object.keys(document)) {
    if (!tables.includes(key))
      complain(
        source,
        [key],
        `unknown table "${key.slice(0, 40)}"${didYouMean(key, tables)}; a pack holds ${tables.join(', ')}`,
      );
  }
  if (document['pack'] === undefined) complain(source, [], 'missing table [pack] with at least "name" and "title"');
  const values = readTable(document['pack'], PACK_KEYS, '[pack]', ['pack'], source);
  const pack: Pack = {
    name: textOf(values, 'name'),
    title: textOf(values, 'title'),
    docs: textOf(values, 'docs'),
    revoke: textOf(values, 'revoke'),
  };
  return readPackTables(document, pack, source, true);
}

/** The pack of rules that stand in a project's own configuration. */
export const USER_PACK: Pack = { name: 'user', title: 'Rules of this project', docs: '', revoke: '' };

/**
 * Reads `[[rules]]`, `[[composites]]` and `[[extend]]` of a configuration file; its other keys are not looked at.
 * Ids are free there, but for the form.
 *
 * @param text - The whole TOML text of the file.
 * @throws TightlipError as {@link parsePack}.
 */
export function parseUserRules(text: string, file: string): ParsedPack {
  const source: PackSource = { file, locate: createLocator(text), ...AS_BYTES };
  return readPackTables(parseDocument(text, file), USER_PACK, source, false);
}

function parseDocument(text: string, file: string): Record<string, unknown> {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The first line of the message is the reason; the rest quotes the file, which may hold a secret.
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    throw new TightlipError('rules', `${file}:${error.line}: not valid TOML: ${reason}`, { cause: error });
  }
}

/** A text, and how its regexes and literals are read. */
interface PackSource extends PackText {
  readonly regexOf: (written: string) => string;
  readonly literalOf: (written: string) => string;
}
const AS_WRITTEN = { regexOf: (regex: string) => regex, literalOf: (literal: string) => literal };
const AS_BYTES = { regexOf: toAscii, literalOf: toBytes };

function readPackTables(
  document: Record<string, unknown>,
  pack: Pack,
  source: PackSource,
  prefixed: boolean,
): ParsedPack {
  const rules: Rule[] = [];
  const composites: CompositeRule[] = [];
  const examples: RuleExamples[] = [];
  const ids = new Map<string, KeyPath>();
  const claim = (id: string, path: KeyPath): void => {
    const at = [...path, 'id'];
    if (prefixed && id !== pack.name && !id.startsWith(`${pack.name}-`))
      complain(source, at, `"id" must begin with the pack's name, "${pack.name}-", but is "${id}"`);
    const other = ids.get(id);
    if (other !== undefined)
      complain(source, at, `duplicate id "${id}", already on line ${source.locate([...other, 'id'])}`);
    ids.set(id, path);
  };
  for (const [table, path] of tablesOf(document, 'rules', source)) {
    const values = readTable(table, RULE_KEYS, titleOf('rules', table), path, source);
    const rule = toRule(values, pack, path, source);
    claim(rule.id, path);
    rules.push(rule);
    examples.push(examplesOf(values, path));
  }
  for (const [table, path] of tablesOf(document, 'composites', source)) {
    const values = readTable(table, COMPOSITE_KEYS, titleOf('composites', table), path, source);
    const composite = toComposite(values, pack);
    claim(composite.id, path);
    composites.push(composite);
    examples.push(examplesOf(values, path));
  }
  const extensions = tablesOf(document, 'extend', source).map(([table, path]) =>
    toExtension(readTable(table, EXTEND_KEYS, '[[extend]]', path, source), path, source),
  );
  return { ...source, pack, rules, composites, examples, extensions };
}

function tablesOf(document: Record<string, unknown>, key: string, source: PackText): [unknown, KeyPath][] {
  const value = document[key];
  if (value === undefined) return [];
  if (!Array.isArray(value)) complain(source, [key], `"${key}" must be written as [[${key}]], not as ${nameOf(value)}`);
  return value.map((table: unknown, index) => [table, [key, index]]);
}

/** `[[rules]] "acme-key"`, or without the id where there is none yet. */
function titleOf(key: string, table: unknown): string {
  const id = isTable(table) ? table['id'] : undefined;
  return typeof id === 'string' && /^[a-z0-9-]{1,80}$/.test(id) ? `[[${key}]] "${id}"` : `[[${key}]]`;
}

type Values = ReadonlyMap<string, KeyValue>;

function textOf(values: Values, key: string, otherwise = ''): string {
  return (values.get(key) as string | undefined) ?? otherwise;
}

function listOf(values: Values, key: string): readonly string[] {
  return (values.get(key) as readonly string[] | undefined) ?? [];
}

function examplesOf(values: Values, path: KeyPath): RuleExamples {
  return {
    id: textOf(values, 'id'),
    examples: listOf(values, 'examples'),
    counterexamples: listOf(values, 'counterexamples'),
    also: listOf(values, 'also'),
    path,
  };
}

function toRule(values: Values, pack: Pack, path: KeyPath, source: PackSource): Rule {
  const id = textOf(values, 'id');
  const { regexOf, literalOf } = source;
  checkBoundary(textOf(values, 'boundary'), id, path, source);
  const pattern = bounded(regexOf(textOf(values, 'pattern')), textOf(values, 'boundary'));
  const matcher = (values.get('matcher') as Rule['matcher'] | undefined) ?? null;
  if ((pattern === '') === (matcher === null))
    complain(source, path, `[[rules]] "${id}" must have either "pattern" or "matcher"`);
  if (values.has('boundary') && matcher !== null)
    complain(source, [...path, 'boundary'], `"boundary" in [[rules]] "${id}" goes only with "pattern"`);
  if (values.has('options') && matcher === null)
    complain(source, [...path, 'options'], `"options" in [[rules]] "${id}" goes only with "matcher"`);
  for (const key of ['names', 'not-names', 'value', 'scope']) {
    if (values.has(key) && matcher !== 'assignment')
      complain(source, [...path, key], `"${key}" in [[rules]] "${id}" goes only with matcher = "assignment"`);
  }
  return fillReach(
    {
      id,
      name: textOf(values, 'name'),
      description: textOf(values, 'description'),
      pack: pack.name,
      severity: textOf(values, 'severity') as Severity,
      class: textOf(values, 'class') as Rule['class'],
      keywords: listOf(values, 'keywords').map(literalOf),
      caseSensitive: values.get('case-sensitive') === true,
      pattern,
      ignoreCase: values.get('ignore-case') === true,
      matcher,
      names: listOf(values, 'names').map(regexOf),
      notNames: listOf(values, 'not-names').map(regexOf),
      value: regexOf(textOf(values, 'value')),
      scope: textOf(values, 'scope', 'name') as Rule['scope'],
      options: listOf(values, 'options'),
      checksum: textOf(values, 'checksum'),
      distinctive: values.get('distinctive') === true,
      guessable: values.get('guessable') === true,
      minEntropy: (values.get('min-entropy') as number | undefined) ?? 0,
      partOnly: values.get('part-only') === true,
      maxTier: textOf(values, 'max-tier', 'proven') as Tier,
      paths: listOf(values, 'paths'),
      allow: listOf(values, 'allow').map(literalOf),
      revoke: textOf(values, 'revoke', pack.revoke),
      docs: textOf(values, 'docs', pack.docs),
    },
    values.get('before') as number | undefined,
    values.get('after') as number | undefined,
  );
}

/** In brackets of its own it would be another class than it looks. */
function checkBoundary(boundary: string, id: string, path: KeyPath, source: PackText): void {
  if (/^(?:[^[\]\\]|\\.)*$/.test(boundary)) return;
  const sentence =
    'is the inside of a class, such as A-Za-z0-9_: leave out its brackets, and write \\[ and \\] for themselves';
  complain(source, [...path, 'boundary'], `"boundary" in [[rules]] "${id}" ${sentence}`);
}

const HEX = '[0-9A-Fa-f]{2}';
/** What a token may stand behind though it ends in a letter or a digit: escapes, signs in a mail, the sign of a default, colours as bytes or as written. */
const ESCAPES = [
  String.raw`\\[nrtbfv0]`,
  String.raw`(?:%(?:25)?|\\x|\\u${HEX})${HEX}`,
  String.raw`\\[0-7]{2,3}`,
  '=(?:3D|2[027])',
  ':-',
  String.raw`(?:\x1b\[[0-9;]{0,5}|\\(?:[eE]|033|x1[bB]|u001[bB])\[)[0-9;]{0,7}m`,
].join('|');

/**
 * A pattern that begins and ends where a token can: beside no character of the class, unless that one ends an escape
 * (`\n` in a JSON string, `\x22`, `\u0022`, `%3D` in a URL, `=3D` in a mail) or a terminal's colour code. So does one whose secret begins behind such a class of its own.
 */
function bounded(pattern: string, boundary: string): string {
  if (pattern !== '' && boundary !== '') return `${opened(boundary)}(?:${pattern})${closed(boundary)}`;
  const own = /^\(\?<!\[(A-Z[^\]\\^]*)\]\)(?=\(\?<secret>)/.exec(pattern);
  return own === null ? pattern : opened(own[1]!) + pattern.slice(own[0].length);
}

/** A dot that ends a sentence is no more of the token, though one within a longer word is. In a range (`+-.`) it stays one. */
function closed(boundary: string): string {
  const others = boundary.replace(/(?<!.-)\.(?!-.)/, '');
  return others === boundary ? `(?![${boundary}])` : `(?![${others}])(?!\\.[${boundary}])`;
}

function opened(boundary: string): string {
  return `(?:(?<![${boundary}])|(?<=${ESCAPES}))`;
}

function toComposite(values: Values, pack: Pack): CompositeRule {
  return {
    id: textOf(values, 'id'),
    name: textOf(values, 'name'),
    description: textOf(values, 'description'),
    pack: pack.name,
    severity: textOf(values, 'severity') as Severity,
    main: listOf(values, 'main'),
    parts: values.get('parts') as readonly PartTable[],
    within: values.get('within') as number,
    revoke: textOf(values, 'revoke', pack.revoke),
    docs: textOf(values, 'docs', pack.docs),
  };
}

function toExtension(values: Values, path: KeyPath, source: PackSource): RuleExtension {
  const { regexOf, literalOf } = source;
  if (values.size === 1) {
    const others = EXTEND_KEYS.map(({ key }) => key).filter((key) => key !== 'rule');
    complain(
      source,
      path,
      `[[extend]] of "${textOf(values, 'rule')}" changes nothing: give one of ${others.join(', ')}`,
    );
  }
  return {
    rule: textOf(values, 'rule'),
    severity: (values.get('severity') as Severity | undefined) ?? null,
    maxTier: (values.get('max-tier') as Tier | undefined) ?? null,
    keywords: listOf(values, 'keywords').map(literalOf),
    names: listOf(values, 'names').map(regexOf),
    notNames: listOf(values, 'not-names').map(regexOf),
    allow: listOf(values, 'allow').map(literalOf),
    revoke: (values.get('revoke') as string | undefined) ?? null,
    docs: (values.get('docs') as string | undefined) ?? null,
    path,
  };
}

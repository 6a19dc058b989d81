/** The keys of a rule pack, in one table that feeds the parser, the JSON Schema and docs/rules.md's test. */

/** What a key may hold. */
export type KeyKind =
  | { readonly type: 'string'; readonly oneOf?: readonly string[]; readonly form?: 'kebab' }
  | { readonly type: 'strings' }
  | { readonly type: 'boolean' }
  | { readonly type: 'integer'; readonly least: number; readonly most: number }
  | { readonly type: 'number'; readonly least: number; readonly most: number }
  | { readonly type: 'parts' };

/** One key of a table: its kebab-case name, what it holds, and what it is for, for the JSON Schema. */
export interface KeySpec {
  readonly key: string;
  readonly kind: KeyKind;
  readonly required?: boolean;
  readonly about: string;
}

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const CLASSES = ['document', 'structure', 'prefix', 'named', 'generic'] as const;
export const TIERS = ['proven', 'likely', 'review'] as const;
export const MATCHERS = [
  'assignment',
  'pem',
  'encoded-lines',
  'jwt',
  'connection-url',
  'auth-header',
  'seed-phrase',
  'chpasswd',
  'credential-list',
  'kubernetes-secret',
  'kubeconfig',
  'docker-auth',
  'npmrc',
  'netrc',
  'pgpass',
  'user-list',
  'secrets-csv',
  'freqtrade-config',
  'keypair-file',
  'key-store',
  'key-file',
  'password-database',
  'key-line',
  'master-key',
  'realm',
  'login-list',
] as const;
export const SCOPES = ['name', 'nearby'] as const;

const text: KeyKind = { type: 'string' };
const id: KeyKind = { type: 'string', form: 'kebab' };
const texts: KeyKind = { type: 'strings' };
const flag: KeyKind = { type: 'boolean' };
const bytes: KeyKind = { type: 'integer', least: 0, most: 65_536 };

/** `[pack]`: what its rules have in common. */
export const PACK_KEYS: readonly KeySpec[] = [
  { key: 'name', kind: id, required: true, about: 'Name of the pack; the ids of its rules begin with it.' },
  { key: 'title', kind: text, required: true, about: 'Name of the provider as people write it.' },
  { key: 'docs', kind: text, about: 'Page to revoke on or to read on, for rules without their own.' },
  { key: 'revoke', kind: text, about: 'How to revoke and rotate, in the imperative, for rules without their own.' },
];

/** `[[rules]]`: one detection. */
export const RULE_KEYS: readonly KeySpec[] = [
  { key: 'id', kind: id, required: true, about: 'pack-kind[-variant]; never renamed.' },
  { key: 'name', kind: text, required: true, about: 'A noun phrase in the singular.' },
  { key: 'description', kind: text, required: true, about: 'What was detected and what its holder can do with it.' },
  { key: 'severity', kind: { type: 'string', oneOf: SEVERITIES }, required: true, about: 'How bad a leak is.' },
  {
    key: 'class',
    kind: { type: 'string', oneOf: CLASSES },
    required: true,
    about: 'Decides which of overlapping matches stays.',
  },
  {
    key: 'keywords',
    kind: texts,
    required: true,
    about: 'Literals of at least 3 bytes, one of which is in every match.',
  },
  { key: 'case-sensitive', kind: flag, about: 'Keywords are compared with their case.' },
  { key: 'before', kind: bytes, about: 'Bytes looked at before the keyword; computed from the pattern when left out.' },
  { key: 'after', kind: bytes, about: 'Bytes looked at after the keyword; computed from the pattern when left out.' },
  { key: 'pattern', kind: text, about: 'Regex with the named group secret, and perhaps name, id and public.' },
  {
    key: 'boundary',
    kind: text,
    about: 'Inside of a class, for example A-Za-z0-9_: the characters that may not stand beside the match.',
  },
  { key: 'ignore-case', kind: flag, about: 'The pattern ignores the case of ASCII letters.' },
  { key: 'matcher', kind: { type: 'string', oneOf: MATCHERS }, about: 'A built-in parser in place of a pattern.' },
  { key: 'names', kind: texts, about: 'Assignment: regexes on the normalized name, one of which must match.' },
  { key: 'not-names', kind: texts, about: 'Assignment: regexes on the normalized name that veto it.' },
  { key: 'value', kind: text, about: 'Assignment: regex that the whole value must match.' },
  { key: 'scope', kind: { type: 'string', oneOf: SCOPES }, about: 'Assignment: where the keyword lies.' },
  { key: 'options', kind: texts, about: 'Arguments of the matcher.' },
  { key: 'checksum', kind: text, about: 'Name of the check that the secret must pass to be proven.' },
  { key: 'distinctive', kind: flag, about: 'The shape alone is proof.' },
  { key: 'guessable', kind: flag, about: 'People choose the value.' },
  {
    key: 'min-entropy',
    kind: { type: 'number', least: 0, most: 8 },
    about: 'Least entropy of the secret in bits per byte.',
  },
  { key: 'part-only', kind: flag, about: 'Only ever a part of a composite.' },
  { key: 'max-tier', kind: { type: 'string', oneOf: TIERS }, about: 'Best tier the rule may reach.' },
  { key: 'paths', kind: texts, about: 'Endings of which the path must have one, such as config/*.key.' },
  { key: 'allow', kind: texts, about: 'Documented example values, never a finding.' },
  { key: 'revoke', kind: text, about: 'How to revoke and rotate, in the imperative.' },
  { key: 'docs', kind: text, about: 'Page to revoke on or to read on.' },
  { key: 'examples', kind: texts, about: 'Texts in which the rule finds a secret; «…» marks it.' },
  { key: 'counterexamples', kind: texts, about: 'Texts in which the rule finds nothing at tier likely or above.' },
  { key: 'also', kind: texts, about: 'Ids of other rules that may find something in the examples.' },
];

/** `[[composites]]`: matches near each other that make one finding. */
export const COMPOSITE_KEYS: readonly KeySpec[] = [
  { key: 'id', kind: id, required: true, about: 'pack-kind; never renamed.' },
  { key: 'name', kind: text, required: true, about: 'A noun phrase in the singular.' },
  { key: 'description', kind: text, required: true, about: 'What was detected and what its holder can do with it.' },
  { key: 'severity', kind: { type: 'string', oneOf: SEVERITIES }, required: true, about: 'How bad a leak is.' },
  { key: 'main', kind: texts, required: true, about: 'Ids of the rules whose secret is the secret of the finding.' },
  {
    key: 'parts',
    kind: { type: 'parts' },
    required: true,
    about: 'The other parts: { rules = […], optional = false }.',
  },
  {
    key: 'within',
    kind: { type: 'integer', least: 1, most: 65_536 },
    required: true,
    about: 'Most bytes between the main part and a part.',
  },
  { key: 'revoke', kind: text, about: 'How to revoke and rotate, in the imperative.' },
  { key: 'docs', kind: text, about: 'Page to revoke on or to read on.' },
  { key: 'examples', kind: texts, about: 'Texts in which the composite finds a secret; «…» marks it.' },
  { key: 'counterexamples', kind: texts, about: 'Texts in which the composite finds nothing.' },
  { key: 'also', kind: texts, about: 'Ids of other rules that may find something in the examples.' },
];

/** `[[extend]]`: a change to a rule that another pack, or the shipped set, defines. */
export const EXTEND_KEYS: readonly KeySpec[] = [
  { key: 'rule', kind: id, required: true, about: 'Id of the rule to change.' },
  { key: 'severity', kind: { type: 'string', oneOf: SEVERITIES }, about: 'Replaces its severity.' },
  { key: 'max-tier', kind: { type: 'string', oneOf: TIERS }, about: 'Replaces its best tier.' },
  { key: 'keywords', kind: texts, about: 'Added to its keywords.' },
  { key: 'names', kind: texts, about: 'Added to its names.' },
  { key: 'not-names', kind: texts, about: 'Added to its vetoes.' },
  { key: 'allow', kind: texts, about: 'Added to the values that are never a finding.' },
  { key: 'revoke', kind: text, about: 'Replaces its revoke.' },
  { key: 'docs', kind: text, about: 'Replaces its docs.' },
];

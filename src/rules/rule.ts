/** What a rule is, as data. A pack file (`rules/*.toml`) is parsed to this, and this is what the build ships. */

/**
 * How much a match of the rule explains; decides precedence between overlapping matches, highest first:
 * `document` (a whole file of a known kind), `structure` (decoded: JWT, PEM, URL), `prefix` (a token that names its
 * provider), `named` (a provider's name assigned a value of its shape), `generic` (a name that says "secret").
 */
export type RuleClass = 'document' | 'structure' | 'prefix' | 'named' | 'generic';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** The parsers a rule may use in place of a regex; each is a file of `engine/matchers/`. */
export type MatcherName =
  | 'assignment' // NAME <separator> VALUE in every carrier; uses `names`, `value`, `scope`
  | 'pem' // PEM, OpenSSH, PGP and PuTTY private keys
  | 'encoded-lines' // keys, kubeconfigs and registry logins in base64, wrapped over lines
  | 'jwt' // three- and five-part JOSE tokens
  | 'connection-url' // scheme://user:password@host
  | 'auth-header' // Bearer, Basic, Token … followed by a credential
  | 'seed-phrase' // the words of a wallet
  | 'chpasswd' // users and the passwords a call of chpasswd gives them
  | 'credential-list' // all secrets of a list or map that its name tells of
  | DocumentKind;

/** Whole documents that rules of class `document` read; each is a reader of `engine/documents/`. */
export type DocumentKind =
  | 'kubernetes-secret' // values of a Secret manifest
  | 'kubeconfig' // users of a kubeconfig
  | 'docker-auth' // auths of a Docker config.json
  | 'npmrc' // _auth, _password
  | 'netrc' // machine, login, password
  | 'pgpass' // host:port:database:user:password
  | 'user-list' // "user" "password" of PgBouncer, client server secret of pppd
  | 'secrets-csv' // columns whose heading names a secret
  | 'freqtrade-config' // exchange.key and its like
  | 'keypair-file' // 64 numbers
  | 'key-store' // a store of bytes that holds private keys: JKS, PKCS#12, a keytab
  | 'key-file' // a private key as bytes: DER, PVK, an OpenPGP key ring
  | 'password-database' // KeePass
  | 'key-line' // 32 or 64 hex digits and nothing else
  | 'master-key' // 256 hex digits and nothing else
  | 'realm' // user: password,role of Jetty
  | 'login-list'; // user:password in every line

/** One detection. Every field is plain data, so that a rule set can be serialized at build time. */
export interface Rule {
  /** `pack-kind[-variant]`, kebab-case; never renamed; equals the SARIF `ruleId`. */
  readonly id: string;
  /** A noun phrase in the singular: "Alpaca secret key". */
  readonly name: string;
  /** What was detected and what its holder can do with it. */
  readonly description: string;
  /** The pack's name, for example "alpaca". */
  readonly pack: string;
  readonly severity: Severity;
  readonly class: RuleClass;
  /**
   * Literals one of which must be present for the rule to be tried; ASCII letters match either case. Of a rule that wants
   * names, `_` between two words stands for whatever joins them.
   */
  readonly keywords: readonly string[];
  /** Keywords are compared with their case. */
  readonly caseSensitive: boolean;
  /** Bytes looked at before the anchor's first and after its last byte. */
  readonly before: number;
  readonly after: number;
  /** JavaScript regex source, no flags but `ignoreCase`; named groups `secret` (required), `name`, `id`, `public`. Empty with a matcher. */
  readonly pattern: string;
  readonly ignoreCase: boolean;
  /** The pattern, names and value are proven linear-safe, so V8 may run them; else re2js must (see `rules/regex.ts`). */
  readonly linear: boolean;
  /** Texts in lower case of which every name that `names` wants holds one, without a sign or a hump in it; empty: not known, or not asked. */
  readonly nameParts: readonly string[];
  /** Regex source of what every value holds that `value` wants, so many of its characters in a row; empty: not known, or not asked. */
  readonly valueRun: string;
  readonly matcher: MatcherName | null;
  /** Assignment: regexes of which one must match the normalized name (words in lower case joined by `_`). */
  readonly names: readonly string[];
  /** Assignment: regexes on the normalized name that veto it. */
  readonly notNames: readonly string[];
  /** Assignment: regex that the whole value must match, as it stands without quotes. Empty: any value. */
  readonly value: string;
  /**
   * Assignment: `name`: the keyword lies inside the assigned name. `nearby`: the keyword is a word of the provider
   * somewhere round it, and the names are those of assignments near it (see nearby-view.ts).
   */
  readonly scope: 'name' | 'nearby';
  /** Matchers that need an argument, for example the schemes of `connection-url`. */
  readonly options: readonly string[];
  /** Name of a check in `rules/checksums/`; empty when the format has none. */
  readonly checksum: string;
  /** The shape alone is so particular that it is proof enough (`proven` without a checksum). */
  readonly distinctive: boolean;
  /** People choose the value: its published fingerprint is shortened, and rarity does not judge it. */
  readonly guessable: boolean;
  /** Least entropy of the secret in bits per byte; below it the match is marked. 0: not asked. */
  readonly minEntropy: number;
  /** A match of the rule is only ever a part of a composite, never a finding of its own. */
  readonly partOnly: boolean;
  /** Best tier the rule may reach. */
  readonly maxTier: Tier;
  /** Endings of which the path must have one (see `hasEnding` of findings/path-kind.ts); content without a path passes. Empty: any path. */
  readonly paths: readonly string[];
  /** Exact values that are public documentation and never a finding. */
  readonly allow: readonly string[];
  /** How to revoke and rotate at this provider, in the imperative, for a report. */
  readonly revoke: string;
  /** Page of the provider to do it on, or to read on; empty when there is none. */
  readonly docs: string;
}

/** How sure: `proven` (checksum or structure holds), `likely`, `review`. */
export type Tier = 'proven' | 'likely' | 'review';

/** Matches of several rules near each other that make one finding: an id with its secret. */
export interface CompositeRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly pack: string;
  readonly severity: Severity;
  /** Rule ids whose match is the main part: its secret is the finding's secret. */
  readonly main: readonly string[];
  /** Kinds of parts, each a list of rule ids; a kind marked optional may be missing. */
  readonly parts: readonly { readonly rules: readonly string[]; readonly optional: boolean }[];
  /** Most bytes between the main part and a part. */
  readonly within: number;
  readonly revoke: string;
  readonly docs: string;
}

/** All rules of a run, as data, in a deterministic order (by id). */
export interface RuleSetData {
  readonly rules: readonly Rule[];
  readonly composites: readonly CompositeRule[];
}

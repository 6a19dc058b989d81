/** Kubernetes: `Secret` manifests (alone, in a List, among other documents) and kubeconfig files. YAML and JSON. */
import { fromLatin1, latin1 } from '../../bytes/latin1.ts';
import { classify } from '../filters/classify.ts';
import { DISMISSING_MARKS, DOUBTFUL_MARKS, Mark } from '../match.ts';
import { markCredential } from '../matchers/credential-marks.ts';
import type { DocumentHit, Found } from './document.ts';
import { decodeText, documentHit } from './document.ts';
import { type Entry, keyOf } from './entry.ts';
import { readJsonEntries } from './json-entries.ts';
import { readDockerAuths } from './registries.ts';

/** Keys of a Secret that hold no secret. */
const HARMLESS =
  /(^|[-_.])(user|username|host|hostname|port|db|dbname|database|name|namespace|endpoint|region|email|issuer|subject|username_(in|out)|client-?_?id|type|kind|provider|project|mode|method|protocol|service|audience|model|model_?id|enable[a-z]{1,12}|insecure|level)$|(account|storage|bucket|user|display|cluster)name$/i;
/** Values that mean something only by their name or their host: left to the rules that know it. */
const OTHERS =
  /^(\d{16,40}|[a-z][a-z0-9+.-]{1,20}:\/\/\S{1,300}|.{0,300};\s?(?:password|pwd)=.{1,300}|[\w.-]{1,64}@[\w.-]{1,100}:[\w./~-]{1,200})$/i;
/** Where something listens. */
const PLACE = /^[\w.-]{1,80}:\d{2,5}(?:\/[a-z_-]{1,24}){0,3}$/;
/** Keys that hold certificates, beside which a key has its own. */
const CERTIFICATE = /(^|[-_.])(crt|cert|cer|ca|ca-?bundle|chain)$/i;
const PUBLIC = /^(-----BEGIN (CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY)|ssh-(rsa|ed25519) |ecdsa-sha2-)/;

/**
 * Values of every manifest whose `kind` is `Secret`: `data` decoded, `stringData` as it stands. Templated values and those of a
 * `SealedSecret` are given too, marked, so that no weaker rule takes them for secrets.
 */
export function readSecrets(entries: readonly Entry[]): DocumentHit[] {
  const secrets = new Set<string>();
  const sealed = new Set<string>();
  for (const entry of entries) {
    if (keyOf(entry) !== 'kind') continue;
    const kind = entry.value.toLowerCase();
    if (kind === 'secret') secrets.add(rootOf(entry, 1));
    else if (kind === 'sealedsecret') sealed.add(rootOf(entry, 1));
  }
  if (secrets.size + sealed.size === 0) return [];
  return entries.flatMap((entry): DocumentHit[] => {
    const found = secrets.has(rootOf(entry, 2)) ? valuesOfSecret(entry) : [];
    if (found.length > 0) return found.map((each) => documentHit('kubernetes-secret', each));
    if (entry.path.at(-2) !== 'encryptedData' || !sealed.has(rootOf(entry, 3))) return [];
    const { start, end, value } = entry;
    return value === ''
      ? []
      : [documentHit('kubernetes-secret', { start, end, value, name: keyOf(entry), marks: Mark.Protected })];
  });
}

function valuesOfSecret(entry: Entry): readonly Found[] {
  const section = entry.path.at(-2);
  if (section !== 'data' && section !== 'stringData') return [];
  const { start, end } = entry;
  const name = keyOf(entry);
  if (entry.value.includes('{{')) return [{ start, end, value: entry.value, name, marks: Mark.Reference }];
  const value = section === 'data' ? decodeText(entry.value) : entry.value;
  if (value === null || value.length < 4 || HARMLESS.test(name) || PLACE.test(value)) return [];
  if (section === 'stringData' && OTHERS.test(value)) return [];
  const isPublic = PUBLIC.test(value) || (CERTIFICATE.test(name) && !value.includes('PRIVATE KEY'));
  // `password: password` in a guide, of which nobody made base64.
  const standIn = section === 'data' ? markCredential(entry.value) & Mark.Placeholder : 0;
  const members = membersOf(value);
  if (members.length > 0) return members.map((member) => ({ start, end, ...member }));
  return [{ start, end, value, name, marks: (isPublic ? Mark.Public : 0) | standIn }];
}

/** Longer values are data. */
const LONGEST_FILE = 1 << 16;
/** Keys of a file in JSON that hold a secret. */
const SECRET_KEY =
  /(^|[-_.]|[a-z](?=[A-Z]))(secret|pass(word|wd|phrase)?|pwd|token|credential|(private|api|access|secret|account|auth)[-_.]?key)$/i;

/** More in one file are told by these. */
const MOST_MEMBERS = 50;

/** The secrets in a value that is a file in JSON, as a login of a registry or a service account is; as a whole such a value looks like code. */
function membersOf(value: string): readonly Omit<Found, 'start' | 'end'>[] {
  if (value.length > LONGEST_FILE || !/^\s{0,16}[{[]/.test(value)) return [];
  const entries = readJsonEntries(fromLatin1(value));
  const logins = readDockerAuths(entries).map((login) => ({
    value: latin1(login.value!),
    name: login.assignedName ?? '',
    facts: login.facts ?? [],
    structure: login.evidence?.structure === 1 ? (1 as const) : (0 as const),
  }));
  if (logins.length > 0) return logins.slice(0, MOST_MEMBERS);
  const members = entries.filter((entry) => SECRET_KEY.test(keyOf(entry)) && isPlain(entry));
  return members.slice(0, MOST_MEMBERS).map((member) => ({ value: member.value, name: keyOf(member) }));
}

/** Whether a value is none that only stands for one. */
function isPlain({ value, path }: Entry): boolean {
  if (value.length < 4) return false;
  const context = {
    before: '"',
    isQuoted: true,
    name: path.at(-1)!,
    isGuessable: true,
    isTyped: false,
    isShaped: true,
  };
  return (classify(value, context).marks & (DISMISSING_MARKS | DOUBTFUL_MARKS)) === 0;
}

function rootOf(entry: Entry, below: number): string {
  return entry.path.slice(0, -below).join('\n');
}

const CREDENTIALS = new Set(['token', 'password', 'client-key-data', 'id-token', 'refresh-token', 'client-secret']);

/** Tokens, passwords and client keys of the `users` of a kubeconfig. */
export function readKubeconfig(entries: readonly Entry[]): DocumentHit[] {
  if (!entries.some((entry) => keyOf(entry) === 'kind' && entry.value === 'Config')) return [];
  const hits: DocumentHit[] = [];
  for (const entry of entries) {
    const name = keyOf(entry);
    if (!CREDENTIALS.has(name) || !entry.path.includes('user')) continue;
    const value = name === 'client-key-data' ? decodeText(entry.value) : entry.value;
    if (value === null || value.length < 8) continue;
    const structure = value.includes('PRIVATE KEY') ? 1 : 0;
    hits.push(documentHit('kubeconfig', { start: entry.start, end: entry.end, value, name, structure }));
  }
  return hits;
}

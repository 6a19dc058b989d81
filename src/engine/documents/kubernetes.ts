/** Kubernetes: `Secret` manifests (alone, in a List, among other documents) and kubeconfig files. YAML and JSON. */
import type { DocumentHit } from './document.ts';
import { decodeText, documentHit } from './document.ts';
import { type Entry, keyOf } from './entry.ts';

/** Keys of a Secret that hold no secret. */
const HARMLESS =
  /(^|[-_.])(user|username|host|hostname|port|db|dbname|database|name|namespace|endpoint|region|email|issuer|subject)$/i;
const PUBLIC = /^(-----BEGIN (CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY)|ssh-(rsa|ed25519) |ecdsa-sha2-)/;

/** Values of every manifest whose `kind` is `Secret`: `data` decoded, `stringData` as it stands. */
export function readSecrets(entries: readonly Entry[]): DocumentHit[] {
  const roots = new Set<string>();
  for (const entry of entries) if (keyOf(entry) === 'kind' && entry.value === 'Secret') roots.add(rootOf(entry, 1));
  if (roots.size === 0) return [];
  const hits: DocumentHit[] = [];
  for (const entry of entries) {
    const section = entry.path.at(-2);
    if ((section !== 'data' && section !== 'stringData') || !roots.has(rootOf(entry, 2))) continue;
    const value = section === 'data' ? decodeText(entry.value) : entry.value;
    const name = keyOf(entry);
    if (value === null || value.length < 4 || value.includes('{{') || HARMLESS.test(name) || PUBLIC.test(value))
      continue;
    hits.push(documentHit('kubernetes-secret', { start: entry.start, end: entry.end, value, name }));
  }
  return hits;
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

/** Logins of registries: Docker's `config.json`, npm's `.npmrc`. */
import type { DocumentHit } from './document.ts';
import { decodeLogin, decodeText, documentHit } from './document.ts';
import { type Entry, keyOf } from './entry.ts';

/** `auths` of a Docker configuration: `auth` is base64 of `user:password`; tokens stand as they are. */
export function readDockerAuths(entries: readonly Entry[]): DocumentHit[] {
  const hits: DocumentHit[] = [];
  for (const entry of entries) {
    const at = entry.path.lastIndexOf('auths');
    if (at < 0 || at !== entry.path.length - 3) continue;
    const name = keyOf(entry);
    const { start, end } = entry;
    const host = entry.path[at + 1] as string;
    if (name === 'auth') {
      const login = decodeLogin(entry.value);
      if (login === null || login.password === '') continue;
      const facts = [['user', login.user] as const, ['host', host] as const];
      hits.push(documentHit('docker-auth', { start, end, value: login.password, name, facts, structure: 1 }));
    } else if (/^(identitytoken|registrytoken|password)$/i.test(name) && entry.value.length >= 6) {
      hits.push(documentHit('docker-auth', { start, end, value: entry.value, name, facts: [['host', host]] }));
    }
  }
  return hits;
}

const NPM =
  /^[ \t]*(?:\/\/([^\s=]{1,200}?)\/?:){0,1}_(auth|password)[ \t]*=[ \t]*["']{0,1}([^\s"'#;]{6,1024})["']{0,1}[ \t]*\r?$/gm;

/** `_auth` (base64 of `user:password`) and `_password` (base64) of an npm configuration; `_authToken` stands plain and has other rules. */
export function readNpmrc(text: string): DocumentHit[] {
  const hits: DocumentHit[] = [];
  for (const found of text.matchAll(NPM)) {
    const [, host = '', kind, raw = ''] = found;
    const start = found.index + found[0].lastIndexOf(raw);
    const end = start + raw.length;
    const facts = host === '' ? [] : [['host', host] as const];
    const name = `_${kind}`;
    const login = kind === 'auth' ? decodeLogin(raw) : null;
    const value = login?.password ?? decodeText(raw) ?? raw;
    const user = login === null || login.user === '' ? [] : [['user', login.user] as const];
    hits.push(
      documentHit('npmrc', { start, end, value, name, facts: [...user, ...facts], structure: login === null ? 0 : 1 }),
    );
  }
  return hits;
}

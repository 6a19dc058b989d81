/**
 * Document rules: values that only the document as a whole gives away. They run on whole documents of at most 1 MiB, tables larger, recognised by
 * their content, never on streams.
 */
import { mayHoldKeys } from '../../bytes/key-file.ts';
import { latin1 } from '../../bytes/latin1.ts';
import type { DocumentHit } from './document.ts';
import type { Entry } from './entry.ts';
import { readJsonEntries } from './json-entries.ts';
import { readKubeconfig, readSecrets } from './kubernetes.ts';
import { readNetrc, readPgpass } from './plain-files.ts';
import { readLogins, readRealm, readUserList } from './user-list.ts';
import { readDockerAuths, readNpmrc } from './registries.ts';
import { readKeyLine } from './key-line.ts';
import { readKeypairFile } from './keypair-file.ts';
import { readKeyStore } from './key-store.ts';
import { readTextTables, readSecretsCsv, readSqlRows } from './tables.ts';
import { readFreqtrade } from './trading-bots.ts';
import { ALL_SIGNS, Sign } from './signs.ts';
import { readYamlEntries } from './yaml-entries.ts';

/** Larger documents are left to the other rules, but for tables. */
const LARGEST_DOCUMENT_BYTES = 1 << 20;
/** Less holds no document of any kind. */
const SMALLEST_DOCUMENT_BYTES = 24;

/** Signs of tables. */
const TABLE_SIGNS = Sign.Headings | Sign.Statement | Sign.TextTable;
/** Signs of documents whose values stand under keys. */
const ENTRY_SIGNS = Sign.Manifest | Sign.DockerAuths | Sign.Exchange;
const NETRC_SIGNS = Sign.NetrcMachine | Sign.NetrcLogin;

/**
 * Hits of every kind of document that `bytes` is. Linear; a cheap look at the content comes first.
 *
 * @param signs - Bits of {@link Sign}: kinds without theirs are not looked for.
 */
export function documentMatches(bytes: Uint8Array, signs: number = ALL_SIGNS): DocumentHit[] {
  if (bytes.length < SMALLEST_DOCUMENT_BYTES) return [];
  if ((signs & Sign.Keys) !== 0 && mayHoldKeys(bytes)) return readKeyStore(bytes);
  if (bytes.length > LARGEST_DOCUMENT_BYTES) {
    return (signs & TABLE_SIGNS) === 0 ? [] : tablesIn(bytes, latin1(bytes), signs);
  }
  const isNetrc = (signs & NETRC_SIGNS) === NETRC_SIGNS;
  if (!isNetrc && (signs & ~(NETRC_SIGNS | Sign.Mark)) === 0) return [];
  const text = latin1(bytes);
  const hits: DocumentHit[][] = [];
  const isJson = /^(?:\xef\xbb\xbf)?\s{0,100}[[{]/.test(text) || /^\s{0,100}\/[/*]/.test(text);
  if ((signs & ENTRY_SIGNS) !== 0 && mayHoldEntries(text)) {
    const entries: Entry[] = isJson ? readJsonEntries(bytes) : readYamlEntries(bytes);
    hits.push(readSecrets(entries), readKubeconfig(entries), readDockerAuths(entries), readFreqtrade(entries));
  }
  if ((signs & Sign.Npmrc) !== 0 && /_(auth|password)[ \t]*=/.test(text)) hits.push(readNpmrc(text));
  if (isNetrc && text.includes('machine ') && text.includes('login ')) hits.push(readNetrc(text));
  if ((signs & Sign.Logins) !== 0) {
    if (/^[^:\n]{1,255}:(\d{1,5}|\*):/m.test(text.slice(0, 4096))) hits.push(readPgpass(text));
    hits.push(readUserList(text), readRealm(text), readLogins(text));
  }
  if ((signs & TABLE_SIGNS) !== 0 && !isJson) hits.push(tablesIn(bytes, text, signs));
  if ((signs & Sign.Numbers) !== 0 && isJson) hits.push(readKeypairFile(text));
  if ((signs & Sign.KeyLine) !== 0) hits.push(readKeyLine(text));
  return hits.flat();
}

function tablesIn(bytes: Uint8Array, text: string, signs: number): DocumentHit[] {
  const hits: DocumentHit[][] = [];
  if ((signs & Sign.Headings) !== 0 && /^[^\n]{0,2000}[,;\t]/.test(text)) hits.push(readSecretsCsv(text));
  if ((signs & Sign.Statement) !== 0) hits.push(readSqlRows(bytes, text));
  if ((signs & Sign.TextTable) !== 0) hits.push(readTextTables(text));
  return hits.flat();
}

/** A word of every kind that is read as JSON or YAML. */
function mayHoldEntries(text: string): boolean {
  return (
    (text.includes('kind') && /kind"?\s{0,4}:\s{0,4}["']?([Ss]ecret|SealedSecret|Config)\b/.test(text)) ||
    text.includes('"auths"') ||
    (text.includes('"exchange"') && text.includes('"secret"'))
  );
}

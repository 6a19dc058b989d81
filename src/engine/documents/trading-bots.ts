/** Configuration of trading bots whose names say too little alone: freqtrade's `exchange.key` and `exchange.secret`. */
import type { DocumentHit } from './document.ts';
import { documentHit } from './document.ts';
import { type Entry, keyOf } from './entry.ts';

const FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  exchange: new Set(['key', 'secret', 'password', 'api_key', 'privateKey', 'walletAddress_private']),
  telegram: new Set(['token']),
  api_server: new Set(['jwt_secret_key', 'ws_token', 'password']),
};

/** Credentials of a freqtrade configuration; none unless it has the exchange's key and secret. */
export function readFreqtrade(entries: readonly Entry[]): DocumentHit[] {
  const hits: DocumentHit[] = [];
  let pair = 0;
  for (const entry of entries) {
    const section = entry.path.length === 2 ? (entry.path[0] as string) : '';
    const name = keyOf(entry);
    if (!Object.hasOwn(FIELDS, section) || !FIELDS[section]?.has(name) || entry.value.length < 6) continue;
    if (section === 'exchange' && (name === 'key' || name === 'secret')) pair++;
    const { start, end, value } = entry;
    hits.push(documentHit('freqtrade-config', { start, end, value, name: `${section}.${name}` }));
  }
  return pair === 2 ? hits : [];
}

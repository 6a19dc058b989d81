/** Configuration of trading bots whose names say too little alone: freqtrade's `exchange.key` and `exchange.secret`. */
import type { DocumentHit } from './document.ts';
import { documentHit } from './document.ts';
import type { Entry } from './entry.ts';

const FIELDS = new Set(
  (
    'exchange.key exchange.secret exchange.password exchange.privateKey telegram.token ' +
    'api_server.password api_server.ws_token api_server.jwt_secret_key'
  ).split(' '),
);

/** Credentials of a freqtrade configuration; none unless it has the exchange's key and secret. */
export function readFreqtrade(entries: readonly Entry[]): DocumentHit[] {
  const hits: DocumentHit[] = [];
  let pair = 0;
  for (const entry of entries) {
    const name = entry.path.join('.');
    if (!FIELDS.has(name) || entry.value.length < 6) continue;
    if (name === 'exchange.key' || name === 'exchange.secret') pair++;
    const { start, end, value } = entry;
    hits.push(documentHit('freqtrade-config', { start, end, value, name }));
  }
  return pair === 2 ? hits : [];
}

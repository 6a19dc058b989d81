/** A file that is one key and nothing else. What it opens only its path tells: see `paths` of a rule. */
import { type DocumentHit, documentHit } from './document.ts';

const KEY_LINE = /^\s{0,4}([0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{256})\s{0,4}$/;
/** As many digits has the key of a Jenkins controller. */
const MASTER_KEY = 256;

/** The hit of 32, 64 or 256 hex digits on a line of their own. */
export function readKeyLine(text: string): DocumentHit[] {
  const value = KEY_LINE.exec(text)?.[1];
  if (value === undefined) return [];
  const start = text.indexOf(value);
  const kind = value.length === MASTER_KEY ? 'master-key' : 'key-line';
  return [documentHit(kind, { start, end: start + value.length, value, name: '' })];
}

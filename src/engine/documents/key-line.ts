/** A file that is one key and nothing else. What it opens only its path tells: see `paths` of a rule. */
import { type DocumentHit, documentHit } from './document.ts';

const KEY_LINE = /^\s{0,4}([0-9a-f]{32}|[0-9a-f]{64})\s{0,4}$/;

/** The hit of 32 or 64 hex digits on a line of their own. */
export function readKeyLine(text: string): DocumentHit[] {
  const value = KEY_LINE.exec(text)?.[1];
  if (value === undefined) return [];
  const start = text.indexOf(value);
  return [documentHit('key-line', { start, end: start + value.length, value, name: '' })];
}

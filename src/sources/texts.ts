/** What a repository keeps beside files that is scanned as text: commits (who, when, the message), annotated tags, names of refs. */
import { fromLatin1 } from '../bytes/latin1.ts';
import type { Ref } from '../git/refs.ts';
import type { WorkItem } from './source.ts';

const TAGS = 'refs/tags/';
const LF = 0x0a;
const SPACE = 0x20;

/** Work items for commits, by id. */
export function commitTexts(directory: string, commits: readonly string[]): WorkItem[] {
  return commits.map((oid) => objectText(directory, oid, 'commit-message', null));
}

/** Work items for annotated tags; a tag is called by the first name that a ref gives it. */
export function tagTexts(directory: string, tags: readonly string[], refs: readonly Ref[]): WorkItem[] {
  const names = new Map<string, string>();
  for (const { name, oid } of refs) {
    if (name.startsWith(TAGS) && !names.has(oid)) names.set(oid, name.slice(TAGS.length));
  }
  return tags.map((oid) => objectText(directory, oid, 'tag', names.get(oid) ?? null));
}

/** Work items for the names of refs. */
export function refTexts(refs: readonly Pick<Ref, 'name'>[]): WorkItem[] {
  return refs.map(({ name }) => ({ kind: 'ref', path: name, sizeBytes: name.length }));
}

function objectText(
  repository: string,
  oid: string,
  originKind: 'commit-message' | 'tag',
  path: string | null,
): WorkItem {
  return { kind: 'blob', repository, oid, path, originKind, sizeBytes: -1 };
}

/** Headers that are object ids; those that name people. */
const IDS = ['tree', 'parent', 'object'].map((word) => fromLatin1(`${word} `));
const PEOPLE = ['author', 'committer', 'tagger'].map((word) => fromLatin1(`${word} `));

/**
 * Puts spaces over what git itself wrote into the headers of a commit or tag: object ids, and the words before people's names.
 * Nobody hides a secret in a hash, and "author" reads like the name of one. Every byte stays where it is.
 *
 * @param object - The whole object; written to.
 */
export function blankHeaders(object: Uint8Array): void {
  for (let at = 0; at < object.length && object[at] !== LF;) {
    const next = object.indexOf(LF, at);
    const end = next === -1 ? object.length : next;
    if (IDS.some((word) => isHere(object, at, end, word) && isId(object, at + word.length, end)))
      object.fill(SPACE, at, end);
    else {
      const person = PEOPLE.find((word) => isHere(object, at, end, word));
      if (person !== undefined) object.fill(SPACE, at, Math.min(end, at + person.length));
    }
    at = end + 1;
  }
}

/** Whether that is an object id and nothing else: anything may stand in a header that git does not look at. */
function isId(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 40 && end - start !== 64) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if ((byte < 0x30 || byte > 0x39) && (byte < 0x61 || byte > 0x66)) return false;
  }
  return true;
}

/** Whether a line begins with a word and its blank, or is the word. */
function isHere(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  const length = Math.min(word.length, end - start);
  if (length < word.length - 1) return false;
  for (let i = 0; i < length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

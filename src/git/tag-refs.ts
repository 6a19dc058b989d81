/** Which refs lead to a tag: those that name it, and those that name a tag of it; and which tags a name leads to. */
import { createArena } from '../bytes/arena.ts';
import { readPlainly } from './pack/object-store.ts';
import type { Repository } from './repository.ts';
import { listAllRefs } from './work-tree-refs.ts';

const TAG_OF_TAG = /^object ([0-9a-f]+)\ntype tag\n/;
/** Tags of tags of tags are followed so far. */
const MOST_STEPS = 100;

/** Full names of refs by the ids of the annotated tags that they lead to, in the order of the refs. */
export async function refsOfTags(repository: Repository): Promise<ReadonlyMap<string, readonly string[]>> {
  const refs = (await listAllRefs(repository)).filter(({ type }) => type === 'tag');
  const inner = await readInner(repository, [...new Set(refs.map(({ oid }) => oid))]);
  const names = new Map<string, string[]>();
  for (const { name, oid } of refs) {
    const seen = new Set<string>();
    for (let tag: string | undefined = oid; tag !== undefined && !seen.has(tag); tag = inner.get(tag)) {
      seen.add(tag);
      const own = names.get(tag);
      if (own === undefined) names.set(tag, [name]);
      else own.push(name);
    }
  }
  return names;
}

/** The annotated tag of an id, and those that it names in turn, outermost first; none where it is another object's. */
export async function tagsFrom(repository: Repository, oid: string): Promise<string[]> {
  const arena = createArena();
  const found: string[] = [];
  for (let next: string | undefined = oid; next !== undefined && found.length < MOST_STEPS;) {
    let inner: string | undefined;
    for await (const tag of readPlainly(repository, [next], 'tag', arena)) {
      if (tag.type === 'missing') continue;
      found.push(next);
      inner = namedTag(tag.bytes);
    }
    next = inner;
  }
  return found;
}

/** By id of a tag, the tag that it names. */
async function readInner(repository: Repository, outermost: readonly string[]): Promise<Map<string, string>> {
  const inner = new Map<string, string>();
  const arena = createArena();
  let open = outermost;
  for (let step = 0; step < MOST_STEPS && open.length > 0; step++) {
    const next = new Set<string>();
    for await (const tag of readPlainly(repository, open, 'tag', arena)) {
      if (tag.type === 'missing') continue;
      const named = namedTag(tag.bytes);
      if (named === undefined) continue;
      inner.set(tag.oid, named);
      if (!inner.has(named)) next.add(named);
    }
    open = [...next];
  }
  return inner;
}

/** The tag that a tag names; undefined where it names another object. */
function namedTag(bytes: Uint8Array): string | undefined {
  return TAG_OF_TAG.exec(Buffer.from(bytes.subarray(0, 128)).toString('latin1'))?.[1];
}

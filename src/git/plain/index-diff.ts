/**
 * What `git diff-index --cached --raw HEAD` says, from the index file and the trees that it does not say are unchanged. Written so that
 * anything out of the ordinary ends in null, which means: ask git.
 */
import { readFileSync } from 'node:fs';
import type { RawRecord } from '../raw-diff.ts';
import { type CachedTree, entryOid, hasOid, INDEX_MODES, type IndexFile, parseIndex } from './index-file.ts';
import { ObjectReader } from './object-reader.ts';
import { DEEPEST, Unclear, readTree, treeOfCommit } from './plain-trees.ts';
import { FOLDER, type TreeEntry } from './tree-entries.ts';

const SLASH = 0x2f;
const NOTHING = { mode: '000000', oid: '' };

/**
 * The records, by path in the order of git, or null.
 *
 * @param objects - The object directory.
 * @param head - A commit's id; null before the first.
 */
export function diffIndexFile(indexFile: string, objects: string, head: string | null): RawRecord[] | null {
  const reader = new ObjectReader(objects);
  try {
    const index = parseIndex(readFileSync(indexFile));
    if (index === null) return null;
    return new IndexDiff(index, reader).run(head === null ? null : treeOfCommit(reader, head));
  } catch {
    // Also of files that are missing or may not be read, and of a kernel that does not run: git says what it is.
    return null;
  } finally {
    reader.close();
  }
}

/** Two sorted lists, the index and the trees below HEAD, walked side by side. */
class IndexDiff {
  readonly #index: IndexFile;
  readonly #reader: ObjectReader;
  readonly #records: RawRecord[] = [];
  /** The entry of the index that is next. */
  #next = 0;

  constructor(index: IndexFile, reader: ObjectReader) {
    this.#index = index;
    this.#reader = reader;
  }

  /** @param tree - Null: all is new. */
  run(tree: string | null): RawRecord[] {
    const top = Buffer.alloc(0);
    if (tree === null) this.#addAll(top, new Set());
    else this.#walk(tree, top, this.#index.cachedTree, 0);
    if (this.#next !== this.#index.count) throw new Unclear('the index is not in order');
    return this.#records;
  }

  /** Compares a tree with the entries of the index below `prefix`, which come next. */
  #walk(oid: string, prefix: Buffer, cached: CachedTree | null, depth: number): void {
    if (depth > DEEPEST) throw new Unclear('too deep');
    const { entries, bytes } = readTree(this.#reader, oid);
    const files = new Set<string>();
    for (const entry of entries) {
      let key = this.#nextKey(prefix, files);
      for (; key !== null && key < entry.key; key = this.#nextKey(prefix, files)) this.#added();
      const before = bytes.toString('hex', entry.oidAt, entry.oidAt + 20);
      const below = Buffer.concat([prefix, Buffer.from(entry.key, 'latin1')]);
      if (entry.mode !== FOLDER) {
        if (key === entry.key) this.#compare(entry, bytes);
        else this.#removed(below, entry.mode, before);
        continue;
      }
      const known = cached?.below.get(entry.key.slice(0, -1)) ?? null;
      if (known !== null && known.entryCount > 0 && known.oid === before) this.#skip(known.entryCount, below);
      else this.#walk(before, below, known, depth + 1);
    }
    this.#addAll(prefix, files);
  }

  /** Takes what stands below `prefix` from here on for new. */
  #addAll(prefix: Buffer, files: Set<string>): void {
    while (this.#nextKey(prefix, files) !== null) this.#added();
  }

  /**
   * What stands next below `prefix`, as in {@link TreeEntry.key}; null when nothing does.
   *
   * @param files - Names of files met there so far.
   */
  #nextKey(prefix: Buffer, files: Set<string>): string | null {
    const { bytes, nameStarts, nameEnds, count } = this.#index;
    if (this.#next === count || !this.#isBelow(this.#next, prefix)) return null;
    const start = nameStarts[this.#next]! + prefix.length;
    const end = nameEnds[this.#next]!;
    const slash = bytes.indexOf(SLASH, start);
    const isFolder = slash >= 0 && slash < end;
    const name = bytes.toString('latin1', start, isFolder ? slash : end);
    if (name === '' || (isFolder && files.has(name))) throw new Unclear('a path that cannot be');
    if (!isFolder) files.add(name);
    return isFolder ? `${name}/` : name;
  }

  #isBelow(entry: number, prefix: Buffer): boolean {
    const { bytes, nameStarts, nameEnds } = this.#index;
    const start = nameStarts[entry]!;
    const end = start + prefix.length;
    return end <= nameEnds[entry]! && bytes.compare(prefix, 0, prefix.length, start, end) === 0;
  }

  /** Goes on by entries that git's own cache says are the tree of `folder`. */
  #skip(count: number, folder: Buffer): void {
    const last = this.#next + count - 1;
    const isThere = last < this.#index.count && this.#isBelow(this.#next, folder) && this.#isBelow(last, folder);
    if (!isThere) throw new Unclear('the cached tree is wrong');
    this.#next = last;
    this.#advance();
    if (this.#next < this.#index.count && this.#isBelow(this.#next, folder))
      throw new Unclear('the cached tree is wrong');
  }

  /** To the next entry, which must stand where it belongs. */
  #advance(): void {
    const { bytes, nameStarts, nameEnds, count } = this.#index;
    const now = this.#next++;
    if (this.#next === count) return;
    const order = bytes.compare(
      bytes,
      nameStarts[this.#next]!,
      nameEnds[this.#next]!,
      nameStarts[now]!,
      nameEnds[now]!,
    );
    if (order >= 0) throw new Unclear('the index is not in order');
  }

  #added(): void {
    this.#tell(this.#nextName(), NOTHING, this.#nextSide(), 'A');
    this.#advance();
  }

  #removed(name: Buffer, mode: string, oid: string): void {
    this.#tell(name, { mode, oid }, NOTHING, 'D');
  }

  #compare({ mode, oidAt }: TreeEntry, tree: Buffer): void {
    const now = this.#nextSide();
    const isSame = hasOid(this.#index, this.#next, tree, oidAt);
    if (!isSame || mode !== now.mode) {
      const kind = (text: string): string => text.slice(0, 2);
      const before = { mode, oid: tree.toString('hex', oidAt, oidAt + 20) };
      this.#tell(this.#nextName(), before, now, kind(mode) === kind(now.mode) ? 'M' : 'T');
    }
    this.#advance();
  }

  #nextName(): Buffer {
    const { bytes, nameStarts, nameEnds } = this.#index;
    return bytes.subarray(nameStarts[this.#next], nameEnds[this.#next]);
  }

  #nextSide(): { mode: string; oid: string } {
    return { mode: INDEX_MODES.get(this.#index.modes[this.#next]!)!, oid: entryOid(this.#index, this.#next) };
  }

  #tell(name: Buffer, before: { mode: string; oid: string }, now: { mode: string; oid: string }, status: string): void {
    this.#records.push({ path: name.toString('utf8'), before: [before], ...now, status });
  }
}

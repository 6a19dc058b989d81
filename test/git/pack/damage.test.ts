import { chmodSync, readFileSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArena } from '../../../src/bytes/arena.ts';
import { createGitKernel } from '../../../src/git/kernel/create-kernel.ts';
import { KernelMemory } from '../../../src/git/kernel/memory.ts';
import { listUnread, openObjectStore, readPlainly } from '../../../src/git/pack/object-store.ts';
import { openPacks } from '../../../src/git/pack/open-packs.ts';
import { oidOf } from '../../../src/git/pack/pack-table.ts';
import { Walker } from '../../../src/git/pack/walk.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, type TempRepo } from '../../support/temp-repo.ts';
import { blobId, copyAndAppend, writePack, type MadeEntry } from './make-pack.ts';
import { rebuildAll, rebuildStore } from './pack-support.ts';

isolateGit();

const text = (seed: number, length = 4000): Buffer =>
  Buffer.from(Array.from({ length }, (_, i) => 97 + ((i * (seed + 3) + (i >> 5) * seed) % 26)));

/** A packed repository of a few commits. */
function packedRepo(): { repo: TempRepo; pack: string; index: string } {
  const repo = makeRepo();
  for (let version = 0; version < 6; version++) {
    repo.commit({ a: Buffer.concat([text(1), text(version, 50)]), [`b${version}`]: text(version + 9, 300) });
  }
  repo.git('repack', '-adfq');
  const directory = repo.path('.git/objects/pack');
  const names = readdirSync(directory);
  const [pack, index] = ['.pack', '.idx'].map((ending) =>
    path.join(
      directory,
      names.find((name) => name.endsWith(ending))!,
    ),
  );
  for (const name of names) chmodSync(path.join(directory, name), 0o644);
  return { repo, pack: pack!, index: index! };
}

/** Blobs rebuilt from an objects directory, with what was refused and what could not be linked. */
function readBlobs(objects: string): { blobs: Map<string, string>; refused: string[]; unread: string[] } {
  const { table, forest } = openPacks([objects]);
  const walker = new Walker(table, createGitKernel(new KernelMemory()));
  const blobs = new Map<string, string>();
  for (let chunk = 0; chunk + 1 < forest.blobs.chunkStarts.length; chunk++) {
    for (const { node, bytes } of walker.walk(forest.blobs, chunk)) {
      blobs.set(oidOf(table, node), Buffer.from(bytes).toString('latin1'));
    }
  }
  walker.close();
  const refused = walker.takeRefusals().map(({ oid, reason }) => `${oid} ${reason}`);
  return { blobs, refused, unread: forest.unread.map((node) => oidOf(table, node)) };
}

describe('a damaged repository', () => {
  it('gives each object right or refuses it by name, whatever byte is changed', async () => {
    const { repo, pack, index } = packedRepo();
    const whole = (await rebuildAll(repo.directory)).objects;
    const files = [pack, index].map((file) => ({ file, bytes: readFileSync(file) }));
    fc.assert(
      fc.property(fc.nat(3), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, at, change) => {
        const { file, bytes } = files[which === 0 ? 1 : 0]!;
        const damaged = Buffer.from(bytes);
        damaged[at % bytes.length]! ^= change;
        writeFileSync(file, damaged);
        const { table, forest, refused } = openPacks([repo.path('.git/objects')]);
        const store = {
          table,
          forest,
          loose: [],
          refusedPacks: refused,
          knownGraph: null,
          incomplete: refused.length > 0,
        };
        const { objects, refusals, memoryBytes } = rebuildStore(store, { checkCrc: true });
        writeFileSync(file, bytes);
        const unread = forest.unread.map((node) => oidOf(table, node));
        const told = new Set([...refusals.map(({ oid }) => oid), ...unread]);
        for (const [oid, what] of refused.length === 0 ? whole : []) {
          if (objects.get(oid) !== what && !told.has(oid)) throw new Error(`${oid} is neither right nor refused`);
        }
        expect(memoryBytes).toBeLessThan(1 << 24);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what lies behind the cut, when a pack was cut after it was opened', () => {
    const { repo, pack } = packedRepo();
    const objects = repo.path('.git/objects');
    const { table, forest } = openPacks([objects]);
    truncateSync(pack, 40);
    const walker = new Walker(table, createGitKernel(new KernelMemory()));
    expect([...walker.walk(forest.blobs, 0)]).toEqual([]);
    walker.close();
    const refusals = walker.takeRefusals();
    expect(refusals).toHaveLength(forest.blobs.nodes.length);
    expect(new Set(refusals.map(({ reason }) => reason))).toEqual(new Set(['gone', 'base refused']));
  });

  it('refuses a pack that is cut short or foreign, and git is asked for what it holds', async () => {
    const { repo, pack, index } = packedRepo();
    const oid = repo.oid('a');
    repo.git('index-pack', '--index-version=1', '-o', `${index}.new`, pack);
    renameSync(`${index}.new`, index);
    const opened = await openRepository(repo.directory);
    const store = openObjectStore(opened);
    expect(store.refusedPacks).toEqual([{ path: pack, reason: 'its index is not of version 2' }]);
    const unread = await listUnread(opened, store);
    expect(unread).toContain(oid);
    const read = new Map<string, string>();
    for await (const object of readPlainly(opened, unread, 'blob', createArena())) {
      if (object.type !== 'missing') read.set(object.oid, blobId(object.bytes));
    }
    expect(read.get(oid)).toBe(oid);
    expect([...read.values()]).toEqual([...read.keys()]);
    truncateSync(pack, 1000);
    expect(openPacks([repo.path('.git/objects')]).refused).toHaveLength(1);
    rmSync(pack);
    expect(openPacks([repo.path('.git/objects')]).refused).toHaveLength(0);
  });

  it('reads objects although their pack was removed meanwhile', async () => {
    const { repo, pack } = packedRepo();
    const { table, forest } = openPacks([repo.path('.git/objects')]);
    const walker = new Walker(table, createGitKernel(new KernelMemory()));
    const walk = walker.walk(forest.blobs, 0);
    expect(walk.next().done).toBe(false);
    rmSync(pack);
    expect([...walk].length).toBe(forest.blobs.nodes.length - 1);
    expect(walker.read(forest.trees.nodes[0]!)).not.toBeNull();
    walker.close();
  });

  it('leaves a SHA-256 repository to git', async () => {
    const repo = makeRepo('--object-format=sha256');
    repo.commit({ a: 'one' });
    repo.git('repack', '-adq');
    repo.commit({ a: 'two' });
    const opened = await openRepository(repo.directory);
    const store = openObjectStore(opened);
    expect([store.table.count, store.loose.length, store.incomplete]).toEqual([0, 0, true]);
    expect((await listUnread(opened, store)).sort()).toEqual(
      repo.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n').sort(),
    );
  });

  it('refuses damaged loose objects', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one', b: 'two', c: 'three', d: 'four' });
    const file = (name: string): string => {
      const oid = repo.oid(name);
      const found = repo.path('.git/objects', oid.slice(0, 2), oid.slice(2));
      chmodSync(found, 0o644);
      return found;
    };
    writeFileSync(file('a'), deflateSync(Buffer.from('blob 3\0two')));
    writeFileSync(file('b'), deflateSync(Buffer.from('blob 99\0two')));
    writeFileSync(file('c'), 'not zlib');
    const { refusals, objects } = await rebuildAll(repo.directory);
    const expected = ['a', 'b', 'c'].map((name) => ({ oid: repo.oid(name), reason: 'damaged' }));
    expect(refusals.toSorted((x, y) => (x.oid < y.oid ? -1 : 1))).toEqual(
      expected.sort((x, y) => (x.oid < y.oid ? -1 : 1)),
    );
    expect(objects.has(repo.oid('d'))).toBe(true);
  });
});

describe('a hostile pack', () => {
  const base = text(5);
  const whole: MadeEntry = { kind: 'blob', oid: blobId(base), data: base };
  const next = Buffer.concat([base.subarray(0, 3000), Buffer.from('END')]);
  const delta = copyAndAppend(base.length, 0, 3000, 'END');

  it.each([
    ['before', 'first'],
    ['after', 'last'],
  ])('may have a reference delta whose base comes %s it', (_, place) => {
    const objects = makeTempDirectory();
    const derived: MadeEntry = { kind: 'ref-delta', oid: blobId(next), data: delta, base: whole.oid };
    writePack(objects, 'one', place === 'first' ? [whole, derived] : [derived, whole]);
    expect(readBlobs(objects)).toEqual({
      blobs: new Map([
        [whole.oid, base.toString('latin1')],
        [derived.oid, next.toString('latin1')],
      ]),
      refused: [],
      unread: [],
    });
  });

  it('may have its base in another pack, or twice', () => {
    const objects = makeTempDirectory();
    const derived: MadeEntry = { kind: 'ref-delta', oid: blobId(next), data: delta, base: whole.oid };
    const other: MadeEntry = { kind: 'blob', oid: blobId(text(8)), data: text(8) };
    writePack(objects, 'one', [derived, other]);
    writePack(objects, 'two', [whole]);
    writePack(objects, 'three', [whole, { kind: 'offset-delta', oid: blobId(next), data: delta, base: whole.oid }]);
    const { blobs, refused, unread } = readBlobs(objects);
    expect([...blobs.keys()].sort()).toEqual([whole.oid, derived.oid, other.oid].sort());
    expect([refused, unread]).toEqual([[], []]);
    for (const [oid, content] of blobs) expect(blobId(Buffer.from(content, 'latin1'))).toBe(oid);
  });

  it('may have bases in a circle, of themselves, or nowhere', () => {
    const objects = makeTempDirectory();
    const [one, two, self, lost, far] = ['11', '22', '33', '44', '55'].map((byte) => byte.repeat(20)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    writePack(objects, 'one', [
      whole,
      { kind: 'ref-delta', oid: one, data: delta, base: two },
      { kind: 'ref-delta', oid: two, data: delta, base: one },
      { kind: 'ref-delta', oid: self, data: delta, base: self },
      { kind: 'ref-delta', oid: lost, data: delta, base: 'ab'.repeat(20) },
      { kind: 'offset-delta', oid: far, data: delta, base: 'nowhere' },
    ]);
    const { blobs, refused, unread } = readBlobs(objects);
    expect([...blobs.keys()]).toEqual([whole.oid]);
    expect(refused).toEqual([]);
    expect(unread.sort()).toEqual([one, two, self, lost, far]);
  });

  it.each([
    ['a size that no stream of that length makes', { ...whole, claimedSize: 2 ** 31 }, 'too large'],
    ['a size beyond 32 bits', { ...whole, claimedSize: 2 ** 40 }, 'too large'],
    ['a size a little off', { ...whole, claimedSize: base.length + 1 }, 'damaged'],
    ['no stream at all', { ...whole, raw: Buffer.alloc(300, 7) }, 'damaged'],
    ['half a stream', { ...whole, raw: deflateSync(base).subarray(0, 20) }, 'damaged'],
  ])('may claim %s', (_, entry: MadeEntry, reason) => {
    const objects = makeTempDirectory();
    const derived: MadeEntry = { kind: 'offset-delta', oid: blobId(next), data: delta, base: entry.oid };
    const after: MadeEntry = { kind: 'blob', oid: blobId(text(6)), data: text(6) };
    writePack(objects, 'one', [entry, derived, after]);
    const { blobs, refused } = readBlobs(objects);
    expect([...blobs.keys()]).toEqual([after.oid]);
    expect(refused).toEqual([`${entry.oid} ${reason}`, `${derived.oid} base refused`]);
  });

  it('may have a delta that copies from outside its base, or makes gigabytes of a few bytes', () => {
    const objects = makeTempDirectory();
    const outside = '11'.repeat(20);
    const bomb = '22'.repeat(20);
    const size = [0x80, 0x80, 0x80, 0x80, 0x04]; // 2^30
    const copies = Array.from({ length: 300 }, () => [0xe0, 0x0f, 0x0f]).flat();
    writePack(objects, 'one', [
      whole,
      { kind: 'offset-delta', oid: outside, data: copyAndAppend(base.length, 3990, 20, ''), base: whole.oid },
      { kind: 'offset-delta', oid: bomb, data: Buffer.from([0xa0, 0x1f, ...size, ...copies]), base: whole.oid },
    ]);
    expect(readBlobs(objects).refused.sort()).toEqual([`${outside} damaged`, `${bomb} too large`]);
  });

  it('may have chains that are deeper than git makes them', () => {
    const objects = makeTempDirectory();
    const entries: MadeEntry[] = [whole];
    let size = base.length;
    for (let depth = 0; depth < 5000; depth++) {
      const oid = depth.toString(16).padStart(40, '0');
      const made = copyAndAppend(size, 1, 100, `${depth}`);
      size = 100 + `${depth}`.length;
      entries.push({ kind: 'offset-delta', oid, data: made, base: entries.at(-1)!.oid });
    }
    writePack(objects, 'one', entries);
    const { blobs, refused, unread } = readBlobs(objects);
    expect([blobs.size, refused.length, unread.length]).toEqual([5001, 0, 0]);
  });
});

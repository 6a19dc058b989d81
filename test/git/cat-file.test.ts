import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CatFile, parseHeader } from '../../src/git/cat-file.ts';
import { openRepository, type Repository } from '../../src/git/repository.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo } from '../support/temp-repo.ts';

isolateGit();

/** Contents in order; null for a missing object. */
async function readAll(repository: Repository, oids: readonly string[]): Promise<(string | null)[]> {
  const objects = await CatFile.open(repository, oids);
  const contents: (string | null)[] = [];
  try {
    for (let header = await objects.next(); header !== null; header = await objects.next()) {
      const bytes = Buffer.alloc(header.sizeBytes);
      await objects.read(bytes);
      contents.push(header.type === 'missing' ? null : bytes.toString('latin1'));
    }
  } finally {
    objects.close();
  }
  return contents;
}

describe('reading objects', () => {
  it.each([['sha1'], ['sha256']])('gives contents in order, missing ones named (%s)', async (format) => {
    const repo = makeRepo(`--object-format=${format}`);
    const big = randomBytes(300_000);
    repo.commit({ empty: '', big, 'lf.txt': '\n\n', text: 'no line break at the end' });
    const oids = ['big', 'empty', 'text', 'lf.txt', 'big'].map((name) => repo.oid(name));
    const absent = 'ab'.repeat(format === 'sha1' ? 20 : 32);
    oids.splice(2, 0, absent);
    const seen = await readAll(await openRepository(repo.directory), oids);
    const bigText = big.toString('latin1');
    expect(seen).toEqual([bigText, '', null, 'no line break at the end', '\n\n', bigText]);
  });

  it('passes over what is not read', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'x'.repeat(100), b: 'y' });
    const objects = await CatFile.open(await openRepository(repo.directory), [repo.oid('a'), repo.oid('b')]);
    expect(await objects.next()).toMatchObject({ sizeBytes: 100 });
    expect(await objects.next()).toMatchObject({ sizeBytes: 1 });
    const bytes = Buffer.alloc(1);
    await objects.read(bytes);
    expect(bytes.toString()).toBe('y');
    expect(await objects.next()).toBeNull();
    objects.close();
  });

  it('may be left early, and many ids do not block', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'x'.repeat(100_000) });
    const oids = [repo.oid('a'), ...Array.from({ length: 4999 }, () => 'cd'.repeat(20))];
    const objects = await CatFile.open(await openRepository(repo.directory), oids);
    for (let count = 0; count < 4000; count++) {
      expect((await objects.next())?.type).toBe(count === 0 ? 'blob' : 'missing');
    }
    objects.close();
  });

  it('fails, and does not end quietly, when an object is damaged', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one', b: 'two' });
    const oid = repo.oid('a');
    const file = repo.path('.git', 'objects', oid.slice(0, 2), oid.slice(2));
    rmSync(file, { force: true });
    repo.write({ [`.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`]: 'rubbish' });
    const opened = await openRepository(repo.directory);
    // Git either calls it missing or gives up; both are told.
    const outcome = await readAll(opened, [oid, repo.oid('b')]).catch((error: unknown) => error);
    if (Array.isArray(outcome)) expect(outcome).toEqual([null, 'two']);
    else expect(outcome).toMatchObject({ code: 'incomplete' });
  });

  it('does not fetch the missing objects of a partial clone', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const partial = repo.clone('--filter=blob:none', '--no-checkout');
    partial.git('config', 'protocol.file.allow', 'always');
    const opened = await openRepository(partial.directory);
    expect(await readAll(opened, [repo.oid('a')])).toEqual([null]);
  });
});

describe('CatFile', () => {
  it('gives one object in pieces', async () => {
    const repo = makeRepo();
    const content = randomBytes(200_001);
    repo.commit({ a: content, b: 'b' });
    const objects = await CatFile.open(await openRepository(repo.directory), [repo.oid('a'), repo.oid('b')]);
    try {
      expect(await objects.next()).toMatchObject({ type: 'blob', sizeBytes: 200_001 });
      const pieces = [Buffer.alloc(1), Buffer.alloc(130_000)];
      for (const piece of pieces) await objects.read(piece);
      expect(Buffer.concat(pieces).equals(content.subarray(0, 130_001))).toBe(true);
      await expect(objects.read(Buffer.alloc(100_000))).rejects.toMatchObject({ code: 'incomplete' });
      expect(await objects.next()).toMatchObject({ oid: repo.oid('b'), sizeBytes: 1 });
      expect(await objects.next()).toBeNull();
    } finally {
      objects.close();
    }
  });
});

describe('parseHeader', () => {
  it.each(['', 'x missing', `${'a'.repeat(40)} blob`, `${'a'.repeat(40)} blob -1`, `${'a'.repeat(40)} ambiguous`])(
    'refuses %j',
    (line) => {
      expect(parseHeader(line)).toBeNull();
    },
  );
});

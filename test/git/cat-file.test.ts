import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createArena } from '../../src/bytes/arena.ts';
import { CatFile, parseHeader, readObjects } from '../../src/git/cat-file.ts';
import { openRepository } from '../../src/git/repository.ts';
import { makeRepo, removeTempDirectories, TEST_GIT_ENVIRONMENT } from '../support/temp-repo.ts';

beforeAll(() => {
  Object.assign(process.env, TEST_GIT_ENVIRONMENT);
});
afterAll(removeTempDirectories);

describe('readObjects', () => {
  it.each([['sha1'], ['sha256']])('gives contents in order, missing ones named (%s)', async (format) => {
    const repo = makeRepo(`--object-format=${format}`);
    const big = randomBytes(300_000);
    repo.commit({ empty: '', big, 'lf.txt': '\n\n', text: 'no line break at the end' });
    const oids = ['big', 'empty', 'text', 'lf.txt', 'big'].map((name) => repo.oid(name));
    const absent = 'ab'.repeat(format === 'sha1' ? 20 : 32);
    oids.splice(2, 0, absent);
    const seen: (string | null)[] = [];
    for await (const object of readObjects(await openRepository(repo.directory), oids, createArena())) {
      seen.push('bytes' in object ? Buffer.from(object.bytes).toString('latin1') : null);
    }
    const bigText = big.toString('latin1');
    expect(seen).toEqual([bigText, '', null, 'no line break at the end', '\n\n', bigText]);
  });

  it('reports what is too large and goes on', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'x'.repeat(100), b: 'y' });
    const opened = await openRepository(repo.directory);
    const seen = [];
    for await (const object of readObjects(opened, [repo.oid('a'), repo.oid('b')], createArena(), 50)) {
      seen.push('tooLarge' in object ? object.sizeBytes : 'bytes' in object && object.bytes.length);
    }
    expect(seen).toEqual([100, 1]);
  });

  it('may be left early, and many ids do not block', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'x'.repeat(100_000) });
    const oids = Array.from({ length: 5000 }, () => repo.oid.bind(repo)).map((_, index) =>
      index === 0 ? repo.oid('a') : 'cd'.repeat(20),
    );
    let count = 0;
    for await (const object of readObjects(await openRepository(repo.directory), oids, createArena())) {
      expect('bytes' in object).toBe(count === 0);
      if (++count === 4000) break;
    }
    expect(count).toBe(4000);
  });

  it('fails, and does not end quietly, when an object is damaged', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one', b: 'two' });
    const oid = repo.oid('a');
    const file = repo.path('.git', 'objects', oid.slice(0, 2), oid.slice(2));
    rmSync(file, { force: true });
    repo.write({ [`.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`]: 'rubbish' });
    const opened = await openRepository(repo.directory);
    const read = async (): Promise<boolean[]> => {
      const seen = [];
      for await (const object of readObjects(opened, [oid, repo.oid('b')], createArena()))
        seen.push('missing' in object);
      return seen;
    };
    // Git either calls it missing or gives up; both are told.
    const outcome = await read().catch((error: unknown) => error);
    if (Array.isArray(outcome)) expect(outcome).toEqual([true, false]);
    else expect(outcome).toMatchObject({ code: 'git' });
  });

  it('does not fetch the missing objects of a partial clone', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const partial = repo.clone('--filter=blob:none', '--no-checkout');
    partial.git('config', 'protocol.file.allow', 'always');
    const opened = await openRepository(partial.directory);
    const seen = [];
    for await (const object of readObjects(opened, [repo.oid('a')], createArena())) seen.push('missing' in object);
    expect(seen).toEqual([true]);
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
      await expect(objects.read(Buffer.alloc(100_000))).rejects.toMatchObject({ code: 'git' });
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

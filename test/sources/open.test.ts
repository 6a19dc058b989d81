import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { createArena } from '../../src/bytes/arena.ts';
import { openRepository } from '../../src/git/repository.ts';
import { rememberRepository } from '../../src/sources/open-blob.ts';
import { openItems } from '../../src/sources/open.ts';
import type { Fragment, Skip, SourceOptions, WorkItem } from '../../src/sources/source.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, TempRepo } from '../support/temp-repo.ts';

isolateGit();

interface Read {
  readonly fragments: (Fragment & { readonly text: Buffer })[];
  readonly skips: Skip[];
}

async function read(items: readonly WorkItem[], maxFileSizeBytes: number | null = null): Promise<Read[]> {
  const options: SourceOptions = { workingDirectory: process.cwd(), maxFileSizeBytes, exclude: [] };
  const all: Read[] = [];
  for await (const opened of openItems(items, createArena(), options)) {
    const one: Read = { fragments: [], skips: [] };
    for await (const piece of opened) {
      if ('skip' in piece) one.skips.push(piece.skip);
      // Borrowed bytes are copied: the next fragment may overwrite them.
      else one.fragments.push({ ...piece.fragment, text: Buffer.from(piece.fragment.bytes) });
    }
    all.push(one);
  }
  return all;
}

function fileItem(repo: TempRepo, name: string): WorkItem {
  return { kind: 'file', absolutePath: repo.path(name), path: name, sizeBytes: -1 };
}

function blobItem(repo: TempRepo, oid: string, path: string | null = 'p'): WorkItem {
  return { kind: 'blob', repository: repo.directory, oid, path, originKind: 'blob', sizeBytes: -1 };
}

const text = (one: Read | undefined): string =>
  Buffer.concat((one?.fragments ?? []).map((each) => each.text)).toString();

/** Text larger than what is read in one piece, no two lines alike. */
function largeText(): Buffer {
  const line = (index: number): string => `${index} ${'abcdefgh'.repeat(12)}\n`;
  return Buffer.from(Array.from({ length: 340_000 }, (_, index) => line(index)).join(''));
}

function expectWhole(one: Read | undefined, content: Buffer): void {
  const fragments = one?.fragments ?? [];
  expect(fragments.length).toBeGreaterThan(1);
  let offset = 0;
  for (const fragment of fragments) {
    expect(fragment.baseOffset).toBe(offset);
    offset += fragment.text.length;
  }
  expect(fragments.map(({ last }) => last)).toEqual(fragments.map((_, index) => index === fragments.length - 1));
  expect(Buffer.concat(fragments.map((each) => each.text)).equals(content)).toBe(true);
}

describe('opening files', () => {
  const directory = new TempRepo(makeTempDirectory());

  it.each<[name: string, content: Uint8Array, expected: string]>([
    ['plain', Buffer.from('a=1\n'), 'a=1\n'],
    ['empty', Buffer.alloc(0), ''],
    ['UTF-8 mark', Buffer.from('\uFEFFa=1'), 'a=1'],
    ['UTF-16LE with mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a=ü\r\n', 'utf16le')]), 'a=ü\r\n'],
    [
      'UTF-16BE with mark',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('a=ü\n', 'utf16le').swap16()]),
      'a=ü\n',
    ],
    ['UTF-16LE without', Buffer.from('PORT=8080\r\nNAME=x\r\n', 'utf16le'), 'PORT=8080\r\nNAME=x\r\n'],
    [
      'UTF-16LE and a stray byte',
      Buffer.concat([Buffer.from('PORT=8080\r\n', 'utf16le'), Buffer.from('\n')]),
      'PORT=8080\r\n',
    ],
    ['latin1', Buffer.from('clé=1\n', 'latin1'), 'cl\uFFFD=1\n'],
    [
      'one NUL',
      Buffer.from('-- dump of a table\nINSERT 1;\n\0\nmore text\n'),
      '-- dump of a table\nINSERT 1;\n\0\nmore text\n',
    ],
  ])('reads %s', async (name, content, expected) => {
    directory.write({ [name]: content });
    const [one] = await read([fileItem(directory, name)]);
    expect(one?.skips).toEqual([]);
    expect(text(one)).toBe(expected);
    expect(one?.fragments).toMatchObject([{ baseOffset: 0, last: true, origin: { kind: 'file', path: name } }]);
  });

  it('reads text with a NUL far behind its beginning', async () => {
    directory.write({ late: `${'ok\n'.repeat(30_000)}value\n\0\n` });
    expect(text((await read([fileItem(directory, 'late')]))[0])).toContain('value');
  });

  it('names what is binary, too large, or no file', async () => {
    const picture = Buffer.concat([
      Buffer.from('\x89PNG', 'latin1'),
      Buffer.alloc(300),
      Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256)),
    ]);
    directory.write({ picture, random: randomBytes(5000), big: 'x'.repeat(101), 'd/x': '' }).link('link', 'big');
    execFileSync('mkfifo', [directory.path('fifo')]);
    const names = ['picture', 'random', 'big', 'd', 'link', 'fifo'];
    const all = await read(
      names.map((name) => fileItem(directory, name)),
      100,
    );
    const reasons = ['binary', 'larger than', 'directory', 'symbolic link', 'named pipe'];
    expect(all.slice(1).every(({ fragments, skips }) => fragments.length === 0 && skips.length === 1)).toBe(true);
    expect(all.slice(1).map(({ skips }) => skips[0]?.kind)).toEqual(names.slice(1).map(() => 'skip'));
    const told = (await read(names.map((name) => fileItem(directory, name)))).map(
      ({ skips }) => skips[0]?.reason ?? '',
    );
    expect(told[0]).toBe(reasons[0]);
    expect(all[2]?.skips[0]?.reason).toContain(reasons[1]);
    for (const [index, reason] of reasons.slice(2).entries()) expect(told[index + 3]).toContain(reason);
  });

  it('does not wait at a socket', async () => {
    const server = net.createServer().listen(directory.path('socket'));
    try {
      expect((await read([fileItem(directory, 'socket')]))[0]?.skips).toMatchObject([{ kind: 'skip' }]);
    } finally {
      server.close();
    }
  });

  it('fails on what vanished, and goes on', async () => {
    directory.write({ stays: 'here' });
    const [gone, stays] = await read([fileItem(directory, 'gone'), fileItem(directory, 'stays')]);
    expect(gone?.skips).toMatchObject([
      { path: 'gone', kind: 'failure', reason: expect.stringContaining('no longer there') },
    ]);
    expect(text(stays)).toBe('here');
  });

  it('gives a large file as contiguous fragments', async () => {
    const content = largeText();
    directory.write({ large: content, marked: Buffer.concat([Buffer.from('\uFEFF'), content]) });
    const all = await read([fileItem(directory, 'large'), fileItem(directory, 'marked')]);
    for (const one of all) expectWhole(one, content);
  });

  it('tells of an LFS pointer', async () => {
    directory.write({ lfs: `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 9\n` });
    expect((await read([fileItem(directory, 'lfs')]))[0]?.skips).toMatchObject([
      { kind: 'skip', reason: expect.stringContaining('LFS') },
    ]);
  });
});

describe('opening blobs', () => {
  it('gives contents in order with their origin, missing and large ones named', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one', b: 'x'.repeat(101), c: '' });
    const oids = [repo.oid('a'), 'ab'.repeat(20), repo.oid('b'), repo.oid('c')];
    const all = await read(
      oids.map((oid) => blobItem(repo, oid)),
      100,
    );
    expect(all[0]?.fragments).toMatchObject([{ origin: { kind: 'blob', path: 'p', oid: oids[0] }, last: true }]);
    expect(all[1]?.skips).toMatchObject([{ kind: 'failure', reason: expect.stringContaining('missing') }]);
    expect(all[2]?.skips).toMatchObject([{ kind: 'skip', reason: expect.stringContaining('larger than') }]);
    expect(text(all[3])).toBe('');
  });

  it('streams a large blob, goes on after one that is not read to its end, and decodes UTF-16', async () => {
    const repo = makeRepo();
    repo.git('config', 'core.compression', '0');
    const content = largeText();
    const binary = Buffer.concat([randomBytes(100_000), content]);
    const wide = Buffer.from(content.toString().slice(0, 18_000_000), 'utf16le');
    repo.commit({ content, binary, wide, small: 'small' });
    const items = ['content', 'binary', 'wide', 'small'].map((name) => blobItem(repo, repo.oid(name), name));
    const [large, skipped, decoded, small] = await read(items);
    expectWhole(large, content);
    expect(skipped?.skips).toEqual([{ path: 'binary', kind: 'skip', reason: 'binary' }]);
    expect(decoded?.fragments[0]?.text.equals(content.subarray(0, 18_000_000))).toBe(true);
    expect(text(small)).toBe('small');
  });

  it('fails on a damaged blob alone, and reads those behind it', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one', b: 'two', c: 'three' });
    const oid = repo.oid('b');
    const file = repo.path('.git', 'objects', oid.slice(0, 2), oid.slice(2));
    rmSync(file, { force: true });
    writeFileSync(file, 'this is not deflated');
    const all = await read(['a', 'b', 'c'].map((name) => blobItem(repo, name === 'b' ? oid : repo.oid(name), name)));
    expect(text(all[0])).toBe('one');
    expect(all[1]?.skips).toMatchObject([{ path: 'b', kind: 'failure' }]);
    expect(text(all[2])).toBe('three');
  });

  it('reads what lies loose, what is packed and what is not there alike, in order', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'packed', b: 'packed too' });
    repo.git('gc', '-q');
    repo.write({ c: 'loose', d: 'x'.repeat(101) }).stage();
    const names = ['c', 'd', 'a', 'c', 'b'];
    const items = names.map((name) => blobItem(repo, repo.oid(name, ''), name));
    items.push(blobItem(repo, '1'.repeat(40), 'missing'));
    const all = await read(items, 100);
    expect(all.map(text)).toEqual(['loose', '', 'packed', 'loose', 'packed too', '']);
    expect(all.flatMap(({ skips }) => skips.map(({ path, kind }) => `${path} ${kind}`))).toEqual([
      'd skip',
      'missing failure',
    ]);
  });

  it('needs no git for what lies loose', async () => {
    const repo = makeRepo();
    repo.write({ a: 'one', b: 'two' }).stage();
    const items = ['a', 'b'].map((name) => blobItem(repo, repo.oid(name, ''), name));
    const opened = await openRepository(repo.directory);
    const context = { ...opened.context, environment: { ...opened.context.environment, PATH: makeTempDirectory() } };
    rememberRepository(repo.directory, { ...opened, context });
    expect((await read(items)).map(text)).toEqual(['one', 'two']);
  });

  it('gives up on a repository that cannot be read at all', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'one' });
    const items = Array.from({ length: 30 }, () => blobItem(repo, repo.oid('a')));
    const options: SourceOptions = { workingDirectory: repo.directory, maxFileSizeBytes: null, exclude: [] };
    const run = async (): Promise<void> => {
      for await (const opened of openItems(items, createArena(), options)) {
        for await (const piece of opened) expect(piece).toHaveProperty('skip');
        rmSync(repo.directory, { recursive: true, force: true });
      }
    };
    rmSync(repo.path('.git', 'objects'), { recursive: true, force: true });
    await expect(run()).rejects.toMatchObject({ name: 'TightlipError' });
  });
});

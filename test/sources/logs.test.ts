import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArena } from '../../src/bytes/arena.ts';
import { utf32Encoder } from '../../src/bytes/utf32.ts';
import { EXCLUDED } from '../../src/sources/exclude.ts';
import { openLog } from '../../src/sources/logs.ts';
import { planLogs } from '../../src/sources/plan-logs.ts';
import type { LogItem, Opened, Skip, SourceOptions, WorkItem } from '../../src/sources/source.ts';

const { zstdCompressSync: compressZstd } = process.getBuiltinModule('node:zlib') as {
  zstdCompressSync?: (bytes: Uint8Array) => Buffer;
};

let directory: string;
let options: SourceOptions;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'tightlip-logs-'));
  options = { workingDirectory: directory, maxFileSizeBytes: null, exclude: [] };
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, content: Uint8Array | string): string {
  const target = path.join(directory, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
}

interface Read {
  readonly text: Buffer;
  readonly skips: Skip[];
  readonly lasts: boolean[];
  readonly sizes: number[];
}

/** Everything an item gives; checks that fragments are contiguous. */
async function readAll(opened: AsyncIterable<Opened>, onFragment: () => void = () => {}): Promise<Read> {
  const pieces: Buffer[] = [];
  const skips: Skip[] = [];
  const lasts: boolean[] = [];
  let offset = 0;
  for await (const entry of opened) {
    if ('skip' in entry) skips.push(entry.skip);
    else {
      expect(entry.fragment.baseOffset).toBe(offset);
      offset += entry.fragment.bytes.length;
      pieces.push(Buffer.from(entry.fragment.bytes));
      lasts.push(entry.fragment.last);
      onFragment();
    }
  }
  return { text: Buffer.concat(pieces), skips, lasts, sizes: pieces.map((piece) => piece.length) };
}

function itemOf(name: string): Extract<WorkItem, { kind: 'log' }> {
  return { kind: 'log', absolutePath: path.join(directory, name), path: name, sizeBytes: -1 };
}

function read(name: string, fragmentBytes?: number): Promise<Read> {
  return readAll(openLog(itemOf(name), createArena(), options, fragmentBytes));
}

const lines = (count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, i) => `line ${i} ${(i * 2654435761) % 4294967296}\n`).join(''));

describe('openLog', () => {
  it('gives contiguous fragments of the stated size and marks the last', async () => {
    const content = lines(5000);
    write('a.log', content);
    const got = await read('a.log', 4096);
    expect(got.text.equals(content)).toBe(true);
    expect(got.skips).toEqual([]);
    expect(got.sizes.slice(0, -1).every((size) => size === 4096)).toBe(true);
    expect(got.lasts.indexOf(true)).toBe(got.lasts.length - 1);
  });

  it('gives one last fragment for an empty log', async () => {
    write('empty.log', '');
    expect(await read('empty.log')).toMatchObject({ lasts: [true], sizes: [0], skips: [] });
  });

  it('keeps a fragment intact while the next is read', async () => {
    const content = lines(20_000);
    write('a.log', content);
    let offset = 0;
    for await (const entry of openLog(itemOf('a.log'), createArena(), options, 8192)) {
      if (!('fragment' in entry)) continue;
      await new Promise((resolve) => setTimeout(resolve, 1));
      const { bytes } = entry.fragment;
      expect(content.subarray(offset, offset + bytes.length).equals(bytes)).toBe(true);
      offset += bytes.length;
    }
    expect(offset).toBe(content.length);
  });

  it('reads gzip, its members concatenated', async () => {
    const content = lines(3000);
    write('a.gz', Buffer.concat([gzipSync(content.subarray(0, 1000)), gzipSync(content.subarray(1000))]));
    const got = await read('a.gz', 4096);
    expect(got.text.equals(content)).toBe(true);
    expect(got.skips).toEqual([]);
  });

  it('allows zero padding after gzip and names anything else a failure', async () => {
    const content = lines(10);
    write('padded.gz', Buffer.concat([gzipSync(content), Buffer.alloc(600)]));
    expect(await read('padded.gz')).toMatchObject({ text: content, skips: [] });
    write('appended.gz', Buffer.concat([gzipSync(content), Buffer.alloc(9000), Buffer.from('plain text')]));
    const got = await read('appended.gz');
    expect(got.text.equals(content)).toBe(true);
    expect(got.skips).toMatchObject([{ kind: 'failure', path: 'appended.gz' }]);
  });

  it('gives what a truncated gzip holds, then a failure', async () => {
    const content = lines(20_000);
    const packed = gzipSync(content);
    for (const kept of [12, 100, packed.length >> 1, packed.length - 1]) {
      write('cut.gz', packed.subarray(0, kept));
      const got = await read('cut.gz', 4096);
      expect(content.subarray(0, got.text.length).equals(got.text)).toBe(true);
      expect(got.text.length).toBeGreaterThanOrEqual(Math.floor(((kept - 100) / packed.length) * content.length * 0.9));
      expect(got.lasts.at(-1)).toBe(true);
      expect(got.skips).toEqual([
        { path: 'cut.gz', kind: 'failure', reason: 'gzip data stops in the middle (truncated): the rest is not read' },
      ]);
    }
  });

  it('gives everything before the damage in a gzip, to the byte where the checksum alone is wrong', async () => {
    const content = lines(20_000);
    const packed = gzipSync(content);
    const wrongSum = Buffer.from(packed);
    wrongSum[wrongSum.length - 6]! ^= 1;
    write('sum.gz', wrongSum);
    const got = await read('sum.gz');
    expect(got.text.equals(content)).toBe(true);
    expect(got.skips).toMatchObject([{ kind: 'failure', reason: 'gzip data is damaged: the rest is not read' }]);

    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 50_000, 50_100);
    write('bad.gz', damaged);
    const bad = await read('bad.gz');
    const common = content.findIndex((byte, index) => byte !== bad.text[index]);
    expect(common).toBeGreaterThan((49_900 / packed.length) * content.length * 0.95);
    expect(bad.skips).toMatchObject([{ kind: 'failure' }]);
  });

  describe.skipIf(compressZstd === undefined)('zstd, where this Node has it', () => {
    const zstd = (text: string): Buffer => compressZstd!(Buffer.from(text));
    const long = Array.from({ length: 30_000 }, (_, i) => `line ${(i * 7919) % 10_007}\n`).join('');

    it('reads all frames, whatever lies between them', async () => {
      const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
      write('a.log.zst', Buffer.concat([zstd(long), skippable, zstd(''), zstd('the end\n'), skippable]));
      const { text, skips } = await read('a.log.zst', 1000);
      expect(text.toString()).toBe(`${long}the end\n`);
      expect(skips).toEqual([]);
    });

    it('expands a little to much in little memory', async () => {
      const frame = compressZstd!(Buffer.alloc(20 << 20, '0\n'));
      write('zeros.zst', Buffer.concat(Array.from({ length: 10 }, () => frame)));
      let bytes = 0;
      let most = 0;
      for await (const entry of openLog(itemOf('zeros.zst'), createArena(), options)) {
        if ('fragment' in entry) bytes += entry.fragment.bytes.length;
        most = Math.max(most, process.memoryUsage().arrayBuffers);
      }
      expect(bytes).toBe(200 << 20);
      expect(most).toBeLessThan(100 << 20);
    });

    it.each([1, 5, 11, 4000])(
      'gives what one that breaks off %d bytes before its end holds, then a failure',
      async (less) => {
        const whole = Buffer.concat([zstd(long), zstd('more\n')]);
        write('cut.zst', whole.subarray(0, whole.length - less));
        const { text, skips } = await read('cut.zst');
        expect(long.startsWith(text.toString().slice(0, long.length))).toBe(true);
        expect(skips).toMatchObject([{ kind: 'failure' }]);
        expect(skips[0]?.reason).toContain('truncated');
      },
    );

    it('names damage, and what is no zstd behind it', async () => {
      const damaged = zstd(long);
      damaged.fill(0xff, damaged.length >> 1, (damaged.length >> 1) + 64);
      write('damaged.zst', damaged);
      expect((await read('damaged.zst')).skips).toMatchObject([{ kind: 'failure' }]);
      write('trailing.zst', Buffer.concat([zstd('text\n'), Buffer.from('no zstd')]));
      const { text, skips } = await read('trailing.zst');
      expect(text.toString()).toBe('text\n');
      expect(skips).toMatchObject([{ kind: 'failure' }]);
    });
  });

  it.skipIf(compressZstd !== undefined)('says which Node reads zstd', async () => {
    write('a.log.zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]));
    expect((await read('a.log.zst')).skips).toEqual([
      { path: 'a.log.zst', kind: 'skip', reason: 'compressed with zstd, which needs Node 22.15 or later: not read' },
    ]);
  });

  it('decodes UTF-16 with and without a mark, and UTF-32, in a stream', async () => {
    const text = 'start é 漢 😀 = value\r\n'.repeat(3000);
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    write('le-bom.log', Buffer.concat([Buffer.from([0xff, 0xfe]), little]));
    write('be-bom.log', Buffer.concat([Buffer.from([0xfe, 0xff]), big]));
    write('le.log', little);
    write('be.log', big);
    write('le.log.gz', gzipSync(little));
    for (const isLittle of [true, false])
      write(`32-${isLittle}.log`, utf32Encoder(isLittle).push(Buffer.from(`\ufeff${text}`)));
    for (const name of ['le-bom.log', 'be-bom.log', 'le.log', 'be.log', 'le.log.gz', '32-true.log', '32-false.log']) {
      const got = await read(name, 1000);
      expect(got.text.toString('utf8') === text, name).toBe(true);
      expect(got.skips).toEqual([]);
    }
  });

  it('names lines of UTF-16 in other text, wherever they are', async () => {
    const wide = Buffer.from('password is lost\n', 'utf16le');
    write('mixed.log', Buffer.concat([Buffer.from('plain\n'.repeat(500)), wide, Buffer.from('plain\n')]));
    expect((await read('mixed.log', 1024)).skips).toEqual([
      { path: 'mixed.log', kind: 'failure', reason: 'lines of UTF-16 in other text: they were not read' },
    ]);
  });

  it('reads a log with a gap of NULs as it stands', async () => {
    for (const gap of [9, 250, 200_000]) {
      const content = Buffer.concat([Buffer.from('start\r\n'), Buffer.alloc(gap), Buffer.from('\r\nend\r\n')]);
      write('gap.log', content);
      expect((await read('gap.log')).text.equals(content)).toBe(true);
    }
  });

  it('skips what is not text and says what it is', async () => {
    write(
      'random',
      gunzipSync(gzipSync(Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255)))),
    );
    write('renamed.log', Buffer.from('BZh91AY&SY'));
    write('journal', Buffer.from('LPKSHHRH\0\0\0\0'));
    write('twice.gz', gzipSync(gzipSync('x')));
    const reasons = await Promise.all(['random', 'renamed.log', 'journal', 'twice.gz'].map((name) => read(name)));
    expect(reasons.map((got) => [got.sizes.length, got.skips[0]?.kind, got.skips[0]?.reason])).toEqual([
      [0, 'skip', 'binary'],
      [0, 'skip', 'compressed with bzip2, not read'],
      [0, 'skip', 'a systemd journal, not read: pipe "journalctl -o cat" in'],
      [0, 'skip', 'compressed twice, not read'],
    ]);
    const named = await planLogs(['renamed.log', 'twice.gz', 'random'], options);
    const kinds = named.items.map(
      async (item) => (await readAll(openLog(item as LogItem, createArena(), options))).skips,
    );
    // What was named was asked for, unless it is no log at all.
    expect((await Promise.all(kinds)).map(([skip]) => skip?.kind)).toEqual(['failure', 'failure', 'skip']);
  });

  it('names a log that vanished and one that became shorter while it was read', async () => {
    const target = write('gone.log', 'x');
    unlinkSync(target);
    expect((await read('gone.log')).skips).toEqual([
      { path: 'gone.log', kind: 'failure', reason: 'cannot be read: no longer there' },
    ]);
    const shrinking = write('shrinking.log', lines(100_000));
    let seen = 0;
    const got = await readAll(openLog(itemOf('shrinking.log'), createArena(), options, 65_536), () => {
      if (seen++ === 0) truncateSync(shrinking, 1000);
    });
    expect(got.skips).toEqual([{ path: 'shrinking.log', kind: 'failure', reason: 'became shorter while it was read' }]);
    expect(got.lasts.at(-1)).toBe(true);
  });

  it('names a log that was rotated after it was listed, and reads what has its name now', async () => {
    write('app.log', 'old text\n');
    write('copied.log', 'a longer text\n');
    write('grown.log', 'text\n');
    write('same.log', 'text\n');
    const { items } = await planLogs(['.'], options);
    renameSync(path.join(directory, 'app.log'), path.join(directory, 'app.log.1'));
    write('app.log', 'new text, and more of it\n');
    write('copied.log', 'cut\n');
    appendFileSync(path.join(directory, 'grown.log'), 'more\n');
    // A file system may number its files anew each time.
    const told = items.map((item) => {
      const { listed } = item as LogItem;
      return item.path === 'same.log' ? { ...item, listed: { ...listed!, inode: -1 } } : item;
    });
    const read = await Promise.all(told.map((item) => readAll(openLog(item as LogItem, createArena(), options))));
    expect(read.map(({ text, skips }) => [text.toString(), ...skips.map(({ kind }) => kind)])).toEqual([
      ['new text, and more of it\n', 'failure'],
      ['cut\n', 'failure'],
      ['text\nmore\n'],
      ['text\n'],
    ]);
    expect(read[0]!.skips[0]!.reason).toContain('another file has its name by now');
    expect(read[1]!.skips[0]!.reason).toContain('became shorter before it was read');
  });

  it('stops at the limit with a skip, whatever a small gzip expands to', async () => {
    write('bomb.gz', gzipSync(Buffer.alloc(20_000_000, 'a\n')));
    const got = await readAll(
      openLog(itemOf('bomb.gz'), createArena(), { ...options, maxFileSizeBytes: 100_000 }, 65_536),
    );
    expect(got.text.length).toBe(100_000);
    expect(got.lasts).toEqual([false, true]);
    expect(got.skips).toMatchObject([{ kind: 'skip' }]);
  });

  it('reads a named pipe, however its writer pauses', async () => {
    execFileSync('mkfifo', [path.join(directory, 'pipe')]);
    const writer = spawn('sh', ['-c', 'sleep 0.2; exec >pipe; printf one; sleep 0.3; printf " two"'], {
      cwd: directory,
    });
    const got = await read('pipe');
    expect(got.text.toString()).toBe('one two');
    expect(got.skips).toEqual([]);
    writer.kill();
  });

  it('gives the same text for any size of content, fragment and compression', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('INFO ok', 'x'.repeat(97), '', 'é漢😀', 'a=b\r'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 700 }),
        fc.boolean(),
        async (rows, fragmentBytes, packed) => {
          const content = Buffer.from(rows.join('\n'));
          write('any', packed ? gzipSync(content) : content);
          const got = await read('any', fragmentBytes);
          expect(got.text.equals(content)).toBe(true);
          expect(got.skips).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

const shown = (items: readonly WorkItem[]): (string | null)[] =>
  items.map((item) => (item.kind === 'log' ? item.path : 'not a log'));

describe('planLogs', () => {
  it('lists directories, globs and files in order, each file once', async () => {
    for (const name of ['b/app.log', 'b/app.log.1', 'a/x.log', 'a/.hidden', 'z.log']) write(name, 'text\n');
    const plan = await planLogs(['z.log', '.', 'b/*.log', '-', '-'], options);
    expect(shown(plan.items)).toEqual(['z.log', 'a/.hidden', 'a/x.log', 'b/app.log', 'b/app.log.1', null]);
    expect(plan.skips).toEqual([]);
    expect(shown((await planLogs(['**/*.log'], options)).items)).toEqual(['a/x.log', 'b/app.log', 'z.log']);
  });

  it('means standard input without arguments', async () => {
    expect(await planLogs([], options)).toEqual({
      items: [{ kind: 'log', absolutePath: null, path: null, sizeBytes: -1 }],
      skips: [],
    });
  });

  it('names what it passes over', async () => {
    write('a.log', 'text');
    write('b.log.xz', 'packed');
    write('c.log.bz2', 'packed');
    write('d.tmp', 'text');
    write('e.log', 'x'.repeat(2000));
    execFileSync('mkfifo', [path.join(directory, 'fifo')]);
    symlinkSync('nowhere', path.join(directory, 'link'));
    const plan = await planLogs(['.'], { ...options, exclude: ['*.tmp'], maxFileSizeBytes: 1000 });
    expect(shown(plan.items)).toEqual(['a.log']);
    expect(plan.skips.map((skip) => [skip.path, skip.kind, skip.reason])).toEqual([
      ['b.log.xz', 'skip', 'compressed with xz, not read'],
      ['c.log.bz2', 'skip', 'compressed with bzip2, not read'],
      ['d.tmp', 'skip', EXCLUDED],
      ['e.log', 'skip', 'larger than 1 KB'],
      ['fifo', 'skip', 'a named pipe'],
      ['link', 'skip', 'a symbolic link to nothing'],
    ]);
  });

  it('does not enter a git directory that it meets, and says so; one that is named was asked for', async () => {
    write('app/a.log', 'x');
    write('app/.git/logs/HEAD', 'y');
    const { items, skips } = await planLogs(['.'], options);
    expect(items.map((item) => item.path)).toEqual(['app/a.log']);
    expect(skips).toMatchObject([
      { path: 'app/.git', kind: 'skip', reason: expect.stringContaining('tightlip history') },
    ]);
    const named = await planLogs(['app/.git/logs'], options);
    expect(named.items.map((item) => item.path)).toEqual(['app/.git/logs/HEAD']);
  });

  it('obeys exclusions as files do: names at any depth, folders, what is taken back, logs elsewhere', async () => {
    for (const name of ['top.tmp', 'sub/x.tmp', 'sub/deep/y.log', 'z.log']) write(name, 'text');
    const left = async (exclude: string[]): Promise<(string | null)[]> =>
      shown((await planLogs(['.'], { ...options, exclude })).items);
    expect(await left(['*.tmp'])).toEqual(['sub/deep/y.log', 'z.log']);
    for (const folder of ['sub', 'sub/', '/sub', 'sub/**']) expect(await left([folder])).toEqual(['top.tmp', 'z.log']);
    expect(await left(['sub/**', '!sub/deep/**'])).toEqual(['sub/deep/y.log', 'top.tmp', 'z.log']);
    expect(await left(['sub\\deep'])).toEqual(['sub/x.tmp', 'top.tmp', 'z.log']);
    const elsewhere = { ...options, workingDirectory: path.join(directory, 'elsewhere') };
    const plan = await planLogs([directory], { ...elsewhere, exclude: [`${directory}/sub`, '*.tmp'] });
    expect(shown(plan.items)).toEqual([`${directory}/z.log`]);
  });

  it('names a failure what was named and cannot be read', async () => {
    const plan = await planLogs(['/dev/null'], options);
    expect(plan).toMatchObject({ items: [], skips: [{ path: '/dev/null', kind: 'failure', reason: 'a device' }] });
  });

  it('follows links to files but not to directories, and reads no file twice', async () => {
    write('pods/one.log', 'text');
    mkdirSync(path.join(directory, 'containers'));
    symlinkSync('../pods/one.log', path.join(directory, 'containers/one.log'));
    symlinkSync('..', path.join(directory, 'containers/up'));
    const plan = await planLogs(['containers', 'pods'], options);
    expect(shown(plan.items)).toEqual(['containers/one.log']);
    expect(plan.skips).toMatchObject([{ path: 'containers/up', reason: 'a symbolic link to a directory' }]);
  });

  it('refuses what does not exist', async () => {
    await expect(planLogs(['no.log'], options)).rejects.toMatchObject({ code: 'not-found' });
    await expect(planLogs(['*.nothing'], options)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reads a file whose name looks like a pattern', async () => {
    write('a[1].log', 'text');
    expect(shown((await planLogs(['a[1].log'], options)).items)).toEqual(['a[1].log']);
  });
});

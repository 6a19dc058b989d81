/** `history` reads blobs from the packs, by delta; `--engine plain` reads each whole through git. Both must tell the same, to the byte. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countPacked, openObjectStore } from '../../src/git/pack/object-store.ts';
import { openRepository } from '../../src/git/repository.ts';
import { MANY_BLOBS } from '../../src/scan/scan-changes.ts';
import { makeSecret, runCli, secretLine } from '../support/run-cli.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

interface Told {
  readonly jsonl: string;
  /** Findings and receipt. */
  readonly report: unknown;
  readonly code: number | null;
}

function historyOf(repo: TempRepo, ...flags: string[]): Promise<Told> {
  return told(repo, ['history', '.', ...flags]);
}

async function told(repo: TempRepo, command: readonly string[]): Promise<Told> {
  const args = [...command, '--min-tier', 'review', '--format', 'jsonl', '--report', 'json=out.json'];
  const { stdout, code } = await runCli(args, { cwd: repo.directory });
  const report: unknown = JSON.parse(readFileSync(repo.path('out.json'), 'utf8'));
  rmSync(repo.path('out.json'));
  return { jsonl: stdout, report, code };
}

/** Both engines, one thread and two; gives the findings' paths. */
async function expectEqual(repo: TempRepo): Promise<string[]> {
  const plain = await historyOf(repo, '--engine', 'plain', '-j', '1');
  expect(await historyOf(repo, '-j', '1')).toEqual(plain);
  expect(await historyOf(repo, '-j', '2')).toEqual(plain);
  const lines = plain.jsonl.trim().split('\n').filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as { path: string }).path);
}

/** Text that changes a little each time, so that packing makes deltas of it, with a secret that comes, changes and goes. */
function page(version: number): string {
  const lines = Array.from({ length: 200 }, (_, line) => {
    const changed = (line * 7 + version * 13) % 50 === 0;
    return `line ${line} of the page ${changed ? `as of version ${version}` : 'as it always was'}\n`;
  });
  const place = (version * 31) % lines.length;
  if (version % 5 !== 4) lines.splice(place, 0, secretLine(`page ${version >> 2}`));
  return lines.join('');
}

function manifest(version: number): string {
  const value = Buffer.from(makeSecret(`manifest ${version >> 1}`)).toString('base64');
  const labels = Array.from({ length: 40 }, (_, i) => `    label-${i}: value-${(version + i) % 3}\n`).join('');
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  labels:\n${labels}data:\n  api-key: ${value}\n`;
}

/** A login in base64 inside of text, cut by edits. */
function encoded(version: number): string {
  const token = `gh${'p'}_${makeSecret(`token ${version >> 1}`).slice(0, 36)}`;
  const run = Buffer.from(`the token is ${token} and nothing else at all`).toString('base64');
  const filler = createHash('sha256')
    .update(String(version % 3))
    .digest('hex');
  return `${'words that stay as they are, all of them\n'.repeat(20)}run: ${run}\nsum: ${filler}\n${'more words\n'.repeat(30)}`;
}

function files(version: number): Record<string, string | Uint8Array> {
  return {
    'page.env': page(version),
    'deep/er/page.env': page(version * 3),
    'manifest.yaml': manifest(version),
    'encoded.txt': encoded(version),
    'mark.txt': `\ufeff${page(version)}`,
    'now-and-then.txt': `${version % 3 === 1 ? '\ufeff' : ''}${page(version + 1)}`,
    'first-line.txt': `\ufeff${secretLine(`first ${version >> 1}`)}${page(version)}`,
    'wide.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(page(version), 'utf16le')]),
    'image.bin': Buffer.concat([
      Buffer.from([0, 1, 2, 3, 0, 5, 6]),
      Buffer.alloc(400, version),
      Buffer.from(page(version)),
    ]),
    'pointer.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(60)}000${version}\nsize 12\n`,
    [`empty${version}`]: '',
  };
}

/** Branches, merges, tags, deletions, several packs, deltas by id and by offset, loose objects. */
function makeHistory(): TempRepo {
  const repo = makeRepo();
  for (let version = 0; version < 9; version++) repo.commit(files(version), `version ${version}`);
  repo.git('repack', '-q', '-a', '-d', '-f', '--depth=50', '--window=20');
  repo.git('checkout', '-q', '-b', 'side', 'HEAD~4');
  repo.commit({ 'page.env': page(40), 'side.env': secretLine('side') }, 'on the side');
  repo.git('checkout', '-q', 'main');
  repo.tryGit('merge', '-q', '--no-commit', '-s', 'ours', 'side');
  repo.commit({ 'page.env': `${page(41)}${secretLine('merge')}` }, 'a merge that adds');
  repo.remove('deep/er/page.env').commit({}, 'gone');
  repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-q', '-d', '-f');
  repo.git('tag', '-a', 'v1', '-m', 'a tag');
  repo.git('tag', 'content', repo.oid('encoded.txt', 'HEAD~3'));
  repo.git('branch', '-D', 'side');
  for (let version = 10; version < 13; version++) repo.commit(files(version), `version ${version}`);
  return repo;
}

describe('history', () => {
  it('tells the same whichever way blobs are read', async () => {
    const repo = makeHistory();
    const { table, forest, loose } = openObjectStore(await openRepository(repo.directory));
    expect(table.packs.length).toBeGreaterThan(1);
    expect(loose.length).toBeGreaterThan(10);
    expect(Math.max(...forest.blobs.depths)).toBeGreaterThan(3);
    const paths = await expectEqual(repo);
    for (const path of ['page.env', 'deep/er/page.env', 'manifest.yaml', 'encoded.txt', 'mark.txt', 'wide.txt'])
      expect(paths).toContain(path);
    expect(paths.length).toBeGreaterThan(20);
  });

  it('tells the same of one pack, and within a limit of size', async () => {
    const repo = makeHistory();
    repo.git('gc', '-q', '--aggressive', '--prune=now');
    await expectEqual(repo);
    const limit = ['--max-file-size', '9000'];
    const plain = await historyOf(repo, '--engine', 'plain', ...limit);
    expect(JSON.stringify(plain.report)).toContain('larger than');
    expect(await historyOf(repo, ...limit)).toEqual(plain);
  });

  it('tells the same of versions too large to be held, and of what derives from them', async () => {
    const repo = makeRepo();
    const large = `${'0123456789abcdef\n'.repeat(2_100_000)}`;
    repo.commit({ 'large.txt': `${large}${secretLine('large')}`, 'small.env': secretLine('small') });
    repo.commit({ 'large.txt': `${large.slice(0, 3_000_000)}${secretLine('large')}` });
    repo.git('-c', 'pack.threads=1', 'repack', '-q', '-a', '-d', '-f');
    const plain = await historyOf(repo, '--engine', 'plain', '-j', '1');
    expect(await historyOf(repo)).toEqual(plain);
    expect(plain.jsonl.trim().split('\n')).toHaveLength(2);
  });

  it('tells of a value that was none at first and came again as a secret', async () => {
    const repo = makeRepo();
    const value = ['summer', 42].join('');
    repo.commit({ 'notes.txt': `login failed password=${value} for this user\n` });
    repo.commit({ 'notes.txt': 'nothing\n' });
    repo.commit({ 'notes.txt': `password=${value}\n` });
    repo.git('gc', '-q');
    expect(await expectEqual(repo)).toEqual(['notes.txt']);
    expect(await historyOf(repo, '--cache')).toEqual(await historyOf(repo));
  });

  it('tells who brought in each of a long list, also those that stand there twice', async () => {
    const repo = makeRepo();
    const list = (count: number): string => Array.from({ length: count }, (_, i) => secretLine(`${i % 30}`)).join('');
    const first = repo.commit({ 'list.env': list(25) });
    const second = repo.commit({ 'list.env': list(40) });
    repo.git('gc', '-q');
    expect(new Set(await expectEqual(repo))).toEqual(new Set(['list.env']));
    const lines = (await historyOf(repo)).jsonl.trim().split('\n');
    const commits = lines.map((line) => (JSON.parse(line) as { commit: string }).commit);
    expect([first, second].map((commit) => commits.filter((one) => one === commit).length)).toEqual([25, 5]);
  });

  it('tells the same where blobs are missing: of a partial clone, and of one that lacks what stood there before', async () => {
    const repo = makeHistory();
    repo.git('config', 'uploadpack.allowFilter', 'true');
    for (const filter of ['blob:none', 'blob:limit=3000']) {
      const clone = repo.clone(`--filter=${filter}`, '--no-local');
      expect((await expectEqual(clone)).length).toBeGreaterThan(3);
      const { report, code } = await historyOf(clone);
      expect(JSON.stringify(report)).toContain('not in this partial clone');
      expect(code).toBe(1);
    }
  });

  it('tells the same where what a change removed is missing, and nothing that the change keeps came from there', async () => {
    const repo = makeRepo();
    repo.commit({ 'gone.txt': 'what is gone\n', 'app.env': secretLine('kept') });
    const oid = repo.oid('gone.txt', 'HEAD');
    repo.remove('gone.txt').commit({ 'app.env': `${secretLine('kept')}more\n` });
    rmSync(repo.path(`.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`));
    expect(await expectEqual(repo)).toEqual(['app.env']);
    const { report } = await historyOf(repo, '--engine', 'plain');
    expect(JSON.stringify(report)).toContain('1 object is missing');
  });

  it('tells the same of a range and since a date, where many blobs are scanned in the packs', async () => {
    const repo = makeHistory();
    const day = 86_400;
    const start = 1_700_000_000;
    const stream: string[] = [];
    const versions = MANY_BLOBS + 60;
    for (let version = 0; version < versions; version++) {
      const message = version % 40 === 3 ? secretLine(`message ${version}`) : `version ${version}`;
      stream.push(
        `commit refs/heads/long\ncommitter Ann <ann@x.org> ${start + version * day} +0000\ndata ${message.length}\n${message}\n`,
        version === 0 ? `from ${repo.git('rev-parse', 'HEAD')}\n` : '',
        ...Object.entries({ 'page.env': page(version >> 2), [`deep/${version % 7}.txt`]: encoded(version) }).map(
          ([name, text]) => `M 100644 inline ${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
        ),
      );
    }
    execFileSync('git', ['fast-import', '--quiet', '--depth=40'], { cwd: repo.directory, input: stream.join('') });
    repo.git('checkout', '-q', '-f', 'long');
    repo.commit({ 'loose.env': secretLine('loose') });
    expect(countPacked(await openRepository(repo.directory)) / 1500).toBeLessThan(MANY_BLOBS);
    for (const command of [
      ['range', 'main..long'],
      ['range', 'long~270..long', '--max-file-size', '9000'],
      ['history', '.', '--since', new Date((start + 10 * day) * 1000).toISOString().slice(0, 10)],
    ]) {
      const plain = await told(repo, [...command, '--engine', 'plain']);
      expect(plain.jsonl.split('\n').length).toBeGreaterThan(20);
      expect(await told(repo, [...command, '-j', '1'])).toEqual(plain);
      expect(await told(repo, [...command, '-j', '2'])).toEqual(plain);
    }
  }, 120_000);

  it('tells the same of SHA-256', async () => {
    const repo = makeRepo('--object-format=sha256');
    for (let version = 0; version < 3; version++) repo.commit({ 'page.env': page(version) });
    repo.git('gc', '-q');
    expect(await expectEqual(repo)).toContain('page.env');
  });

  it('tells the same of a pack with a damaged blob, of which others derive', async () => {
    const repo = makeRepo();
    for (let version = 0; version < 6; version++)
      repo.commit({ 'page.env': page(version), 'sound.env': secretLine('x') });
    repo.git('gc', '-q');
    const { table, forest } = openObjectStore(await openRepository(repo.directory));
    const base = forest.blobs.nodes.find((_, i) => forest.blobs.depths[i + 1] === 1) as number;
    const pack = table.packs[0]?.path as string;
    chmodSync(pack, 0o644);
    const bytes = readFileSync(pack);
    bytes.fill(
      0xff,
      (table.offsets[base] as number) + (table.headerBytes[base] as number) + 10,
      table.offsets[base + 1],
    );
    writeFileSync(pack, bytes);
    const paths = await expectEqual(repo);
    expect(paths).toEqual(['sound.env']);
    const { code, report } = await historyOf(repo);
    expect(code).toBe(1);
    expect(JSON.stringify(report)).toContain('cannot be read');
  });
});

/** `history --cache`: a later run tells the same as one that reads everything, whatever happened to what was kept. */
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeSecret, runCli, secretLine } from '../support/run-cli.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

async function historyOf(repo: TempRepo, ...flags: string[]): Promise<unknown> {
  const args = ['history', '.', '--min-tier', 'review', '--format', 'json', ...flags];
  const { stdout, code } = await runCli(args, { cwd: repo.directory });
  return { report: JSON.parse(stdout) as unknown, code };
}

function keptFiles(repo: TempRepo): string[] {
  const folder = repo.path('.git', 'tightlip');
  return existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
}

function page(version: number): string {
  const lines = Array.from(
    { length: 120 },
    (_, line) => `line ${line} ${(line * 7 + version) % 30 === 0 ? version : ''}\n`,
  );
  lines.splice(
    version * 5,
    0,
    secretLine(`page ${version >> 1}`),
    `password = "${makeSecret(`p${version}`).slice(0, 14)}"\n`,
  );
  return lines.join('');
}

function filesOf(version: number): Record<string, string | Uint8Array> {
  const token = `gh${'p'}_${makeSecret(`token ${version >> 1}`).slice(0, 36)}`;
  return {
    'page.env': page(version),
    'plain.txt': `nothing to see in version ${version}\n`.repeat(50),
    'secret.yaml': `kind: Secret\ndata:\n  key: ${Buffer.from(makeSecret(`yaml ${version >> 1}`)).toString('base64')}\n`,
    'encoded.txt': `run: ${Buffer.from(`the token is ${token} and nothing else`).toString('base64')}\n`,
    'wide.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(page(version), 'utf16le')]),
    'image.bin': Buffer.concat([Buffer.alloc(300, version % 5), Buffer.from(page(version))]),
  };
}

/** Plain, and twice with what is kept. */
async function expectSame(repo: TempRepo, ...flags: string[]): Promise<void> {
  const plain = await historyOf(repo, '--engine', 'plain', ...flags);
  expect(await historyOf(repo, '--cache', ...flags)).toEqual(plain);
  expect(await historyOf(repo, '--cache', '-j', '2', ...flags)).toEqual(plain);
}

function kindsOf(files: readonly string[]): string[] {
  return files.map((file) => path.basename(file).replace(/-.*/, ''));
}

it('tells the same, of new commits and after repacking too, and keeps no secret', async () => {
  const repo = makeRepo();
  for (let version = 0; version < 6; version++) repo.commit(filesOf(version));
  repo.git('gc', '-q');
  await expectSame(repo);
  expect(kindsOf(keptFiles(repo))).toEqual(['history', 'packs', 'reach', 'told']);
  const [file] = keptFiles(repo) as [string];
  const first = readFileSync(file);
  for (const kept of keptFiles(repo).map((each) => readFileSync(each))) {
    for (let version = 0; version < 6; version++) {
      expect(kept.includes(makeSecret(`page ${version}`).slice(0, 8))).toBe(false);
      expect(kept.includes(makeSecret(`p${version}`).slice(0, 8))).toBe(false);
    }
  }
  for (let version = 6; version < 9; version++) repo.commit(filesOf(version));
  repo.git('repack', '-q', '-d');
  await expectSame(repo);
  expect(readFileSync(file).length).toBeGreaterThan(first.length);
  repo.git('gc', '-q', '--aggressive', '--prune=now');
  await expectSame(repo);
  const limited = ['--max-file-size', '1KB'];
  expect(await historyOf(repo, '--cache', ...limited)).toEqual(await historyOf(repo, '--engine', 'plain', ...limited));
});

it('tells values in files, messages and loose objects apart as one run does', async () => {
  const repo = makeRepo();
  const files = (seed: string): Record<string, string> => ({ 'a.env': secretLine(seed), 'b.env': secretLine('kept') });
  repo.commit(files('one'), `says ${secretLine('one')}`);
  repo.commit(files('two'));
  repo.commit({ 'c.env': secretLine('two'), 'd.txt': 'password = changeme\n' });
  repo.git('gc', '-q');
  await expectSame(repo);
  // A text that was not there before, and values that only files had.
  repo.commit({}, `and ${secretLine('two')}`);
  repo.git('gc', '-q');
  await expectSame(repo);
  // Moved and kept, in loose objects and in packs.
  repo.commit({ 'e.env': `# moved\n${secretLine('kept')}`, 'b.env': 'none\n', 'a.env': secretLine('three') });
  await expectSame(repo);
  repo.git('gc', '-q');
  await expectSame(repo);
});

it('tells the same whatever becomes of branches, packs and what is asked for', { timeout: 120_000 }, async () => {
  const repo = makeRepo();
  for (let version = 0; version < 4; version++) repo.commit(filesOf(version));
  repo.git('branch', 'other', 'HEAD~2');
  repo.git('gc', '-q');
  await expectSame(repo);
  // Loose, on another branch; a file that moves, and one that comes back.
  repo.git('checkout', '-q', 'other');
  repo.commit(
    { 'moved.env': page(1), 'page.env': 'none\n', 'new.env': secretLine('loose') },
    `says ${secretLine('new')}`,
  );
  await expectSame(repo);
  repo.git('checkout', '-q', '-');
  repo.git('merge', '-q', '-m', 'merge', '-s', 'ours', 'other');
  await expectSame(repo);
  // Packs that come one by one, as fetches bring them.
  repo.git('repack', '-q', '-d');
  await expectSame(repo);
  repo.commit({ 'page.env': page(1), 'late.env': secretLine('late') });
  repo.git('repack', '-q', '-d');
  await expectSame(repo, '--exclude', 'late.env');
  await expectSame(repo);
  // What is asked for.
  await expectSame(repo, '--branch', 'other');
  await expectSame(repo, '--since', '2000-01-01');
  // Force pushed, deleted, and still there.
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  await expectSame(repo);
  repo.git('branch', '-q', '-D', 'other');
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  await expectSame(repo);
  await expectSame(repo, '--unreachable');
  repo.git('tag', '-m', 'kept', 'kept', 'HEAD@{1}');
  await expectSame(repo);
  repo.git('tag', '-d', 'kept');
  repo.git('reflog', 'expire', '--expire=now', '--all');
  repo.git('gc', '-q', '--prune=now');
  await expectSame(repo);
});

/** Forgets all that is kept but what a run told. */
function keepOnlyTold(repo: TempRepo): void {
  for (const file of keptFiles(repo)) if (!path.basename(file).startsWith('told-')) rmSync(file);
}

it(
  'tells again what a run told, and only while refs, HEAD and settings are what they were',
  { timeout: 120_000 },
  async () => {
    const repo = makeRepo();
    for (let version = 0; version < 5; version++)
      repo.commit(filesOf(version), `says ${secretLine(`text ${version >> 1}`)}`);
    repo.git('branch', 'other', 'HEAD~2');
    repo.git('tag', '-m', `holds ${secretLine('tag')}`, 'v1', 'HEAD~1');
    repo.git('gc', '-q');
    const plain = await historyOf(repo, '--engine', 'plain');
    expect(await historyOf(repo, '--cache')).toEqual(plain);
    keepOnlyTold(repo);
    // Whoever reads more than that keeps more.
    expect(await historyOf(repo, '--cache')).toEqual(plain);
    expect(kindsOf(keptFiles(repo))).toEqual(['told']);
    const texts = ['sarif', 'jsonl'].map((format) => ['history', '.', '--format', format, '--min-tier', 'likely']);
    for (const args of texts) {
      const [kept, whole] = await Promise.all(
        [['--cache'], []].map((flags) => runCli([...args, ...flags], { cwd: repo.directory })),
      );
      expect(kept).toEqual(whole);
    }
    const baseline = ['--exclude', 'page.env'];
    expect(await historyOf(repo, '--cache', ...baseline)).toEqual(await historyOf(repo, ...baseline));
    expect(kindsOf(keptFiles(repo))).toContain('history');
    const changes: string[][] = [
      ['branch', 'third', 'HEAD~1'],
      ['branch', '-m', 'third', 'fourth'],
      ['tag', 'light', 'other'],
      ['checkout', '-q', '--detach', 'HEAD~3'],
      ['tag', '-d', 'v1'],
      ['update-ref', '-d', 'refs/heads/other'],
      ['update-ref', 'ORIG_HEAD', 'HEAD~1'],
    ];
    for (const change of changes) {
      repo.git(...change);
      await expectSame(repo);
    }
    writeFileSync(repo.path('tightlip.toml'), 'disable = ["alpaca-secret-key"]\n');
    expect(await historyOf(repo, '--cache')).toEqual(await historyOf(repo));
  },
);

it('tells again what lies in loose objects, as long as these are there', async () => {
  const repo = makeRepo();
  for (let version = 0; version < 3; version++) repo.commit(filesOf(version), `says ${secretLine(`text ${version}`)}`);
  repo.git('gc', '-q');
  for (let version = 3; version < 5; version++) repo.commit(filesOf(version), `says ${secretLine(`text ${version}`)}`);
  repo.git('tag', '-m', `holds ${secretLine('tag')}`, 'v1', 'HEAD~1');
  await expectSame(repo);
  keepOnlyTold(repo);
  expect(await historyOf(repo, '--cache')).toEqual(await historyOf(repo));
  expect(kindsOf(keptFiles(repo))).toEqual(['told']);
  // What is in no finding is missed too.
  const oid = repo.oid('plain.txt');
  rmSync(repo.path('.git', 'objects', oid.slice(0, 2), oid.slice(2)), { force: true });
  const broken = await historyOf(repo);
  expect(await historyOf(repo, '--cache')).toEqual(broken);
  expect(broken).toMatchObject({ report: { receipt: { complete: false } } });
});

it('keeps nothing of a run where a ref’s name may be a secret', async () => {
  const repo = makeRepo();
  repo.commit({ 'a.env': secretLine('content') });
  repo.git('branch', `gh${'p'}_${makeSecret('branch').slice(0, 36)}`);
  repo.git('gc', '-q');
  await expectSame(repo);
  expect(kindsOf(keptFiles(repo))).not.toContain('told');
});

it('keeps no file’s name that may be a secret', async () => {
  const repo = makeRepo();
  const token = `gh${'p'}_${makeSecret('name').slice(0, 36)}`;
  repo.commit({ [`${token}.env`]: secretLine('content'), 'other.env': secretLine('more') });
  repo.git('gc', '-q');
  await expectSame(repo);
  for (const file of keptFiles(repo)) expect(readFileSync(file).includes(token.slice(0, 12))).toBe(false);
});

it('passes over what was damaged, and lets two runs keep at the same time', async () => {
  const repo = makeRepo();
  for (let version = 0; version < 4; version++) repo.commit(filesOf(version));
  repo.git('gc', '-q');
  const plain = await historyOf(repo, '--engine', 'plain');
  expect(await Promise.all([historyOf(repo, '--cache'), historyOf(repo, '--cache')])).toEqual([plain, plain]);
  const files = keptFiles(repo);
  const whole = files.map((file) => readFileSync(file));
  const damages = [
    (bytes: Buffer) => bytes.subarray(0, bytes.length - 8),
    () => Buffer.alloc(0),
    () => Buffer.from('x'),
    (bytes: Buffer) => Buffer.from(bytes).fill(7, bytes.length >> 1, (bytes.length >> 1) + 30),
    (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')]),
  ];
  for (const damage of damages) {
    for (const [i, file] of files.entries()) writeFileSync(file, damage(whole[i]!));
    expect(await historyOf(repo, '--cache')).toEqual(plain);
    // One of them alone, beside others that are whole.
    for (const [i, file] of files.entries()) {
      for (const [j, other] of files.entries()) writeFileSync(other, i === j ? damage(whole[j]!) : whole[j]!);
      expect(await historyOf(repo, '--cache')).toEqual(plain);
      rmSync(file);
    }
  }
  rmSync(repo.path('.git', 'tightlip'), { recursive: true });
  writeFileSync(repo.path('.git', 'tightlip'), 'a file where the folder should be');
  expect(await historyOf(repo, '--cache')).toEqual(plain);
});

it('knows a value in UTF-16 again in what earlier runs have kept', async () => {
  const repo = makeRepo();
  const line = secretLine('wide');
  repo.commit({ 'wide.txt': Buffer.from(`\ufeff${line}`, 'utf16le') });
  repo.commit({ 'plain.txt': line });
  repo.commit({ 'other.txt': `more\n${line}` });
  repo.git('gc', '-q');
  await expectSame(repo);
  // Loose from here on, so that what the last run told is not kept as it is.
  repo.commit({ 'late.txt': secretLine('late') });
  await expectSame(repo);
});

/** `history --cache`: a later run tells the same as one that reads everything, whatever happened to what was kept. */
import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

/** Plain, and twice with what is kept; nothing that is kept holds a secret. */
async function expectSame(repo: TempRepo): Promise<void> {
  const plain = await historyOf(repo, '--engine', 'plain');
  expect(await historyOf(repo, '--cache')).toEqual(plain);
  expect(keptFiles(repo)).toHaveLength(1);
  expect(await historyOf(repo, '--cache', '-j', '2')).toEqual(plain);
}

it('tells the same, of new commits and after repacking too, and keeps no secret', async () => {
  const repo = makeRepo();
  for (let version = 0; version < 6; version++) repo.commit(filesOf(version));
  repo.git('gc', '-q');
  await expectSame(repo);
  const [file] = keptFiles(repo) as [string];
  const first = readFileSync(file);
  for (let version = 0; version < 6; version++) {
    expect(first.includes(makeSecret(`page ${version}`).slice(0, 8))).toBe(false);
    expect(first.includes(makeSecret(`p${version}`).slice(0, 8))).toBe(false);
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

it('passes over what was damaged, and lets two runs keep at the same time', async () => {
  const repo = makeRepo();
  for (let version = 0; version < 4; version++) repo.commit(filesOf(version));
  repo.git('gc', '-q');
  const plain = await historyOf(repo, '--engine', 'plain');
  expect(await Promise.all([historyOf(repo, '--cache'), historyOf(repo, '--cache')])).toEqual([plain, plain]);
  const [file] = keptFiles(repo) as [string];
  const whole = readFileSync(file);
  const damages = [
    whole.subarray(0, whole.length - 7),
    Buffer.alloc(0),
    Buffer.from('x'),
    Buffer.from(whole).fill(7, 30, 60),
  ];
  for (const damage of damages) {
    writeFileSync(file, damage);
    expect(await historyOf(repo, '--cache')).toEqual(plain);
  }
  appendFileSync(file, 'more');
  expect(await historyOf(repo, '--cache')).toEqual(plain);
  rmSync(repo.path('.git', 'tightlip'), { recursive: true });
  writeFileSync(repo.path('.git', 'tightlip'), 'a file where the folder should be');
  expect(await historyOf(repo, '--cache')).toEqual(plain);
});

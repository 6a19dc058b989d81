/** A damaged repository: what is still here is told all the same, what is not is named, and the exit code is never 0. */
import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, TempRepo } from '../support/temp-repo.ts';
import { lineOf, makeToken, plainLines } from '../git-traps/trap.ts';

isolateGit();

const ENGINES = [[], ['--engine', 'plain']];

interface Told {
  readonly values: Set<string>;
  readonly skips: string;
  readonly complete: boolean;
  readonly code: number | null;
}

async function told(repo: TempRepo, ...flags: string[]): Promise<Told> {
  const args = ['history', '.', '--format', 'json', '--show-secrets', ...flags];
  const { stdout, code } = await runCli(args, { cwd: repo.directory });
  const { findings, receipt } = JSON.parse(stdout) as {
    findings: { places: { secret: string }[] }[];
    receipt: { complete: boolean; skips: { kind: string; reason: string }[] };
  };
  const values = new Set(findings.flatMap(({ places }) => places.map(({ secret }) => secret)));
  const skips = receipt.skips.filter(({ kind }) => kind === 'failure').map(({ reason }) => reason);
  return { values, skips: skips.join('\n'), complete: receipt.complete, code };
}

/** Three commits, of which each brings in a value. */
function makeHistory(): { repo: TempRepo; values: string[] } {
  const repo = makeRepo();
  const values = Array.from({ length: 3 }, makeToken);
  for (const [i, value] of values.entries()) repo.commit({ [`d/${i}.env`]: plainLines(`${i}`) + lineOf(value) });
  return { repo, values };
}

function looseFile(repo: TempRepo, oid: string): string {
  const file = repo.path('.git', 'objects', oid.slice(0, 2), oid.slice(2));
  chmodSync(file, 0o644);
  return file;
}

/** Another byte in the middle. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 0x55;
  writeFileSync(file, bytes);
}

it.each(ENGINES)('tells the rest of a history with a damaged content (%s %s)', async (...flags) => {
  const { repo, values } = makeHistory();
  damage(looseFile(repo, repo.oid('d/1.env')));
  const { values: found, skips, code } = await told(repo, ...flags);
  expect([...found].sort()).toEqual([values[0]!, values[2]!].sort());
  expect(skips).not.toBe('');
  expect(code).toBe(1);
});

it.each(ENGINES)('reads what is still here behind a damaged commit or tree (%s %s)', async (...flags) => {
  for (const revision of ['HEAD~1', 'HEAD~1^{tree}', 'HEAD^{tree}']) {
    const { repo, values } = makeHistory();
    damage(looseFile(repo, repo.git('rev-parse', revision)));
    const { values: found, skips, complete } = await told(repo, ...flags);
    expect(found).toEqual(new Set(values));
    expect([complete, skips === '']).toEqual([false, false]);
  }
});

it.each(ENGINES)('reads what is still here where a ref names what is gone (%s %s)', async (...flags) => {
  const { repo, values } = makeHistory();
  repo.git('branch', 'lost', 'HEAD~2');
  const gone = repo.commit({}, 'gone');
  repo.git('branch', 'side');
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  repo.remove('.git/ORIG_HEAD', '.git/logs');
  rmSync(looseFile(repo, gone));
  const { values: found, skips } = await told(repo, ...flags);
  expect(found).toEqual(new Set(values));
  expect(skips).toContain('this ref is damaged');
});

it.each(ENGINES)('is no green where all refs are lost (%s %s)', async (...flags) => {
  const { repo, values } = makeHistory();
  repo.git('gc', '-q', '--prune=now');
  repo.remove('.git/packed-refs', '.git/logs', '.git/ORIG_HEAD');
  const { skips, code } = await told(repo, ...flags);
  expect(skips).toContain('no ref leads to a commit, but 3 commits are here');
  expect(code).toBe(3);
  expect((await told(repo, '--unreachable', ...flags)).values).toEqual(new Set(values));
});

it('ends with 3 where git gives up', async () => {
  const { repo } = makeHistory();
  repo.git('gc', '-q');
  const folder = repo.path('.git', 'objects', 'pack');
  const index = readdirSync(folder).find((name) => name.endsWith('.idx')) as string;
  chmodSync(`${folder}/${index}`, 0o644);
  writeFileSync(`${folder}/${index}`, 'rubbish');
  const { code, stderr } = await runCli(['history', '.'], { cwd: repo.directory });
  expect([code, stderr.includes('internal')]).toEqual([3, false]);
});

/** Makes the commit-graph say that HEAD has no parent. */
function cutGraph(repo: TempRepo): void {
  repo.git('commit-graph', 'write', '--reachable');
  const file = repo.path('.git', 'objects', 'info', 'commit-graph');
  chmodSync(file, 0o644);
  const bytes = readFileSync(file);
  const chunks = Array.from({ length: bytes[6]! }, (_, i) => 8 + 12 * i);
  const find = (id: string): number =>
    Number(bytes.readBigUInt64BE(chunks.find((at) => bytes.toString('latin1', at, at + 4) === id)! + 4));
  const row = (bytes.indexOf(Buffer.from(repo.head(), 'hex'), find('OIDL')) - find('OIDL')) / 20;
  bytes.writeUInt32BE(0x70000000, find('CDAT') + 36 * row + 20);
  writeFileSync(file, bytes);
}

it.each([
  ['history', '.', '--engine', 'plain'],
  ['history', '.', '--since', '2023-01-01'],
  ['range', `${'0'.repeat(40)}..HEAD`],
])('believes no damaged commit-graph (%s %s %s)', async (...command) => {
  const { repo, values } = makeHistory();
  cutGraph(repo);
  expect(repo.git('rev-list', '--count', 'HEAD')).toBe('1');
  const { stdout, code } = await runCli([...command, '--format', 'jsonl', '--show-secrets'], { cwd: repo.directory });
  for (const value of values) expect(stdout).toContain(value);
  expect(code).toBe(1);
});

/** Damages so many packed objects of a type. */
function damagePacked(repo: TempRepo, type: string, count: number): void {
  repo.git('gc', '-q');
  const folder = repo.path('.git', 'objects', 'pack');
  const pack = `${folder}/${readdirSync(folder).find((name) => name.endsWith('.pack'))}`;
  const listed = repo.git('verify-pack', '-v', pack.replace(/pack$/, 'idx')).split('\n');
  chmodSync(pack, 0o644);
  const bytes = readFileSync(pack);
  const whole = listed.map((line) => line.split(/ +/)).filter((words) => words[1] === type && words.length === 5);
  for (const [, , , length, offset] of whole.slice(0, count)) bytes[Number(offset) + (Number(length) >> 1)]! ^= 0x55;
  writeFileSync(pack, bytes);
}

it.each([
  ['tree', []],
  ['tree', ['--engine', 'plain']],
  ['blob', []],
  ['blob', ['--engine', 'plain']],
] as const)(
  'tells the rest where many objects are damaged (%s %s)',
  async (type, flags) => {
    const repo = makeRepo();
    const values = Array.from({ length: 40 }, makeToken);
    // Of noise, so that none is kept as a delta of another.
    const noise = (): string => Buffer.from(randomBytes(400)).toString('base64');
    for (const [i, value] of values.entries()) repo.write({ [`d${i}/a.env`]: `${noise()}\n${lineOf(value)}` });
    repo.stage().commit();
    damagePacked(repo, type, 25);
    const { values: found, code, complete } = await told(repo, ...flags);
    expect([code, complete]).toEqual([1, false]);
    expect(found.size).toBe(type === 'blob' ? 15 : 40);
  },
  60_000,
);

it('tells a secret in the name of a damaged ref', async () => {
  const { repo } = makeHistory();
  const value = makeToken();
  repo.write({ [`.git/refs/heads/fix-${value}`]: '' });
  for (const flags of ENGINES) {
    const { values, skips } = await told(repo, ...flags);
    expect([...values]).toContain(value);
    expect(skips).toContain('this ref is damaged');
  }
});

it('ends alike wherever the damaged repository lies', async () => {
  const codes = [];
  for (const name of ['plain', 'my-config-settings']) {
    const repo = new TempRepo(path.join(makeTempDirectory(), name));
    makeHistory().repo.git('clone', '-q', '--bare', '.', repo.directory);
    repo.git('gc', '-q');
    const folder = repo.path('objects', 'pack');
    for (const file of readdirSync(folder)) {
      chmodSync(`${folder}/${file}`, 0o644);
      if (file.endsWith('.idx')) writeFileSync(`${folder}/${file}`, 'rubbish');
    }
    codes.push((await runCli(['history', '.'], { cwd: repo.directory })).code);
  }
  expect(codes).toEqual([3, 3]);
});

/** A ref that one line names, behind which comes one that git does not understand, and a commit that no other ref leads to. */
function withDamagedList(): { repo: TempRepo; values: string[] } {
  const { repo, values } = makeHistory();
  repo.git('checkout', '-q', '--detach', 'HEAD~1');
  const lost = makeToken();
  repo.commit({ 'lost.env': lineOf(lost) });
  repo.git('tag', 'lost');
  repo.git('checkout', '-q', '-');
  repo.git('pack-refs', '--all');
  repo.remove('.git/logs', '.git/ORIG_HEAD');
  return { repo, values: [...values, lost] };
}

it.each(ENGINES)('reads all that is here where git does not list the refs (%s %s)', async (...flags) => {
  const { repo, values } = withDamagedList();
  const file = repo.path('.git', 'packed-refs');
  const text = readFileSync(file, 'utf8');
  for (const [damaged, keepsHead] of [
    [`${text}0123 refs/heads/odd\n`, true],
    [text.replace(/^[0-9a-f]{40}( refs\/tags\/lost)$/m, '0123$1'), true],
    [text.slice(0, -7), true],
    ['\0'.repeat(400), false],
  ] as const) {
    writeFileSync(file, damaged);
    const { values: found, skips, complete, code } = await told(repo, ...flags);
    expect(found).toEqual(new Set(values));
    expect(skips).toMatch(/damaged \(.* in .*packed-refs/);
    expect(skips).toContain('what is still here was read, whatever refers to it');
    expect([complete, code]).toEqual([false, 1]);
    const range = await runCli(['range', 'refs/tags/lost~1..refs/tags/lost'], { cwd: repo.directory });
    if (keepsHead) expect([range.code, range.stderr]).toEqual([3, expect.stringContaining('packed-refs')]);
  }
});

it('tells the same of a damaged ref with both engines', async () => {
  const { repo, values } = makeHistory();
  writeFileSync(repo.path('.git', 'refs', 'heads', 'odd'), 'odd\n');
  const [packs, plain] = [await told(repo), await told(repo, '--engine', 'plain')];
  expect(packs.values).toEqual(new Set(values));
  expect(packs.skips).toBe('this ref is damaged, and what it led to was not read: run git fsck');
  expect(plain).toEqual(packs);
});

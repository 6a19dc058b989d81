/** Ranges and the index in every shape that a push or a merge can give them, by the built program and under a hostile environment. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, makeTempDirectory, TempRepo } from '../support/temp-repo.ts';
import { lineOf, makeToken } from './trap.ts';

isolateGit();

interface Found {
  readonly path: string | null;
  readonly commit?: string;
  readonly secret: string;
  readonly origin: { readonly kind: string };
}

/** Runs a command and gives its findings, one a place, and its exit code. */
async function find(
  repo: TempRepo,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; stderr: string; found: Found[] }> {
  const flags = ['--format', 'jsonl', '--show-secrets'];
  const { code, stdout, stderr } = await runCli([...args, ...flags], { cwd: repo.directory, env });
  const lines = stdout.split('\n').filter(Boolean);
  return { code, stderr, found: lines.map((line) => JSON.parse(line) as Found) };
}

function importCommits(repo: TempRepo, contents: readonly string[]): void {
  const text = contents.map((content, i) => {
    const who = `Ann Author <ann@example.invalid> ${1_700_001_000 + i} +0000`;
    const from = i === 0 ? 'from refs/heads/main^0\n' : '';
    const file = `M 100644 inline d${i % 40}/f${i % 300}\ndata ${content.length}\n${content}\n`;
    return `commit refs/heads/main\ncommitter ${who}\ndata 1\nx\n${from}${file}`;
  });
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repo.directory, input: text.join('') });
}

describe('a range', () => {
  it('of a forced push holds what is new against the commit that was replaced, which nothing refers to', async () => {
    const repo = makeRepo();
    const [old, fresh] = [makeToken(), makeToken()];
    repo.commit({ f: '1' });
    const replaced = repo.commit({ 'a.conf': lineOf(old) });
    repo.git('reset', '-q', '--hard', 'HEAD~1');
    const pushed = repo.commit({ 'a.conf': lineOf(old), 'b.conf': lineOf(fresh) });
    repo.git('reflog', 'expire', '--expire=now', '--all');
    const { code, found } = await find(repo, ['range', `${replaced}..${pushed}`]);
    expect(code).toBe(1);
    expect(found.map(({ path, commit, secret }) => [path, commit, secret])).toEqual([
      ['a.conf', pushed, old],
      ['b.conf', pushed, fresh],
    ]);
  });

  it('of a first push is all that the tip has, the root commit with it', async () => {
    const repo = makeRepo();
    const value = makeToken();
    const root = repo.commit({ 'root.conf': lineOf(value) });
    repo.remove('root.conf').commit({ f: '1' });
    for (const base of ['0'.repeat(40), `${root}^`]) {
      const { code, found } = await find(repo, ['range', `${base}..HEAD`]);
      expect(code).toBe(1);
      expect(found).toMatchObject([{ path: 'root.conf', commit: root, secret: value }]);
    }
  });

  it('with an octopus merge holds what its sides had and what it adds itself, and nothing twice', async () => {
    const repo = makeRepo();
    const [ofSide, ofMerge, ofMain] = [makeToken(), makeToken(), makeToken()];
    const base = repo.commit({ f: '1', 'main.conf': lineOf(ofMain) });
    let side = '';
    for (const name of ['one', 'two', 'three']) {
      repo.git('checkout', '-q', '-b', name, 'main');
      repo.commit({ [name]: name });
      if (name !== 'two') continue;
      side = repo.commit({ 'side.conf': lineOf(ofSide) });
      repo.remove('side.conf').commit();
    }
    repo.git('checkout', '-q', 'main');
    repo.git('merge', '-q', '--no-ff', '--no-commit', 'one', 'two', 'three');
    const merge = repo.commit({ 'merge.conf': lineOf(ofMerge) });
    const { found } = await find(repo, ['range', `${base}..HEAD`]);
    expect(found.map(({ path, commit }) => [path, commit])).toEqual([
      ['merge.conf', merge],
      ['side.conf', side],
    ]);
  });

  it('reads the messages and names of its commits, and of no others', async () => {
    const repo = makeRepo();
    const [before, inMessage, inName] = [makeToken(), makeToken(), makeToken()];
    repo.commit({ f: '1' }, `before ${before}`);
    const first = repo.commit({ f: '2' }, `with ${inMessage}`);
    repo.gitWith({ GIT_AUTHOR_NAME: `bot ${inName}` }, 'commit', '-q', '--allow-empty', '-m', 'x');
    const { found } = await find(repo, ['range', 'HEAD~2..HEAD']);
    expect(found.map(({ origin, path, secret }) => [origin.kind, path, secret])).toEqual(
      expect.arrayContaining([
        ['commit-message', null, inMessage],
        ['commit-message', null, inName],
      ]),
    );
    expect(found).toHaveLength(2);
    expect(found.find(({ secret }) => secret === inMessage)?.commit).toBe(first);
  });

  it('of thousands of commits finds the one that added and the one that kept', async () => {
    const repo = makeRepo();
    const value = makeToken();
    const base = repo.commit({ f: '1' });
    const contents = Array.from({ length: 3000 }, (_, i) => `version ${i}\n${'line\n'.repeat(i % 7)}`);
    contents[1234] += lineOf(value);
    importCommits(repo, contents);
    const { code, found, stderr } = await find(repo, ['range', `${base}..main`]);
    expect(code).toBe(1);
    expect(found).toMatchObject([{ path: 'd34/f34', commit: repo.head(`main~${2999 - 1234}`), secret: value }]);
    expect(stderr).toContain('3,000 commits');
  });
});

describe('the index', () => {
  it('during an octopus merge holds what no side has', async () => {
    const repo = makeRepo();
    const [ofSide, ofIndex] = [makeToken(), makeToken()];
    repo.commit({ f: '1' });
    for (const name of ['one', 'two']) {
      repo.git('checkout', '-q', '-b', name, 'main');
      repo.commit({ [`${name}.conf`]: name === 'two' ? lineOf(ofSide) : 'x\n' });
    }
    repo.git('checkout', '-q', 'main');
    repo.git('merge', '-q', '--no-ff', '--no-commit', 'one', 'two');
    repo.write({ 'new.conf': lineOf(ofIndex) }).stage();
    const { found } = await find(repo, ['staged']);
    expect(found).toMatchObject([{ path: 'new.conf', secret: ofIndex, origin: { kind: 'index' } }]);
  });

  it('is found before the first commit', async () => {
    const repo = makeRepo();
    const value = makeToken();
    repo.write({ 'a.conf': lineOf(value) }).stage();
    expect((await find(repo, ['staged'])).found).toMatchObject([{ path: 'a.conf', secret: value }]);
  });
});

describe('a hostile environment', () => {
  /** Settings that an environment gives to every git. */
  function settings(program: string): Record<string, string> {
    const pairs = [
      ['diff.external', program],
      ['core.fsmonitor', program],
      ['core.hooksPath', program],
      ['diff.noprefix', 'true'],
      ['diff.renames', 'copies'],
      ['core.attributesFile', program],
      ['log.showSignature', 'true'],
      ['gpg.program', program],
      ['diff.ignoreSubmodules', 'all'],
      ['core.quotePath', 'true'],
      ['status.relativePaths', 'true'],
      ['core.precomposeUnicode', 'true'],
    ];
    const listed = pairs.flatMap(([key, value], i) => [
      [`GIT_CONFIG_KEY_${i}`, key],
      [`GIT_CONFIG_VALUE_${i}`, value],
    ]);
    return { GIT_CONFIG_COUNT: String(pairs.length), ...(Object.fromEntries(listed) as Record<string, string>) };
  }

  it.each(['history', 'range', 'staged'])('changes nothing of %s, and nothing of it runs', async (command) => {
    const repo = makeRepo();
    const [inFile, staged] = [makeToken(), makeToken()];
    const outside = new TempRepo(makeTempDirectory());
    const marker = outside.path('it-ran');
    const program = outside.trap('program', marker);
    const base = repo.commit({ f: '1' });
    repo.commit({ '.gitattributes': '*.conf -diff filter=spy diff=spy\n', 'ü.conf': lineOf(inFile) });
    repo.write({ 'staged.conf': lineOf(staged) }).stage();
    const env = {
      ...settings(program),
      GIT_EXTERNAL_DIFF: program,
      GIT_DIFF_OPTS: '--unified=0',
      GIT_PAGER: program,
      GIT_ICASE_PATHSPECS: '1',
      GIT_GLOB_PATHSPECS: '1',
      GIT_REPLACE_REF_BASE: 'refs/heads/',
      GIT_TRACE: '1',
    };
    const words = { history: ['history'], range: ['range', `${base}..HEAD`], staged: ['staged'] }[command] as string[];
    const plain = await find(repo, words);
    expect(plain.found.map(({ secret }) => secret)).toEqual([command === 'staged' ? staged : inFile]);
    const hostile = await find(repo, words, env);
    expect(hostile.found).toEqual(plain.found);
    expect(hostile.code).toBe(1);
    expect(existsSync(marker)).toBe(false);
  });
});

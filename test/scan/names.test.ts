/** Names of files and folders are read as texts: tokens that prove themselves are found there, what machines call files is not. */
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { GENERATORS } from '../../src/rules/generators/index.ts';
import { createRandom } from '../../src/rules/generators/random.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { runCli } from '../support/run-cli.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

function makeToken(seed: string): string {
  return GENERATORS.get('checksum')!('github', createRandom(seed));
}

interface Told {
  readonly code: number;
  readonly places: readonly { readonly path: string; readonly kind: string; readonly column: number }[];
  readonly stdout: string;
}

async function tell(repo: TempRepo, ...args: string[]): Promise<Told> {
  let stdout = '';
  const code = await main([...args, '--format', 'jsonl', '--quiet'], {
    stdin: (async function* () {})(),
    stdout: {
      write(data, done) {
        stdout += String(data);
        done?.();
      },
    },
    stderr: { write: (_, done) => done?.() },
    environment: {},
    workingDirectory: repo.directory,
    nowMs: Date.now(),
    signal: new AbortController().signal,
  });
  const lines = stdout.split('\n').filter(Boolean);
  const places = lines.map((line) => {
    const { path, origin, startColumn } = JSON.parse(line) as {
      path: string;
      origin: { kind: string };
      startColumn: number;
    };
    return { path, kind: origin.kind, column: startColumn };
  });
  return { code, places, stdout };
}

describe('names of files', () => {
  const token = makeToken('names');
  const masked = '[REDACTED:github-personal-token]';
  const inFile = { path: `logs/${masked}.txt`, kind: 'file-name', column: 6 };
  const inFolder = { path: `of ${masked}`, kind: 'file-name', column: 4 };

  function repoWithNames(): TempRepo {
    const repo = makeRepo();
    repo.commit({ 'readme.md': 'text\n' });
    repo.write({ [`logs/${token}.txt`]: 'nothing\n', [`of ${token}/a`]: '1\n', [`of ${token}/b.bin`]: '\0\0\0' });
    return repo;
  }

  it('are scanned by every command that knows paths, a folder told once', async () => {
    const repo = repoWithNames();
    const staged = { code: 1, places: [inFile, inFolder] };
    expect(await tell(repo, 'files')).toMatchObject(staged);
    repo.stage();
    expect(await tell(repo, 'staged')).toMatchObject(staged);
    repo.commit();
    for (const words of [
      ['range', 'HEAD~1..HEAD'],
      ['history'],
      ['history', '--engine', 'plain'],
      ['history', '--since', '2020-01-01'],
      ['history', '--branch', 'main'],
    ]) {
      const told = await tell(repo, ...words);
      expect(told, words.join(' ')).toMatchObject(staged);
      expect(told.stdout).not.toContain(token.slice(4, 12));
    }
  });

  it('are told alike by both engines, receipt included', async () => {
    const repo = repoWithNames();
    repo.commit();
    repo.git('mv', `logs/${token}.txt`, 'logs/clean.txt');
    repo.commit();
    repo.git('gc', '-q');
    const json = async (...more: string[]): Promise<string> =>
      (await runCli(['history', '--format', 'json', ...more], { cwd: repo.directory })).stdout;
    expect(await json()).toBe(await json('--engine', 'plain'));
  });

  it('bring in nothing when a file with such a name changes or moves', async () => {
    const repo = repoWithNames();
    repo.commit();
    repo.write({ [`logs/${token}.txt`]: 'more\n' }).stage();
    expect(await tell(repo, 'staged')).toMatchObject({ code: 0, places: [] });
    repo.git('mv', `logs/${token}.txt`, `${token}.old`);
    expect(await tell(repo, 'staged')).toMatchObject({ code: 0, places: [] });
    repo.write({ [`other/${token}`]: 'copy\n' }).stage();
    expect((await tell(repo, 'staged')).code).toBe(0);
    repo.git('rm', '-q', '--cached', `${token}.old`);
    repo.git('reset', '-q');
    repo.git('add', 'other');
    expect(await tell(repo, 'staged')).toMatchObject({ code: 1, places: [{ path: `other/${masked}` }] });
  });

  it('are left out where their paths are excluded', async () => {
    const repo = repoWithNames();
    repo.commit();
    for (const words of [['files'], ['range', 'HEAD~1..HEAD'], ['history'], ['history', '--engine', 'plain']]) {
      const told = await tell(repo, ...words, '--exclude', 'logs/**', '--exclude', 'of */**');
      expect(told, words.join(' ')).toMatchObject({ code: 0, places: [] });
    }
  });

  it('say in words where it stands, and give a viewer no line to go to', async () => {
    const repo = repoWithNames();
    const text = await runCli(['files'], { cwd: repo.directory });
    expect(text.stdout).toContain(`(name of logs/${masked}.txt)`);
    expect(text.stdout).not.toContain(`${masked}.txt):1`);
    expect(text.stdout).toContain('Fix: give it another name.');
    expect(text.stdout).not.toContain('tightlip:allow');
    const github = await runCli(['files', '--format', 'github'], { cwd: repo.directory });
    expect(github.stdout).toMatch(/^::error title=GitHub[^:]*::.*at \(name of logs\//);
    const sarif = await runCli(['files', '--format', 'sarif'], { cwd: repo.directory });
    expect(sarif.stdout).toContain(`"fullyQualifiedName": "(name of logs/${masked}.txt)"`);
  });

  it('can be accepted, though the baseline does not show them', async () => {
    const repo = repoWithNames();
    await runCli(['baseline', 'create', '--reason', 'a test'], { cwd: repo.directory });
    const told = await tell(repo, 'files');
    expect(told).toMatchObject({ code: 0, places: [] });
  });

  it('of machines are no secrets', async () => {
    const repo = makeRepo();
    const hash = (kind: string, seed: number): string => createHash(kind).update(`${seed}`).digest('hex');
    const files: Record<string, string> = {};
    for (let seed = 0; seed < 200; seed++) {
      const [md5, sha1, sha256] = [hash('md5', seed), hash('sha1', seed), hash('sha256', seed)];
      const base64 = createHash('sha512').update(`${seed}`).digest('base64url');
      for (const name of [
        `chunk-${md5.slice(0, 8)}.js`,
        `main.${md5.slice(0, 20)}.bundle.js`,
        `algolia-${md5}.js`,
        `stripe_secret_key-${sha1}.json`,
        `api_key=${sha256}.txt`,
        `github_token_${sha1}`,
        `password-${base64.slice(0, 24)}.snap`,
        `${base64.slice(0, 43)}.woff2`,
        `key-${md5}.pem.enc`,
        `token.${randomUUID()}.cache`,
        `2024-11-${10 + (seed % 20)}T10-30-00.000Z_${md5}.log`,
        `sk-${md5.slice(0, 12)}`,
        `AKIA${seed}.md`,
      ])
        files[`dist/${sha1.slice(0, 2)}/${name}`] = '';
    }
    repo.write(files).stage();
    const all = ['--min-tier', 'review'];
    expect(await tell(repo, 'files', ...all)).toMatchObject({ code: 0, places: [] });
    expect(await tell(repo, 'staged', ...all)).toMatchObject({ code: 0, places: [] });
    repo.commit();
    expect(await tell(repo, 'history', ...all)).toMatchObject({ code: 0, places: [] });
  });
});

/**
 * No output contains a secret (house 5.1). Canaries of several kinds are planted in content, path, branch, author, subject and tag,
 * through every source; no output of any format may hold eight characters of one, plain or in base64.
 */
import { spawnSync } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GENERATORS } from '../../src/rules/generators/index.ts';
import { createRandom } from '../../src/rules/generators/random.ts';

const cli = path.resolve('dist/cli.js');
const FORMATS = ['text', 'json', 'jsonl', 'sarif', 'github'] as const;
let folder = '';
let repository = '';
/** Everything that must not come out. */
const canaries: string[] = [];

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  NO_COLOR: '1',
};

function plant(value: string): string {
  canaries.push(value);
  return value;
}

function token(): string {
  const make = GENERATORS.get('checksum');
  if (!make) throw new Error('no checksum generator');
  return plant(make('github', createRandom(randomBytes(8).toString('hex'))));
}

function password(): string {
  return plant(`Zk3${randomBytes(12).toString('hex')}Qw`);
}

function jwt(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: randomBytes(9).toString('hex') })}`;
  const signature = plant(createHmac('sha256', randomBytes(32)).update(head).digest('base64url'));
  return `${head}.${signature}`;
}

function pem(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  for (const line of text.split('\n').slice(2, -2)) plant(line);
  return text;
}

function content(): string {
  return [
    `GITHUB_TOKEN=${token()}`,
    `DATABASE_URL=postgres://app:${password()}@db.corp.net:5432/app`,
    `admin_password: "${password()}"`,
    `Authorization: Bearer ${jwt()}`,
    `git clone https://${token()}:x-oauth-basic@github.com/acme/app.git`,
    `{"${token()}": "${password()}"}`,
    pem(),
  ].join('\n');
}

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: repository, encoding: 'utf8', env: environment });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
  return stdout.trim();
}

/** Parts of a canary in a text, plain or in base64 at any alignment. */
function leaks(text: string): string[] {
  return canaries.filter((canary) => {
    for (let at = 4; at + 8 <= canary.length; at++) if (text.includes(canary.slice(at, at + 8))) return true;
    return [0, 1, 2].some((skip) => {
      const encoded = Buffer.from(canary.slice(skip)).toString('base64').slice(0, 20);
      return text.includes(encoded);
    });
  });
}

/** Runs the program; its stdout, stderr and report files in one text. */
function outputOf(args: readonly string[], input = '', cwd = repository): string {
  const report = path.join(folder, 'report.sarif');
  rmSync(report, { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: environment,
  });
  expect(status, args.join(' ')).not.toBeNull();
  const written = args.includes(`sarif=${report}`) ? readFileSync(report, 'utf8') : '';
  return `${stdout}\n${stderr}\n${written}`;
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tightlip-canary-'));
  repository = path.join(folder, 'repository');
  mkdirSync(repository);
  git('init', '-q', '-b', 'main');
  const as = (name: string): string[] => ['-c', `user.name=${name}`, '-c', 'user.email=a@b.invalid'];
  git(...as('Ann'), 'commit', '-q', '--allow-empty', '-m', 'first');
  git('checkout', '-q', '-b', `topic-${token()}`);
  writeFileSync(path.join(repository, 'app.env'), content());
  mkdirSync(path.join(repository, `of-${token()}`));
  const inside = canaries.at(-1) as string;
  writeFileSync(path.join(repository, `of-${inside}`, 'more.env'), content());
  writeFileSync(path.join(repository, `data-${token()}.bin`), Buffer.from([0, 1, 2, 3, 0, 5, 6, 7, 0, 1, 2, 3]));
  git('add', '.');
  git(...as(`Bob ${token()}`), 'commit', '-q', '-m', `use ${token()}`);
  git(...as(`Eve ${token()}`), 'tag', '-a', '-m', `release ${token()}`, `v1-${token()}`);
  git(...as(`Eve ${token()}`), 'tag', '-a', '-m', `gone ${token()}`, 'gone');
  git('tag', '-d', 'gone');
  writeFileSync(path.join(repository, 'staged.env'), content());
  git('add', '.');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('no output contains a secret', () => {
  const sources = [['files', '.'], ['staged'], ['range', 'main..HEAD'], ['history', '.'], ['logs', '.']];
  sources.push(['history', '.', '--unreachable']);
  const named = sources.map((words) => [words.join(' '), words] as const);
  it.each(named)('%s, in every format', { timeout: 120_000 }, (_, words) => {
    const report = `sarif=${path.join(folder, 'report.sarif')}`;
    for (const format of FORMATS) {
      const output = outputOf([...words, '--format', format, '--report', report, '--min-tier', 'review', '--debug']);
      expect(output.length).toBeGreaterThan(100);
      expect(leaks(output), `${words.join(' ')} as ${format}`).toEqual([]);
    }
  });

  it('history . --cache, in every format and in what it keeps', { timeout: 120_000 }, () => {
    const kept = path.join(repository, '.git', 'tightlip');
    for (const format of FORMATS) {
      expect(leaks(outputOf(['history', '.', '--cache', '--format', format, '--min-tier', 'review']))).toEqual([]);
    }
    git('gc', '-q');
    expect(leaks(outputOf(['history', '.', '--cache', '--format', 'json']))).toEqual([]);
    const files = readdirSync(kept);
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(leaks(readFileSync(path.join(kept, name), 'latin1')), name).toEqual([]);
  });

  it('standard input', () => {
    for (const format of FORMATS)
      expect(leaks(outputOf(['logs', '-', '--format', format], content())), format).toEqual([]);
  });

  it('redact', () => {
    const lines = content()
      .split('\n')
      .filter((line) => !line.startsWith('{'));
    expect(leaks(outputOf(['redact'], lines.join('\n')))).toEqual([]);
  });

  it('errors, with the stack', () => {
    const name = token();
    writeFileSync(path.join(folder, 'broken.toml'), `min-tier = "${name}"\n"${token()}" = 1\n`);
    for (const args of [
      ['files', `nowhere-${name}`],
      ['range', `${name}..HEAD`],
      ['history', '--branch', name],
      ['history', '--since', name],
      [`${name}`],
      ['files', '.', '--config', path.join(folder, 'broken.toml')],
      ['files', '.', '--format', name],
      ['rules', name],
    ]) {
      expect(leaks(outputOf([...args, '--debug'])), args[0] as string).toEqual([]);
    }
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/rules/generators/random.ts';
import { CLI, cliEnvironment, makeSecret, runCli, secretLine } from '../support/run-cli.ts';
import { makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

const VALUE = ['correct "horse"', 'battery/7'].join(' ');

function redact(input: string, args: readonly string[], files: Record<string, string | Buffer> = {}) {
  const cwd = makeTempDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
  const env = cliEnvironment({ MY_VALUE: VALUE });
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, 'redact', ...args], {
    cwd,
    env,
    input,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

describe('redact', () => {
  test.each([
    ['a file of values', ['--known', 'values.txt']],
    ['an environment variable', ['--known-env', 'MY_VALUE']],
  ])('blacks out the values of %s in their escaped forms, and shows none of them', (_, args) => {
    const input = `a ${VALUE} b\n${JSON.stringify({ v: VALUE })}\n?q=${encodeURIComponent(VALUE)}&n=1\n`;
    const { stdout, stderr, status } = redact(input, args, { 'values.txt': `other-value\n${VALUE}\n` });
    expect(stdout).toBe('a [REDACTED:known-value] b\n{"v":"[REDACTED:known-value]"}\n?q=[REDACTED:known-value]&n=1\n');
    expect(stderr).not.toContain('horse');
    expect(status).toBe(0);
  });

  test.each([
    ['UTF-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('takes the first value of a file in %s', (_, write) => {
    const { stdout } = redact('x first-value-7 y\n', ['--known', 'v.txt'], { 'v.txt': write('first-value-7\r\n') });
    expect(stdout).toBe('x [REDACTED:known-value] y\n');
  });

  test('blacks out a value as markup and as hexadecimal', () => {
    const value = `a<b>&'"cdef`;
    const hex = Buffer.from(value).toString('hex');
    const forms = ['a&lt;b&gt;&amp;&#39;&#34;cdef', 'a&lt;b&gt;&amp;&#x27;&quot;cdef', hex, hex.toUpperCase()];
    const { stdout } = redact(`${forms.join('\n')}\n`, ['--known', 'v.txt'], { 'v.txt': value });
    expect(stdout).toBe('[REDACTED:known-value]\n'.repeat(forms.length));
  });

  test('hides the id of a key whose secret stands on a line before, so that a second pass changes nothing', () => {
    const text = createRandom('pair').text.bind(createRandom('pair'));
    const id = `AKIA${text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`;
    const secret = text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 40);
    const { stdout } = redact(`AWS_SECRET_ACCESS_KEY=${secret}\nAWS_ACCESS_KEY_ID=${id}\n`, []);
    expect(stdout).not.toContain(secret);
    expect(stdout).not.toContain(id);
    expect(redact(stdout, []).stdout).toBe(stdout);
  });

  test('leaves the text alone for values that are too short, and says so', () => {
    const { stdout, stderr } = redact('a place called a\n', ['--known', 'values.txt'], {
      'values.txt': 'a\n\n  \nab\n',
    });
    expect(stdout).toBe('a place called a\n');
    expect(stderr).toContain('2 known values shorter than 6 bytes not used: they would');
  });

  test.each([
    ['gzip', (text: string) => gzipSync(text)],
    ['zstd', () => Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x24, 0, 1, 0, 0, 0x61])],
    ['xz', () => Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4])],
  ])('lets what is compressed with %s through, and does not call it done', (name, pack) => {
    const input = pack(secretLine('packed'));
    const run = spawnSync(process.execPath, [CLI, 'redact', '-q'], {
      cwd: makeTempDirectory(),
      env: cliEnvironment(),
      input,
    });
    expect(run.stdout).toEqual(input);
    expect(run.stderr.toString()).toBe(`tightlip: the input is compressed with ${name}, not read: pipe its text in\n`);
    expect(run.status).toBe(3);
  });

  test.each([
    [['--known', 'missing.txt'], 'missing.txt'],
    [['--known-env', 'NOT_SET_ANYWHERE'], 'NOT_SET_ANYWHERE'],
  ])('refuses %j', (args, told) => {
    const { stdout, stderr, status } = redact('text\n', args);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain(told);
  });
});

describe('a log', () => {
  test('is one to logs whatever its name, as it is to redact', async () => {
    const cwd = makeTempDirectory();
    const line = `12:00 login ok, password=${makeSecret('log').slice(4, 26)} from 10.0.0.5\n`;
    for (const name of ['out.txt', 'access_log', 'tests/run.py']) {
      mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
      writeFileSync(path.join(cwd, name), line);
      expect((await runCli(['logs', name], { cwd })).code, name).toBe(1);
    }
    expect(redact(line, []).stdout).toContain('password=[REDACTED:generic-password] from');
  });
});

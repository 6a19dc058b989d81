import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { CLI, cliEnvironment, runCli, secretLine } from '../support/run-cli.ts';
import { makeRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

let folder: string;
beforeAll(() => {
  folder = makeTempDirectory();
});
afterAll(removeTempDirectories);

describe('help', () => {
  test('of the program fits one screen, and is what no arguments give', async () => {
    const help = await runCli(['--help'], { cwd: folder });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout.split('\n').length).toBeLessThanOrEqual(24);
    expect(Math.max(...help.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    await expect(help.stdout).toMatchFileSnapshot('../golden/help/tightlip.txt');
    expect(await runCli([], { cwd: folder })).toEqual(help);
    expect(await runCli(['-h'], { cwd: folder })).toEqual(help);
  });

  test.each(COMMANDS.map((command) => command.name))('of %s', async (name) => {
    const help = await runCli([name, '--help'], { cwd: folder, env: { LANG: 'de_DE.UTF-8', COLUMNS: '200' } });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    await expect(help.stdout).toMatchFileSnapshot(`../golden/help/${name}.txt`);
  });

  test('examples run as they stand', () => {
    const repo = makeRepo();
    repo.commit({ 'a.txt': 'one\n' });
    repo.commit({ 'a.txt': 'two\n' });
    const bin = path.join(makeTempDirectory(), 'tightlip');
    writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`, { mode: 0o755 });
    const env = cliEnvironment({ PATH: `${path.dirname(bin)}:${process.env['PATH'] ?? ''}` });
    for (const [line] of COMMANDS.flatMap((command) => command.examples)) {
      const run = { cwd: repo.directory, env, encoding: 'utf8', input: '', maxBuffer: 1 << 26 } as const;
      const { status, stderr } = spawnSync('sh', ['-c', line], run);
      expect({ line, status, stderr: status === 0 ? '' : stderr }).toEqual({ line, status: 0, stderr: '' });
    }
  });
});

test.each(['--version', '-V', '-v', 'version'])('%s is that of package.json', async (word) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await runCli([word], { cwd: folder })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('help tells what --help tells', async () => {
  expect(await runCli(['help'], { cwd: folder })).toEqual(await runCli(['--help'], { cwd: folder }));
  expect(await runCli(['help', 'logs'], { cwd: folder })).toEqual(await runCli(['logs', '--help'], { cwd: folder }));
});

test('obeys COLUMNS, but for what is to be copied', async () => {
  const narrow = makeTempDirectory();
  writeFileSync(path.join(narrow, 'a.env'), secretLine('narrow'));
  const { stdout } = await runCli(['files'], { cwd: narrow, env: { COLUMNS: '40' } });
  const lines = stdout.split('\n').filter((line) => !/baseline add|tightlip:allow/.test(line));
  expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(40);
});

describe('README', () => {
  const readme = readFileSync('README.md', 'utf8');

  test.each([...readme.matchAll(/```toml\n([^]*?)```/g)].map(([, text]) => text!))(
    'block is a configuration: %s',
    async (text) => {
      const own = makeTempDirectory();
      writeFileSync(path.join(own, 'tightlip.toml'), text);
      expect(await runCli(['files'], { cwd: own })).toMatchObject({ code: 0, stdout: '' });
    },
  );

  test('leads to pages for users that are in the package', () => {
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { files } = (
      JSON.parse(spawnSync('npm', pack, { encoding: 'utf8' }).stdout) as [{ files: { path: string }[] }]
    )[0];
    const shipped = files.map((file) => file.path);
    const pages = [...readme.matchAll(/\]\((docs\/[\w./-]+)\)/g)].map((match) => match[1]!);
    for (const page of pages.filter((each) => each !== 'docs/architecture.md'))
      expect(shipped.some((each) => each === page || each.startsWith(`${page}/`))).toBe(true);
  });

  test('names no command or option that is not there', async () => {
    const lines = [...readme.matchAll(/(?:^|[`| ])tightlip ([a-z]+)((?: [^\s`#|]+)*)/gm)];
    expect(lines.length).toBeGreaterThan(10);
    for (const [line, command, rest] of lines) {
      const known = COMMANDS.some(({ name }) => name === command);
      expect({ line, known }).toEqual({ line, known: true });
      const help = await runCli([command!, '--help'], { cwd: folder });
      for (const [option] of rest!.matchAll(/--[a-z-]+/g)) expect(help.stdout).toContain(option);
    }
  });
});

describe('a mistake on the command line is exit code 2, one sentence, and nothing on stdout', () => {
  test.each([
    ['stagd', '"stagd" is neither a command nor a path that exists (did you mean "staged"?)'],
    ['no/such/path', '"no/such/path" is neither a command nor a path that exists: see tightlip --help'],
    ['*.env', 'no path is called "*.env"; as a pattern it is for tightlip files "*.env"'],
    ['history --since=', '--since: needs a value: DATE'],
    ['--quiet', 'say what to scan: tightlip staged, tightlip PATH, … (tightlip --help)'],
    ['--versio', 'unknown option --versio (did you mean "--version"?)'],
    ['-z', 'unknown option -z: see tightlip --help'],
    ['--min-teir likely .', 'unknown option --min-teir (did you mean "--min-tier"?)'],
    ['--constructor', 'unknown option --constructor: see tightlip --help'],
    ['detect', '"detect" is neither a command nor a path that exists (did you mean "tightlip history"?)'],
    [
      'files --report sarif=no/such/folder/x.sarif',
      '--report: no/such/folder/x.sarif cannot be written: no such folder',
    ],
    ['files --report sarif=.', '--report: . cannot be written: it is a folder'],
    [
      'files --report sarif=out --report json=./out',
      '--report: ./out is named twice: write each report to a file of its own',
    ],
    ['files --formt json', 'unknown option --formt (did you mean "--format"?)'],
    ['files --zzz', 'unknown option --zzz: see tightlip files --help'],
    ['files -z', 'unknown option -z: see tightlip files --help'],
    ['redact --format json', 'tightlip redact has no option --format: see tightlip redact --help'],
    ['files --format=sarfi', '--format: expected one of text, sarif, json, jsonl, github (did you mean "sarif"?)'],
    ['files --format', '--format: needs a value: one of text, sarif, json, jsonl, github'],
    ['files --quiet=yes', '--quiet takes no value'],
    ['files -j x', '--jobs: expected a whole number from 0 to 1024'],
    ['files none.txt', 'none.txt: no such file or directory'],
    ['range', 'range: say which commits: tightlip range origin/main..HEAD'],
    ['range a..b c', 'range takes BASE..HEAD and nothing more: see tightlip range --help'],
    ['redact x', 'redact takes no words: tightlip redact < FILE'],
    [
      'files --rule alpaca-secret-kye',
      '--rule: no rule or pack "alpaca-secret-kye" (did you mean "alpaca-secret-key"?)',
    ],
    ['rules alpaca-secret-kye', 'no rule or pack "alpaca-secret-kye" (did you mean "alpaca-secret-key"?)'],
    ['files --config none.toml', 'none.toml: no such file'],
    ['baseline ad', 'baseline: "ad" is none of list, add, create, remove, prune (did you mean "add"?)'],
    ['baseline prune --reason x', 'baseline prune: --reason is for add and create'],
    [
      'baseline remove v1:123',
      'baseline remove: "v1:123" is no fingerprint: write "v1:" and at least 5 hex digits, as a report prints it',
    ],
    ['baseline create', 'say why: --reason "…"; the next reader will want to know'],
    ['completion bsh', 'completion: name your shell: bash, zsh or fish (did you mean "bash"?)'],
  ])('tightlip %s', async (line, message) => {
    const { code, stdout, stderr } = await runCli(line.split(' '), { cwd: folder });
    expect({ code, stdout, stderr: stderr.slice(0, message.length + 10) }).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`tightlip: ${message}`) as string,
    });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each(['staged', 'history', 'range HEAD~1..HEAD'])('tightlip %s outside a repository', async (line) => {
    const env = { GIT_CEILING_DIRECTORIES: path.dirname(folder) };
    const { code, stdout } = await runCli(line.split(' '), { cwd: folder, env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

function isThere(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}

function inShell(shell: string, ...args: string[]) {
  return spawnSync(shell, args, { cwd: folder, encoding: 'utf8' });
}

describe('completion', () => {
  test('for bash is a script bash takes, and completes commands, options and choices', async () => {
    const { stdout } = await runCli(['completion', 'bash'], { cwd: folder });
    const complete = (words: string[]): string => {
      const line = `${stdout}\ncompopt() { :; }\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})\nCOMP_CWORD=${words.length - 1}\n_tightlip\necho "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['-c', line], { encoding: 'utf8' }).stdout.trim();
    };
    expect(complete(['tightlip', 'st'])).toBe('staged');
    expect(complete(['tightlip', 'baseline', 'p'])).toBe('prune');
    expect(complete(['tightlip', 'files', '--min'])).toBe('--min-tier');
    expect(complete(['tightlip', 'files', '--min-tier', 'p'])).toBe('proven');
    // As bash parts it.
    expect(complete(['tightlip', 'files', '--min-tier', '=', 'p'])).toBe('proven');
    expect(complete(['tightlip', 'files', '--min-tier', '='])).toBe('proven likely review');
    expect(complete(['tightlip', 'files', '--format', 's'])).toBe('sarif');
    expect(complete(['tightlip', '--format', 'g'])).toBe('github');
    expect(complete(['tightlip', 'rules', '--format', ''])).toBe('text json');
    expect(complete(['tightlip', 'history', '--branch', ''])).toBe('');
    expect(complete(['tightlip', 'src', '--no-ig'])).toBe('--no-ignore');
    expect(complete(['tightlip', '--ver'])).toBe('--version');
  });

  test.skipIf(!isThere('fish'))('for fish completes the same', async () => {
    const { stdout } = await runCli(['completion', 'fish'], { cwd: folder });
    const complete = (line: string): string[] => {
      const script = `${stdout}\ncomplete -C '${line}'`;
      const out = inShell('fish', '--no-config', '-c', script).stdout;
      return out
        .trim()
        .split('\n')
        .map((each) => each.split('\t')[0]!);
    };
    expect(complete('tightlip st')).toContain('staged');
    expect(complete('tightlip baseline p')).toEqual(['prune']);
    expect(complete('tightlip files --min')).toEqual(['--min-tier']);
    expect(complete('tightlip files --min-tier p')).toEqual(['proven']);
    expect(complete('tightlip files --min-tier=p')).toEqual(['--min-tier=proven']);
    expect(complete('tightlip files --format s')).toEqual(['sarif']);
    expect(complete('tightlip rules --format ')).toEqual(['json', 'text']);
    expect(complete('tightlip history --branch ')).toEqual(['']);
    expect(complete('tightlip src --no-ig')).toEqual(['--no-ignore']);
    expect(complete('tightlip --ver')).toEqual(['--version']);
  });

  test.skipIf(!isThere('zsh'))('for zsh is a script zsh takes', async () => {
    const { stdout } = await runCli(['completion', 'zsh'], { cwd: folder });
    const script = `autoload -Uz compinit; compinit -u -D\n${stdout}\necho $_comps[tightlip]`;
    expect(inShell('zsh', '-f', '-c', script)).toMatchObject({
      stdout: '_tightlip\n',
      stderr: '',
    });
  });
});

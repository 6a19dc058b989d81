/** What git refuses, and what was not there to be read, as one sentence that says what, where and what to do. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CLI, cliEnvironment, runCli, secretLine } from '../support/run-cli.ts';
import { makeRepo, makeTempDirectory, removeTempDirectories, TempRepo } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

/** The text without what wraps it. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

describe('a repository that git does not take for one', () => {
  test('names a GIT_DIR that leads nowhere', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    const env = { GIT_DIR: '/nowhere' };
    for (const words of [['staged'], ['history']])
      expect(await runCli(words, { cwd: repo.directory, env })).toEqual({
        code: 2,
        stdout: '',
        stderr: 'tightlip: GIT_DIR is set to /nowhere, which is no git repository: unset it, or set it to one\n',
      });
  });

  test('says how to name a bare one that git does not look for', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    const { directory } = repo.clone('--bare');
    const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.bareRepository', GIT_CONFIG_VALUE_0: 'explicit' };
    const { code, stderr } = await runCli(['history'], { cwd: directory, env });
    // A git that does not know the setting reads it.
    if (code !== 0) expect([code, stderr]).toEqual([2, expect.stringContaining(`name it, GIT_DIR=${directory}\n`)]);
    expect(await runCli(['history'], { cwd: directory, env: { ...env, GIT_DIR: directory } })).toMatchObject({
      code: 0,
    });
  });

  test('names what the .git file of a work tree points to when that is gone', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    const linked = path.join(makeTempDirectory(), 'linked');
    repo.git('worktree', 'add', '-q', linked);
    new TempRepo(linked).write({ 'app.env': secretLine('linked') });
    rmSync(repo.path('.git/worktrees'), { recursive: true });
    const { code, stderr } = await runCli(['staged'], { cwd: linked });
    expect(code).toBe(2);
    expect(stderr).toMatch(/linked\/\.git points to \S+\/\.git\/worktrees\/linked, where no repository is any more/);
    const files = await runCli(['files'], { cwd: linked });
    expect(files.code).toBe(1);
    expect(inOneLine(files.stdout)).toContain('skipped 1 (.: git does not read this repository;');
  });

  test('says that git is too old for its format, and for what of it', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.write({ '.git/config': '[core]\nrepositoryformatversion = 1\n[extensions]\nfarAway = true\n' });
    const { code, stderr } = await runCli(['staged'], { cwd: repo.directory });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^tightlip: this git is too old for .*extension.* faraway\): install a newer one\n$/);
  });
});

describe('a partial clone', () => {
  test.each([
    ['blob:none', 'object '],
    ['tree:0', 'objects '],
  ])('of %s is not read whole by range, and says how it becomes whole', async (filter, what) => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.commit({ 'd/gone.env': secretLine('partial') });
    repo.remove('d/gone.env').commit();
    repo.commit({ a: '2' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const clone = repo.clone(`--filter=${filter}`);
    const { code, stdout, stderr } = await runCli(['range', 'HEAD~3..HEAD'], { cwd: clone.directory });
    expect(code).toBe(3);
    expect(inOneLine(stdout + stderr)).toMatch(
      new RegExp(`${what}.* not in this partial clone: run git fetch --refetch --no-filter`),
    );
  });
});

describe('a ref that leads nowhere', () => {
  test.each(['packs', 'plain'])('is told by history --engine %s, and is not clean', async (engine) => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    // A name of a name that is gone is common, and leads nowhere by right.
    repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/gone');
    const history = (): ReturnType<typeof runCli> => runCli(['history', '--engine', engine], { cwd: repo.directory });
    expect(await history()).toMatchObject({ code: 0 });
    for (const content of ['', `${'12'.repeat(20)}\n`]) {
      repo.write({ '.git/refs/heads/cut': content });
      const { code, stdout, stderr } = await history();
      expect(code).toBe(3);
      expect(inOneLine(stdout + stderr)).toContain('refs/heads/cut');
    }
  });

  test('is told again by history --cache, which kept a whole run', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    const history = (): ReturnType<typeof runCli> => runCli(['history', '--cache'], { cwd: repo.directory });
    expect(await history()).toMatchObject({ code: 0 });
    repo.write({ '.git/refs/heads/cut': '' });
    expect(await history()).toMatchObject({ code: 3, stdout: expect.stringContaining('this ref is damaged') });
  });
});

describe('objects that are elsewhere', () => {
  test('are missed by name when what they were borrowed from is gone', async () => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.commit({ a: '2' });
    const clone = new TempRepo(path.join(makeTempDirectory(), 'clone'));
    repo.git('clone', '-q', '--shared', repo.directory, clone.directory);
    rmSync(repo.directory, { recursive: true });
    const history = await runCli(['history'], { cwd: clone.directory });
    expect(history).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('borrows objects from'),
    });
    expect(inOneLine(history.stdout)).toContain(`borrows objects from ${repo.directory}`);
    const range = await runCli(['range', 'HEAD~1..HEAD'], { cwd: clone.directory });
    expect(range).toMatchObject({
      code: 3,
      stderr: 'tightlip: the commit that HEAD names is not here: run git fsck\n',
    });
  });

  test('are not fetched from an address', async () => {
    for (const address of ['https://ann:word@h.invalid/r', 'git@h.invalid:word/r.git']) {
      const { code, stderr } = await runCli(['history', address], { cwd: makeTempDirectory() });
      expect(code).toBe(2);
      expect(stderr).toContain('fetches none: clone it');
      expect(stderr).not.toContain('word');
    }
  });
});

describe('staged', () => {
  const NOTHING = 'note: nothing is staged; tightlip files reads what lies on disk\n';

  test('says when nothing is staged, and not of what has no content', async () => {
    const repo = makeRepo();
    const said = async (...paths: string[]): Promise<string> => {
      const run = await runCli(['staged', ...paths], { cwd: repo.directory });
      expect(run).toMatchObject({ code: 0, stdout: '' });
      return run.stderr;
    };
    expect(await said()).toContain(NOTHING);
    repo.commit({ a: '1', b: '2' });
    repo.write({ 'untracked.env': secretLine('untracked') });
    expect(await said()).toContain(NOTHING);
    repo.git('add', '-N', 'untracked.env');
    expect(await said()).toContain(`${NOTHING}tightlip: clean · read 0 staged files`);
    expect(await said('b')).toContain(NOTHING);
    repo.git('rm', '-q', 'a');
    expect(await said()).not.toContain('note:');
    expect(await said('b')).toContain('note: nothing new is staged in b\n');
    repo.git('reset', '-q', '--hard');
    repo.git('update-index', '--chmod=+x', 'a');
    expect(await said()).not.toContain('note:');
  });
});

describe('a name with a line break', () => {
  test.each(['packs = ["a\\n::add-mask::e"]', 'baseline = "a\\n::add-mask::e"'])(
    'in %s begins no line of stderr, where a runner would take it for a command',
    async (line) => {
      const cwd = makeTempDirectory();
      writeFileSync(path.join(cwd, 'tightlip.toml'), `${line}\n`);
      for (const words of [['files'], ['files', '--debug']]) {
        const { code, stderr } = await runCli(words, { cwd });
        expect(code).toBe(2);
        expect(stderr).toContain('a\\n::add-mask::e');
        expect(stderr).not.toMatch(/^\s*::/m);
      }
    },
  );
});

describe('a named path', () => {
  test('that staged finds nowhere is a mistake; one that is staged away, or a pattern, is none', async () => {
    const repo = makeRepo();
    repo.commit({ 'gone.txt': '1', 'd/a.txt': '1', 'kept.txt': '1' });
    repo.write({ 'new.txt': '2' }).remove('gone.txt', 'd').stage();
    const code = async (...words: string[]): Promise<number | null> =>
      (await runCli(['staged', ...words], { cwd: repo.directory })).code;
    for (const named of ['gone.txt', 'd', 'd/a.txt', './new.txt', 'kept.txt', '*.none']) {
      expect([named, await code(named)]).toEqual([named, 0]);
    }
    // Staged anew, and gone from the disk since.
    repo.write({ 'fresh/x.env': secretLine('fresh'), 'x[1].env': secretLine('fresh') }).stage();
    rmSync(repo.path('fresh'), { recursive: true });
    rmSync(repo.path('x[1].env'));
    for (const named of ['fresh', 'fresh/x.env']) expect([named, await code(named)]).toEqual([named, 1]);
    expect(await runCli(['staged', 'new.txt', 'nwe.txt'], { cwd: repo.directory })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'tightlip: nwe.txt: no such file or directory, and nothing of that name is staged\n',
    });
  });
});

describe('a report for a program', () => {
  test.each(['jsonl', 'json', 'sarif', 'github'])(
    'as %s leaves notes and what was not read on stderr',
    async (format) => {
      const repo = makeRepo();
      repo.commit({ a: '1' });
      repo.link('gone', 'nowhere');
      const say = async (...words: string[]): Promise<string> =>
        (await runCli([...words, '--format', format], { cwd: repo.directory })).stderr;
      expect(await say('files', 'gone')).toMatch(/^not read: gone: .+\ntightlip: nothing found, but/);
      expect(await say('staged')).toMatch(/^note: nothing is staged.+\ntightlip: clean/);
      for (const words of [['files', 'gone'], ['staged']]) expect(await say(...words, '-q')).toBe('');
    },
  );
});

describe('a command line', () => {
  test('for another scanner is answered with our words', async () => {
    const cwd = makeTempDirectory();
    const said = async (...words: string[]): Promise<string> => (await runCli(words, { cwd })).stderr;
    expect(await said('files', '--json')).toBe('tightlip: unknown option --json (did you mean --format json?)\n');
    expect(await said('logs', '--follow')).toContain('tail -F FILE | tightlip redact');
    expect(await said('files', '--report', 'json=-')).toContain('write --format json for stdout');
  });
});

describe('--exclude', () => {
  const leftOut = async (cwd: string, words: readonly string[], ...globs: string[]): Promise<string[]> => {
    const flags = [...globs.flatMap((glob) => ['--exclude', glob]), '--format', 'json'];
    const { code, stdout } = await runCli([...words, ...flags], { cwd });
    expect([0, 1]).toContain(code);
    const { receipt } = JSON.parse(stdout) as { receipt: { skips: { path: string; reason: string }[] } };
    return receipt.skips.flatMap(({ path: each, reason }) => (reason.startsWith('excluded') ? [each] : [])).toSorted();
  };

  test.skipIf(process.platform === 'win32')(
    'leads through links, as the shell of macOS gives paths of /tmp',
    async () => {
      const repo = makeRepo().write({ 'd/[a].env': 'x\n', 'b.env': 'x\n', 'd/e/c.env': 'x\n' }).stage();
      const folder = makeTempDirectory();
      const link = path.join(folder, 'l[i]nk');
      symlinkSync(repo.directory, link);
      for (const words of [['files'], ['staged']]) {
        expect(await leftOut(link, words, literal(path.join(link, 'd')))).toEqual(['d/[a].env', 'd/e/c.env']);
        expect(await leftOut(link, words, `${literal(path.join(link, 'd'))}/**/c.env`)).toEqual(['d/e/c.env']);
        expect(await leftOut(link, words, '*.env', `!${literal(path.join(link, 'd', '[a].env'))}`)).toEqual([
          'b.env',
          'd/e/c.env',
        ]);
      }
      expect(await leftOut(folder, ['files', link], `./${literal('l[i]nk')}/b.env`)).toEqual(['b.env']);
      expect(await leftOut(folder, ['logs', link], `./${literal('l[i]nk')}/b.env`)).toContain('l[i]nk/b.env');
      expect(await leftOut(link, ['files'], '/d/e')).toEqual(['d/e/c.env']);
    },
  );

  test('is told of by history too, which knows of matches alone where they stand', async () => {
    const repo = makeRepo();
    repo.commit({ 'd/a.env': secretLine('left out') });
    const said = async (...words: string[]): Promise<string> => {
      const { code, stderr } = await runCli(['history', ...words], { cwd: repo.directory });
      expect(code).toBe(0);
      return inOneLine(stderr);
    };
    const note = 'note: what stands at excluded paths was left out';
    for (const words of [[], ['--engine', 'plain'], ['--cache'], ['--cache']])
      expect(await said('--exclude', 'd', ...words)).toContain(note);
    expect(await said('--exclude', 'd', '--since', '2000-01-01')).toContain('skipped 1 (d/a.env: excluded');
    repo.write({ 'tightlip.toml': 'exclude = ["d"]\n' });
    expect(await said()).toContain(note);
    repo.remove('tightlip.toml', 'd/a.env').commit();
    expect((await runCli(['history'], { cwd: repo.directory })).stdout).not.toContain(note);
  });

  test('takes paths as a shell gives them: absolute, or from the working directory', async () => {
    const repo = new TempRepo(path.join(makeTempDirectory(), 'a (copy) [1]'));
    mkdirSync(repo.directory);
    repo.git('init', '-q');
    repo.write({ 'a.env': 'x\n', 'd/a.env': 'x\n', 'd/b.log': 'x\n' }).stage();
    const [top, d] = [repo.directory, repo.path('d')];
    for (const command of ['files', 'staged']) {
      const words = command === 'files' ? ['files', top] : [command];
      expect(await leftOut(top, words, literal(repo.path('a.env')))).toEqual(['a.env']);
      expect(await leftOut(d, words, literal(d))).toEqual(['d/a.env', 'd/b.log']);
      expect(await leftOut(d, words, './a.env')).toEqual(['d/a.env']);
      expect(await leftOut(d, words, '../a.env')).toEqual(['a.env']);
      expect(await leftOut(d, words, '../*', '!./*.log')).toEqual(['a.env', 'd/a.env']);
      expect(await leftOut(d, words, '/a.env')).toEqual(['a.env']);
      expect(await leftOut(d, words, './')).toEqual([]);
    }
    expect(await leftOut(d, ['logs', '..'], '../a.env', './b.log')).toEqual([`${top}/a.env`, 'b.log']);
    expect(await leftOut(top, ['logs', '.'], literal(repo.path('d')), '.git')).toContain('d/b.log');
    const elsewhere = makeTempDirectory();
    expect(await leftOut(elsewhere, ['files', top], literal(repo.path('a.env')))).toEqual(['a.env']);
  });

  /** A path as a glob: what means something in one is escaped. */
  function literal(text: string): string {
    return text.replaceAll(/[[\]()]/g, String.raw`\$&`);
  }
});

describe('what policy is read from', () => {
  test.skipIf(process.platform === 'win32')('may be a pipe that the shell hands in, and is no device', async () => {
    const repo = makeRepo();
    repo.commit({ 'a.env': secretLine('policy') });
    for (const name of ['tightlip.toml', '.tightlip-baseline.json']) {
      repo.link(name, '/dev/zero');
      const { code, stderr } = await runCli(['files'], { cwd: repo.directory });
      expect(code).toBe(2);
      expect(stderr).toContain(`${name}: is a device or a named pipe, not a file\n`);
      repo.remove(name);
      mkdirSync(repo.path(name));
      expect((await runCli(['files'], { cwd: repo.directory })).stderr).toContain(
        `${name}: is a directory, not a file\n`,
      );
      repo.remove(name);
    }
    const elsewhere = new TempRepo(makeTempDirectory());
    elsewhere.write({ 'own.toml': '[[exceptions]]\npath = "a.env"\nreason = "a test"\n' });
    const line = `cat '${elsewhere.path('own.toml')}' | '${process.execPath}' '${CLI}' files --config /dev/stdin`;
    const handed = spawnSync('sh', ['-c', line], { cwd: repo.directory, env: cliEnvironment(), encoding: 'utf8' });
    expect(handed).toMatchObject({ status: 0, stderr: expect.stringMatching(/1 by an\s+exception/) });
  });
});

describe('a baseline', () => {
  test('is not told of entries that this run could not meet: of other folders, or of rules left out', async () => {
    const repo = makeRepo();
    repo.commit({ 'a.env': secretLine('one'), 'd/b.env': secretLine('two') });
    await runCli(['baseline', 'create', '--reason', 'old'], { cwd: repo.directory });
    const said = async (cwd: string, ...words: string[]): Promise<string> => {
      const run = await runCli(['files', ...words], { cwd });
      expect(run.code).toBe(0);
      return inOneLine(run.stderr);
    };
    for (const words of [[], ['.']]) expect(await said(repo.path('d'), ...words)).not.toContain('matched nothing');
    expect(await said(repo.directory, '--rule', 'openai')).not.toContain('matched nothing');
    repo.remove('a.env');
    for (const [cwd, ...words] of [[repo.directory], [repo.path('d'), '..'], ['/', repo.directory]] as const)
      expect(await said(cwd, ...words)).toContain('(alpaca-secret-key in a.env) matched nothing here');
  });
});

test.each(['files', 'staged', 'logs'])(
  'an empty path given to %s is refused, for it would mean everything',
  async (command) => {
    const { code, stderr } = await runCli([command, ''], { cwd: makeRepo().directory });
    expect([code, stderr]).toEqual([2, `tightlip: ${command}: "" is no path (is a variable empty?)\n`]);
  },
);

describe('a file in conflict', () => {
  test('is not read by staged, which is not clean; what is staged beside it is', async () => {
    const repo = makeRepo();
    repo.commit({ a: 'base' });
    repo.git('checkout', '-q', '-b', 'side');
    repo.commit({ a: secretLine('side') });
    repo.git('checkout', '-q', 'main');
    repo.commit({ a: 'main' });
    repo.tryGit('cherry-pick', 'side');
    const staged = (...words: string[]): ReturnType<typeof runCli> =>
      runCli(['staged', ...words], { cwd: repo.directory });
    const { code, stdout } = await staged();
    expect([code, inOneLine(stdout)]).toEqual([3, expect.stringContaining('not read: a: in conflict: ')]);
    repo.write({ b: 'new', c: 'new' }).git('add', 'b');
    expect(await staged('b')).toMatchObject({ code: 0 });
    repo.write({ b: secretLine('b') }).git('add', 'b');
    expect(await staged()).toMatchObject({ code: 1 });
    repo.write({ a: 'resolved', b: 'new' }).stage();
    expect(await staged()).toMatchObject({ code: 0 });
  });
});

describe('a damaged repository', () => {
  test.each(['packs', 'plain'])(
    'is read as far as it is there by history --engine %s, and not clean',
    async (engine) => {
      for (const [content, expected] of [
        [secretLine('damage'), 1],
        ['MODE=live', 3],
      ] as const) {
        const repo = makeRepo();
        repo.commit({ a: content });
        repo.commit({ 'd/a': '1' });
        const tree = repo.git('rev-parse', 'HEAD:d').trim();
        repo.remove('d/a').commit();
        rmSync(repo.path('.git', 'objects', tree.slice(0, 2), tree.slice(2)));
        const { code, stdout } = await runCli(['history', '--engine', engine], { cwd: repo.directory });
        expect(code).toBe(expected);
        expect(inOneLine(stdout)).toContain('not read: .: 1 object is missing from the repository: run git fsck');
      }
    },
  );
});

/** The real bundle as a process, with real payloads, real git and real remotes over file://. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPTION_LIST } from '../../src/config/options.ts';

const bundle = path.resolve('dist/action/index.js');
const ZERO = '0'.repeat(40);
let folder = '';
let origin = '';
let work = '';

const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

function git(directory: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@test.invalid', '-c', 'init.defaultBranch=main'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

function commit(name: string, text: string | null): string {
  if (text === null) git(work, 'rm', '-q', name);
  else {
    writeFileSync(path.join(work, name), text);
    git(work, 'add', name);
  }
  git(work, 'commit', '-q', '-m', `change ${name}`);
  return git(work, 'rev-parse', 'HEAD');
}

/** A key that was never anybody's. */
function alpacaKey(): string {
  const secret = randomBytes(80)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 40);
  return `APCA_API_SECRET_KEY=${secret}\n`;
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly page: string;
  readonly outputs: string;
}

function runAction(
  event: string,
  payload: object,
  directory = work,
  inputs: Record<string, string> = {},
  more: Record<string, string> = {},
): Outcome {
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('event.json'), JSON.stringify(payload));
  for (const name of ['page.md', 'outputs.txt']) writeFileSync(at(name), '');
  const { status, stdout } = spawnSync(process.execPath, [bundle], {
    cwd: directory,
    encoding: 'utf8',
    env: {
      ...environment,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: at('event.json'),
      GITHUB_WORKSPACE: directory,
      GITHUB_STEP_SUMMARY: at('page.md'),
      GITHUB_OUTPUT: at('outputs.txt'),
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'acme/app',
      RUNNER_TEMP: folder,
      ...more,
      ...Object.fromEntries(Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value])),
    },
  });
  return {
    code: status,
    stdout,
    page: readFileSync(at('page.md'), 'utf8'),
    outputs: readFileSync(at('outputs.txt'), 'utf8'),
  };
}

function pullRequest(base: string, head: string, commits = 1): object {
  return { number: 7, pull_request: { number: 7, commits, base: { sha: base }, head: { sha: head } } };
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tightlip-action-'));
  origin = path.join(folder, 'origin.git');
  work = path.join(folder, 'work');
  git(folder, 'init', '-q', '--bare', 'origin.git');
  git(folder, 'clone', '-q', `file://${origin}`, 'work');
  commit('readme.txt', 'hello\n');
  git(work, 'branch', '-M', 'main');
  git(work, 'push', '-q', 'origin', 'main');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the Action', () => {
  it('fails a pull request that adds a key, and says where without the value', () => {
    const base = git(work, 'rev-parse', 'HEAD');
    const key = alpacaKey();
    const head = commit('deploy.env', key);
    const { code, stdout, page, outputs } = runAction('pull_request', pullRequest(base, head));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error .*file=deploy\.env,line=1/m);
    expect(page).toContain('deploy.env');
    expect(outputs).toContain('exit-code');
    const sarifPath = /tightlip-sarif\.sarif/.exec(outputs);
    expect(sarifPath).not.toBeNull();
    const sarif = readFileSync(path.join(folder, 'tightlip-sarif.sarif'), 'utf8');
    expect(JSON.parse(sarif).runs[0].results).toHaveLength(1);
    const value = key.trim().split('=')[1] as string;
    for (const text of [stdout, page, outputs, sarif]) expect(text).not.toContain(value.slice(4, 20));
  });

  it('fails a pull request that adds a key and removes it two commits later', () => {
    const base = git(work, 'rev-parse', 'HEAD');
    commit('deploy.env', alpacaKey());
    commit('other.txt', 'text\n');
    const head = commit('deploy.env', null);
    expect(runAction('pull_request', pullRequest(base, head, 3)).code).toBe(1);
  });

  it('fails a pull request whose merge commit alone holds a key', () => {
    const base = git(work, 'rev-parse', 'HEAD');
    git(work, 'checkout', '-q', '-b', 'side');
    commit('side.txt', 'side\n');
    git(work, 'checkout', '-q', '-b', 'topic', base);
    commit('topic.txt', 'topic\n');
    git(work, 'merge', '-q', '--no-commit', '--no-ff', 'side');
    writeFileSync(path.join(work, 'merged.env'), alpacaKey());
    git(work, 'add', 'merged.env');
    git(work, 'commit', '-q', '-m', 'merge');
    expect(runAction('pull_request', pullRequest(base, git(work, 'rev-parse', 'HEAD'), 3)).code).toBe(1);
  });

  it('passes a clean pull request with code 0', () => {
    const base = git(work, 'rev-parse', 'HEAD');
    const head = commit('notes.txt', 'nothing to see\n');
    const { code, stdout, outputs } = runAction('pull_request', pullRequest(base, head));
    expect(stdout).not.toContain('::error');
    expect(code).toBe(0);
    expect(outputs).toMatch(/findings/);
  });

  it('deepens a shallow checkout', () => {
    const base = git(work, 'rev-parse', 'HEAD');
    commit('deploy.env', alpacaKey());
    const head = commit('deploy.env', null);
    git(work, 'push', '-q', 'origin', 'HEAD:topic');
    git(folder, 'clone', '-q', '--depth=1', '--branch', 'topic', `file://${origin}`, 'shallow');
    expect(runAction('pull_request', pullRequest(base, head, 2), path.join(folder, 'shallow')).code).toBe(1);
  });

  describe('completes a partial clone', () => {
    const partial = (filter: string, ...flags: string[]): string => {
      git(origin, 'config', 'uploadpack.allowFilter', 'true');
      git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
      rmSync(path.join(folder, 'partial'), { recursive: true, force: true });
      git(folder, 'clone', '-q', `--filter=${filter}`, '--branch=topic', ...flags, `file://${origin}`, 'partial');
      return path.join(folder, 'partial');
    };

    it.each([
      ['blob:none', []],
      ['blob:none', ['--depth=1']],
      ['blob:none', ['--depth=1', '--sparse']],
      ['tree:0', []],
    ])('of %s %j for a pull request: new content, what it replaces, and the policy of its base', (filter, flags) => {
      const key = alpacaKey();
      commit('old.env', key);
      const base = commit('tightlip.toml', 'exclude = ["kept.env"]\n');
      git(work, 'push', '-q', 'origin', 'main');
      commit('kept.env', alpacaKey());
      commit('old.env', `# moved\n${key}`);
      commit('tightlip.toml', 'exclude = ["all"]\n');
      const clean = commit('notes.txt', 'text\n');
      git(work, 'push', '-q', 'origin', 'HEAD:topic');
      expect(runAction('pull_request', pullRequest(base, clean, 4), partial(filter, ...flags)).code).toBe(0);
      commit('gone.env', alpacaKey());
      const head = commit('gone.env', null);
      git(work, 'push', '-q', 'origin', 'HEAD:topic');
      const found = runAction('pull_request', pullRequest(base, head, 6), partial(filter, ...flags));
      expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('file=gone.env')]);
    });

    it('for a whole history', () => {
      commit('gone.env', alpacaKey());
      commit('gone.env', null);
      git(work, 'push', '-q', 'origin', 'HEAD:topic');
      expect(runAction('schedule', {}, partial('blob:none', '--depth=1')).code).toBe(1);
      expect(runAction('schedule', {}, partial('tree:0')).code).toBe(1);
    });

    it('or says what is missing', () => {
      const base = git(work, 'rev-parse', 'HEAD');
      commit('gone.env', alpacaKey());
      const head = commit('gone.env', null);
      git(work, 'push', '-q', 'origin', 'HEAD:topic');
      const directory = partial('blob:none');
      git(directory, 'remote', 'set-url', 'origin', `file://${folder}/gone.git`);
      const { code, stdout } = runAction('pull_request', pullRequest(base, head, 2), directory);
      expect([code, stdout]).toEqual([3, expect.stringContaining('partial clone')]);
    });
  });

  it('refuses loudly when the base is nowhere to be had', () => {
    const head = commit('notes.txt', 'text\n');
    git(work, 'push', '-q', 'origin', 'HEAD:topic');
    git(folder, 'clone', '-q', '--depth=1', '--branch', 'topic', `file://${origin}`, 'shallow');
    const shallow = path.join(folder, 'shallow');
    git(shallow, 'remote', 'set-url', 'origin', `file://${folder}/gone.git`);
    const { code, stdout } = runAction('pull_request', pullRequest('1'.repeat(40), head), shallow);
    expect(code).toBe(3);
    expect(stdout).toContain('fetch-depth: 0');
  });

  it.each([
    ['GITHUB_STEP_SUMMARY', 1, 'job summary', 0],
    ['GITHUB_OUTPUT', 1, 'output findings', 3],
    ['RUNNER_TEMP', 1, 'sarif could not be written', 3],
  ])('tells what it found, and ends by it, where %s leads nowhere', (name, found, says, clean) => {
    const before = git(work, 'rev-parse', 'HEAD');
    const harmless = commit('notes.txt', 'text\n');
    const nowhere = { [name]: path.join(folder, 'no', 'where') };
    const run = (from: string, to: string): Outcome =>
      runAction('push', { before: from, after: to, ref: 'refs/heads/main' }, work, {}, nowhere);
    const passed = run(before, harmless);
    expect([passed.code, passed.stdout]).toEqual([clean, expect.stringContaining(says)]);
    const failed = run(harmless, commit('k.env', alpacaKey()));
    expect([failed.code, failed.stdout]).toEqual([found, expect.stringMatching(/^::error file=k\.env/)]);
    expect(failed.stdout).not.toContain('internal error');
    if (name !== 'GITHUB_OUTPUT') expect(failed.outputs).toMatch(/findings<<\S+\n1\n/);
  });

  it('says what is missing where nothing is checked out', () => {
    const { code, stdout } = runAction('push', { before: ZERO, after: '1'.repeat(40), ref: 'refs/heads/main' }, folder);
    expect([code, stdout]).toEqual([2, expect.stringContaining('put actions/checkout before Tightlip')]);
  });

  it('counts a secret once, and says on the page what stopped it', () => {
    commit('k.env', alpacaKey());
    const scheduled = runAction('schedule', {});
    expect(scheduled).toMatchObject({ code: 1, outputs: expect.stringMatching(/findings<<.+\n1\n/) });
    const failed = runAction('push', {});
    expect(failed.code).toBe(3);
    expect(failed.page).toMatch(/^## Tightlip: nothing was scanned\n\nthe payload of the push event lacks/);
  });

  it('names a range of whole ids by their beginnings', () => {
    const before = git(work, 'rev-parse', 'HEAD');
    const after = commit('k.env', alpacaKey());
    const { stdout } = runAction('push', { ref: 'refs/heads/main', before, after });
    expect(stdout).toContain(`introduced by range ${before.slice(0, 12)}..${after.slice(0, 12)} `);
  });

  it('takes exclusions from the workspace', () => {
    const before = git(work, 'rev-parse', 'HEAD');
    const after = commit('k.env', alpacaKey());
    const payload = { ref: 'refs/heads/main', before, after };
    for (const exclude of ['k.env', './k.env', '/k.env', path.join(work, 'k.env')])
      expect(runAction('push', payload, work, { exclude }).code, exclude).toBe(0);
  });

  it('leaves out what a rebased or merging branch has from the default branch, and keeps what is its own', () => {
    git(work, 'checkout', '-q', '-b', 'feature');
    const old = commit('own.txt', 'own\n');
    git(work, 'checkout', '-q', 'main');
    commit('theirs.env', alpacaKey());
    git(work, 'push', '-q', 'origin', 'main');
    git(work, 'checkout', '-q', 'feature');
    const payload = { ref: 'refs/heads/feature', before: old, repository: { default_branch: 'main' }, forced: true };
    for (const bringIn of ['rebase', 'merge']) {
      git(work, 'reset', '-q', '--hard', old);
      git(work, bringIn, '-q', 'main');
      const clean = runAction('push', { ...payload, after: git(work, 'rev-parse', 'HEAD') });
      expect(clean.code).toBe(0);
      expect(clean.page).toContain('commits that the default branch has too were left out');
      const after = commit('own.env', alpacaKey());
      git(work, 'push', '-q', '-f', 'origin', 'feature');
      const shallow = path.join(folder, `shallow-${bringIn}`);
      git(folder, 'clone', '-q', '--depth=1', '--branch=feature', `file://${origin}`, shallow);
      for (const directory of [work, shallow]) {
        const { code, stdout } = runAction('push', { ...payload, after }, directory);
        expect(code).toBe(1);
        expect(stdout).toContain('file=own.env');
        expect(stdout).not.toContain('theirs.env');
      }
    }
  });

  it('scans a new branch against the default branch, and a forced push wider, and says so', () => {
    const payload = { ref: 'refs/heads/topic', repository: { default_branch: 'main' }, commits: [] };
    git(work, 'checkout', '-q', '-b', 'topic');
    const after = commit('deploy.env', alpacaKey());
    git(work, 'push', '-q', 'origin', 'topic');
    expect(runAction('push', { ...payload, before: ZERO, after }).code).toBe(1);
    const forced = runAction('push', { ...payload, before: '12'.repeat(20), after });
    expect(forced.code).toBe(1);
    expect(forced.page).toContain('forced push');
  });

  it('reads the message of a tag that is pushed, also where event and checkout name the commit behind it', () => {
    const tip = git(work, 'rev-parse', 'HEAD');
    git(work, 'tag', '-a', 'v1', '-m', `notes\n\n${alpacaKey()}`);
    git(work, 'tag', 'light');
    git(work, 'push', '-q', 'origin', 'v1', 'light');
    const payload = { ref: 'refs/tags/v1', before: ZERO, repository: { default_branch: 'main' } };
    const tag = git(work, 'rev-parse', 'v1');
    expect(runAction('push', { ...payload, after: tag }).code).toBe(1);
    expect(runAction('push', { ...payload, after: tip }).code).toBe(1);
    git(work, 'update-ref', 'refs/tags/v1', tip);
    const { code, stdout } = runAction('push', { ...payload, after: tip });
    expect(code).toBe(1);
    expect(stdout).toContain('message of tag');
    const light = runAction('push', { ...payload, ref: 'refs/tags/light', after: tip });
    expect(light.code).toBe(0);
    expect(light.page).not.toContain('could not be fetched');
    git(work, 'remote', 'set-url', 'origin', `file://${folder}/gone.git`);
    const gone = runAction('push', { ...payload, before: tip, after: tip });
    expect(gone.page).toContain('the tag itself could not be fetched');
  });

  it('has nothing to do when a branch is deleted, and refuses events without commits', () => {
    expect(runAction('push', { ref: 'refs/heads/x', deleted: true, before: '1'.repeat(40), after: ZERO }).code).toBe(0);
    expect(runAction('issues', {}).code).toBe(2);
    expect(runAction('pull_request_target', {}).code).toBe(2);
  });

  describe('judges a pull request by the policy of its base', () => {
    const exception = '[[exceptions]]\npath = "deploy.env"\nreason = "only a test"\n';

    /** What the command line would accept: a baseline with all that the work tree holds. */
    function acceptAll(): string {
      const cli = path.resolve('dist/cli.js');
      const { status, stderr } = spawnSync(process.execPath, [cli, 'baseline', 'create', '--reason', 'old'], {
        cwd: work,
        encoding: 'utf8',
        env: environment,
      });
      if (status !== 0) throw new Error(stderr);
      return readFileSync(path.join(work, '.tightlip-baseline.json'), 'utf8');
    }

    it('so that no exception that it brings excepts what it brings', () => {
      const base = git(work, 'rev-parse', 'HEAD');
      commit('deploy.env', alpacaKey());
      const head = commit('tightlip.toml', exception);
      const { code, page } = runAction('pull_request', pullRequest(base, head, 2));
      expect(code).toBe(1);
      expect(page).toMatch(/tightlip&#46;toml is read as it is in the base commit/);
      // A push says what is in already: there the file holds.
      const push = { ref: 'refs/heads/main', before: base, after: head, repository: { default_branch: 'main' } };
      expect(runAction('push', push).code).toBe(0);
      expect(runAction('merge_group', { merge_group: { base_sha: base, head_sha: head } }).code).toBe(1);
    });

    it('nor a baseline, nor a change of either that was there', () => {
      commit('tightlip.toml', 'min-tier = "likely"\n');
      const base = commit('.tightlip-baseline.json', '{"version":1,"entries":[]}\n');
      commit('deploy.env', alpacaKey());
      commit('tightlip.toml', 'min-tier = "proven"\nexclude = ["*.env"]\n');
      const head = commit('.tightlip-baseline.json', acceptAll());
      const { code, page } = runAction('pull_request', pullRequest(base, head, 3));
      expect(code).toBe(1);
      expect(page).toContain('tightlip&#45;baseline'.replace('&#45;', '-'));
    });

    it('and obeys what the base says, whatever the pull request takes away', () => {
      writeFileSync(path.join(work, 'own.toml'), exception);
      git(work, 'add', 'own.toml');
      const base = commit('tightlip.toml', exception);
      commit('deploy.env', alpacaKey());
      const head = commit('tightlip.toml', null);
      expect(runAction('pull_request', pullRequest(base, head, 2)).code).toBe(0);
      expect(runAction('pull_request', pullRequest(base, head, 2), work, { config: 'own.toml' }).code).toBe(0);
    });

    it('does not follow a link or a submodule of the pull request to another policy', () => {
      const base = commit('tightlip.toml', 'min-tier = "likely"\n');
      commit('deploy.env', alpacaKey());
      commit('evil.toml', exception);
      rmSync(path.join(work, 'tightlip.toml'));
      symlinkSync('evil.toml', path.join(work, 'tightlip.toml'));
      git(work, 'add', '-A');
      git(work, 'commit', '-q', '-m', 'link');
      expect(runAction('pull_request', pullRequest(base, git(work, 'rev-parse', 'HEAD'), 3)).code).toBe(1);
      git(folder, 'init', '-q', 'policy');
      writeFileSync(path.join(folder, 'policy', 'strict.toml'), exception);
      git(path.join(folder, 'policy'), 'add', '-A');
      git(path.join(folder, 'policy'), 'commit', '-q', '-m', 'policy');
      git(work, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', `file://${folder}/policy`, 'policy');
      git(work, 'commit', '-q', '-m', 'submodule');
      const head = git(work, 'rev-parse', 'HEAD');
      const inputs = { config: 'policy/strict.toml' };
      expect(runAction('pull_request', pullRequest(base, head, 4), work, inputs).code).toBe(1);
      // A submodule that was there before is not the pull request's to say.
      const later = commit('more.env', alpacaKey().replace('=', '_2='));
      const fromHead = runAction('pull_request', pullRequest(head, later), work, inputs);
      expect(fromHead.stdout).not.toContain('no such file');
    });

    it('works without a policy in the base, and with a workflow that names one that is new', () => {
      const base = git(work, 'rev-parse', 'HEAD');
      const head = commit('ci.toml', exception);
      const { code, page } = runAction('pull_request', pullRequest(base, head), work, { config: 'ci.toml' });
      expect(code).toBe(0);
      expect(page).toMatch(/ci&#46;toml is read as it is in the base commit/);
      expect(runAction('pull_request', pullRequest(base, head), work, { config: 'typo.toml' }).code).toBe(2);
    });

    it('refuses a policy that would be broken, and lets one be repaired', () => {
      const base = git(work, 'rev-parse', 'HEAD');
      const broken = commit('tightlip.toml', 'exclud = ["x"]\n');
      const refused = runAction('pull_request', pullRequest(base, broken));
      expect(refused.code).toBe(2);
      expect(refused.stdout).toContain('tightlip.toml:1');
      const untouched = commit('notes.txt', 'text\n');
      expect(runAction('pull_request', pullRequest(broken, untouched)).code).toBe(2);
      const repaired = commit('tightlip.toml', 'exclude = ["x"]\n');
      const passed = runAction('pull_request', pullRequest(broken, repaired, 2));
      expect(passed.code).toBe(0);
      expect(passed.page).toMatch(/cannot be used .* is judged by the defaults/);
      commit('deploy.env', alpacaKey());
      const head = git(work, 'rev-parse', 'HEAD');
      expect(runAction('pull_request', pullRequest(broken, head, 3)).code).toBe(1);
    });

    it('of a fork, whose commits are only in the ref of the pull request', () => {
      const base = commit('tightlip.toml', 'min-tier = "likely"\n');
      git(work, 'push', '-q', 'origin', 'main');
      commit('deploy.env', alpacaKey());
      const head = commit('tightlip.toml', exception);
      git(work, 'push', '-q', 'origin', 'HEAD:refs/pull/7/head');
      git(folder, 'clone', '-q', '--depth=1', '--branch', 'main', `file://${origin}`, 'shallow');
      const { code, page } = runAction('pull_request', pullRequest(base, head, 2), path.join(folder, 'shallow'));
      expect(code).toBe(1);
      expect(page).toContain('is read as it is in the base commit');
    });

    it('names the marks that it brings', () => {
      const base = git(work, 'rev-parse', 'HEAD');
      const head = commit('deploy.env', alpacaKey().replace('\n', ' # tightlip:allow made up for <b>tests</b>\n'));
      const { code, stdout, page } = runAction('pull_request', pullRequest(base, head));
      expect(code).toBe(0);
      expect(stdout).toMatch(/^::warning file=deploy\.env,line=1,.*suppressed by a mark added in this pull request/m);
      expect(page).toContain('1 secret suppressed by marks added in this pull request');
      expect(page).toMatch(/deploy&#46;env.*made up for/);
      expect(page).not.toContain('<b>');
    });
  });

  it('declares exactly the inputs of the option table', () => {
    const declared = readFileSync('action.yml', 'utf8')
      .split('\noutputs:')[0]
      ?.match(/^ {2}[a-z-]+(?=:$)/gm);
    const inputs = declared?.map((line) => line.trim()).filter((name) => name !== 'icon' && name !== 'color');
    expect(inputs?.sort()).toEqual(OPTION_LIST.flatMap((option) => option.input ?? []).sort());
  });
});

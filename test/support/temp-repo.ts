/** Real repositories in temporary directories, with fixed names and dates, free of the machine's git settings. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Settings under which a test's git runs, and under which the code under test should run its own. */
export const TEST_GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ann Author',
  GIT_AUTHOR_EMAIL: 'ann@example.invalid',
  GIT_COMMITTER_NAME: 'Carl Committer',
  GIT_COMMITTER_EMAIL: 'carl@example.invalid',
  GIT_TERMINAL_PROMPT: '0',
};

export class TempRepo {
  readonly directory: string;
  /** Seconds since the epoch of the next commit; each commit is a minute after the one before. */
  #seconds = 1_700_000_000;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** A copy of all of it, settings and time included, much quicker than making it again. */
  copy(): TempRepo {
    const copy = new TempRepo(makeTempDirectory());
    cpSync(this.directory, copy.directory, { recursive: true, verbatimSymlinks: true });
    copy.#seconds = this.#seconds;
    return copy;
  }

  /** Runs git here and gives its output without the last line break. */
  git(...args: string[]): string {
    return this.gitWith({}, ...args);
  }

  /** As {@link git}, with more environment. */
  gitWith(environment: Readonly<Record<string, string>>, ...args: string[]): string {
    const date = `${this.#seconds} +0200`;
    const env = {
      ...process.env,
      ...TEST_GIT_ENVIRONMENT,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      ...environment,
    };
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    return execFileSync('git', args, { cwd: this.directory, env, stdio, encoding: 'utf8', maxBuffer: 1 << 28 }).replace(
      /\n$/,
      '',
    );
  }

  /** As {@link git}, for commands that are expected to fail (a merge with conflicts). */
  tryGit(...args: string[]): void {
    try {
      this.git(...args);
    } catch {
      // Expected by the caller.
    }
  }

  /** Absolute path of a file here. */
  path(...parts: string[]): string {
    return path.join(this.directory, ...parts);
  }

  /** Writes files, folders included. */
  write(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
    return this;
  }

  /** Makes a symbolic link. */
  link(name: string, target: string): this {
    mkdirSync(path.dirname(this.path(name)), { recursive: true });
    symlinkSync(target, this.path(name));
    return this;
  }

  /** Writes a program that leaves the file `marker` behind when it runs, and gives its path. */
  trap(name: string, marker: string): string {
    this.write({ [name]: `#!/bin/sh\ntouch '${marker}'\ncat "$1" 2>/dev/null\nexit 0\n` });
    chmodSync(this.path(name), 0o755);
    return this.path(name);
  }

  /** Deletes files from the work tree. */
  remove(...names: string[]): this {
    for (const name of names) rmSync(this.path(name), { recursive: true, force: true });
    return this;
  }

  /** Stages everything. */
  stage(): this {
    this.git('add', '-A');
    return this;
  }

  /** Writes files, stages everything and commits; gives the commit's id. */
  commit(files: Readonly<Record<string, string | Uint8Array>> = {}, message = 'change', ...flags: string[]): string {
    this.write(files).stage();
    this.git('commit', '-q', '--allow-empty', '-m', message, ...flags);
    this.#seconds += 60;
    return this.head();
  }

  /** Id of the commit that a revision names. */
  head(revision = 'HEAD'): string {
    return this.git('rev-parse', '--verify', `${revision}^{commit}`);
  }

  /** Object id of a path in a revision (`''` for the index). */
  oid(file: string, revision = 'HEAD'): string {
    return this.git('rev-parse', '--verify', `${revision}:${file}`);
  }

  /** Clones it, with git's own switches (`--bare`, `--depth=1`, `--filter=blob:none`). */
  clone(...flags: string[]): TempRepo {
    const target = makeTempDirectory();
    this.git('-c', 'protocol.file.allow=always', 'clone', '-q', ...flags, `file://${this.directory}`, target);
    return new TempRepo(target);
  }
}

const made: string[] = [];

/** A fresh empty directory; removed by {@link removeTempDirectories}. Its path has no symbolic link in it. */
export function makeTempDirectory(): string {
  const directory = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tightlip-test-')));
  made.push(directory);
  return directory;
}

/** Removes what was made; call it in `afterAll`. */
export function removeTempDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** A new repository with branch `main` and no commit. */
export function makeRepo(...flags: string[]): TempRepo {
  const repo = new TempRepo(makeTempDirectory());
  repo.git('init', '-q', '-b', 'main', ...flags);
  // Tests run as whoever they like; nothing is to be rewritten on the way in.
  repo.git('config', 'core.autocrlf', 'false');
  return repo;
}

/** Which logs a command line means: every file once, in a fixed order, and what was passed over by name. */
import { type Dirent, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { diskPath, shownPath } from '../bytes/path-bytes.ts';
import { TightlipError } from '../errors.ts';
import { readFailure } from './byte-reader.ts';
import { createExcluder, EXCLUDED, type Excluder } from './exclude.ts';
import { expandGlob } from './glob.ts';
import { listDirectory, pathsShownAs } from './list-directory.ts';
import { formatLimit } from './limit.ts';
import { unreadByName } from './log-content.ts';
import type { Plan, Skip, SourceOptions, WorkItem } from './source.ts';

/**
 * Plans the logs of a command line: files, directories (with all below them), globs, and `-` for standard input. No
 * argument at all means standard input.
 *
 * Arguments keep their order; inside a directory or a glob paths are ordered by code unit. A file named twice, or
 * reached by two names, is read once. Symbolic links to files are followed (container runtimes keep their logs behind
 * them), those to directories only when named. A `.git` met in a folder is not entered.
 *
 * @throws {TightlipError} `not-found` when a named path does not exist or a glob matches nothing.
 */
export async function planLogs(paths: readonly string[], options: SourceOptions): Promise<Plan> {
  const planner = new Planner(options);
  for (const argument of paths.length > 0 ? paths : ['-']) {
    if (argument === '-') planner.addStandardInput();
    else await planner.addNamed(argument);
  }
  return planner.plan();
}

class Planner {
  readonly #options: SourceOptions;
  readonly #items: WorkItem[] = [];
  readonly #skips: Skip[] = [];
  readonly #seen = new Set<string>();
  #excluder: Excluder | null = null;

  constructor(options: SourceOptions) {
    this.#options = options;
  }

  plan(): Plan {
    return { items: this.#items, skips: this.#skips };
  }

  addStandardInput(): void {
    if (this.#once('-')) this.#items.push({ kind: 'log', absolutePath: null, path: null, sizeBytes: -1 });
  }

  async addNamed(argument: string): Promise<void> {
    const absolutePath = path.resolve(this.#options.workingDirectory, argument);
    const found = await this.#look(absolutePath);
    if (found === 'unreadable') return;
    if (found) return this.#add(absolutePath, found, true);
    const shown = pathsShownAs(absolutePath);
    for (const each of shown) await this.#addPath(each);
    if (shown.length > 0) return;
    const matches = await expandGlob(argument, this.#options.workingDirectory);
    if (matches === null) throw new TightlipError('not-found', `${argument}: no such file or directory`);
    if (matches.paths.length + matches.unread.size === 0) {
      throw new TightlipError('not-found', `${argument}: no file matches this pattern`);
    }
    for (const [folder, reason] of matches.unread) this.#skip(folder, 'failure', reason);
    for (const match of matches.paths) await this.#addPath(match);
  }

  async #addPath(absolutePath: string): Promise<void> {
    const found = await this.#look(absolutePath);
    if (found === 'unreadable') return;
    if (found) await this.#add(absolutePath, found, false);
    else this.#skip(absolutePath, 'failure', 'cannot be read: no longer there');
  }

  async #add(absolutePath: string, found: Stats, named: boolean): Promise<void> {
    if (found.isDirectory()) return this.#addDirectory(absolutePath);
    if (!this.#once(`${found.dev}:${found.ino}`)) return;
    const isSpecial = !found.isFile() && !(named && found.isFIFO());
    // In a folder nobody meant it; what was named was asked for.
    if (isSpecial) return this.#skip(absolutePath, named ? 'failure' : 'skip', kindOf(found));
    const reason = await this.#reasonToSkip(absolutePath, found);
    if (reason !== null) return this.#skip(absolutePath, 'skip', reason);
    const unread = unreadByName(absolutePath);
    if (unread !== null) return this.#skip(absolutePath, named ? 'failure' : 'skip', unread);
    const item = { kind: 'log', absolutePath, path: this.#shown(absolutePath) } as const;
    const known = found.isFile()
      ? { sizeBytes: found.size, listed: { inode: found.ino, mtimeMs: found.mtimeMs } }
      : { sizeBytes: -1 };
    this.#items.push({ ...item, ...known, ...(named ? { isNamed: true } : {}) });
  }

  async #reasonToSkip(absolutePath: string, found: Stats): Promise<string | null> {
    if (await this.#excluded(absolutePath)) return EXCLUDED;
    const limit = this.#options.maxFileSizeBytes;
    if (limit !== null && found.size > limit) return `larger than ${formatLimit(limit)}`;
    return null;
  }

  async #addDirectory(directory: string): Promise<void> {
    let entries: Dirent[];
    try {
      entries = listDirectory(directory);
    } catch (error) {
      return this.#skip(directory, 'failure', readFailure(error).reason);
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const absolutePath = path.join(directory, entry.name);
      if (entry.isSymbolicLink()) await this.#addLink(absolutePath);
      else if (entry.isDirectory() && entry.name === '.git') this.#skip(absolutePath, 'skip', GIT_DIRECTORY);
      else if (entry.isDirectory()) await this.#addDirectory(absolutePath);
      else await this.#addPath(absolutePath);
    }
  }

  async #addLink(absolutePath: string): Promise<void> {
    const target = await this.#look(absolutePath);
    if (target === 'unreadable') return;
    if (target === null) this.#skip(absolutePath, 'skip', 'a symbolic link to nothing');
    else if (target.isDirectory()) this.#skip(absolutePath, 'skip', 'a symbolic link to a directory');
    else await this.#add(absolutePath, target, false);
  }

  /** Its status, null where there is nothing, or `unreadable` after naming it a failure. */
  async #look(absolutePath: string): Promise<Stats | null | 'unreadable'> {
    try {
      return await stat(diskPath(absolutePath));
    } catch (error) {
      if (error instanceof Error && 'code' in error && ABSENT.has(String(error.code))) return null;
      this.#skip(absolutePath, 'failure', readFailure(error).reason);
      return 'unreadable';
    }
  }

  async #excluded(absolutePath: string): Promise<boolean> {
    this.#excluder ??= await createExcluder(this.#options.exclude);
    // A glob's leading slash says where it begins; that of a log elsewhere is the same.
    return this.#excluder.excludes(this.#shown(absolutePath).replace(/^\/+/, ''), this.#options.workingDirectory);
  }

  #once(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #skip(absolutePath: string, kind: Skip['kind'], reason: string): void {
    this.#skips.push({ path: this.#shown(absolutePath), kind, reason });
  }

  /** Relative to the working directory where it lies below, else absolute; `/` on every system. */
  #shown(absolutePath: string): string {
    const relative = path.relative(this.#options.workingDirectory, absolutePath);
    const outside = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
    return shownPath(outside ? absolutePath : relative)
      .split(path.sep)
      .join('/');
  }
}

/** Objects and refs are no logs, and compressed; what they hold has a command of its own. */
const GIT_DIRECTORY = 'a git directory: tightlip history reads it';

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

function kindOf(found: Stats): string {
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

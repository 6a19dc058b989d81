/** Which files a command line means: inside a work tree git says what is ignored, outside the `ignore` package does. */
import { type Stats, lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { diskPath, pathOfBytes, shownPath } from '../bytes/path-bytes.ts';
import { TightlipError } from '../errors.ts';
import { nearestDotGit } from '../git/dot-git.ts';
import { isWithoutGit } from '../git/failure.ts';
import { type Repository, openRepository } from '../git/repository.ts';
import { listWorkTree, type WorkTreeListing } from '../git/work-tree.ts';
import { readFailure } from './byte-reader.ts';
import { type Excluder, createExcluder, EXCLUDED } from './exclude.ts';
import { type Expansion, expandGlob } from './glob.ts';
import { ignoredSkips } from './ignored.ts';
import { pathsShownAs } from './list-directory.ts';
import type { Plan, Skip, SourceOptions, WorkItem } from './source.ts';
import { walkDirectory } from './walk.ts';

/**
 * Plans the files of a command line: files, directories (with all below them) and globs; nothing means the working directory.
 *
 * A file that is named is read even when it is ignored. Items are in order of their path, each once.
 *
 * @param readIgnored - Read what .gitignore hides too.
 * @throws TightlipError `not-found` when a named path does not exist or a glob matches nothing.
 */
export async function planFiles(paths: readonly string[], options: SourceOptions, readIgnored: boolean): Promise<Plan> {
  const planner = new FilePlanner(options, readIgnored, await createExcluder(options.exclude));
  for (const argument of paths.length > 0 ? paths : ['.']) {
    const { paths, unread } = await expand(argument, options.workingDirectory);
    for (const [folder, reason] of unread) planner.addUnread(folder, reason);
    for (const absolutePath of paths) await planner.addNamed(absolutePath);
  }
  return planner.plan();
}

async function expand(argument: string, workingDirectory: string): Promise<Expansion> {
  const absolutePath = path.resolve(workingDirectory, argument);
  if (mayBeThere(absolutePath)) return { paths: [absolutePath], unread: new Map() };
  const shown = pathsShownAs(absolutePath);
  if (shown.length > 0) return { paths: shown, unread: new Map() };
  const matches = await expandGlob(argument, workingDirectory);
  if (argument === '-') throw new TightlipError('not-found', '-: standard input is read by tightlip logs -');
  if (matches === null) throw new TightlipError('not-found', `${argument}: no such file or directory`);
  if (matches.paths.length + matches.unread.size === 0) {
    throw new TightlipError('not-found', `${argument}: no file matches this pattern`);
  }
  return matches;
}

/** Also where nobody may look: then it is named as unread. */
function mayBeThere(absolutePath: string): boolean {
  try {
    return lstatSync(absolutePath, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG');
  }
}

/** A place in a repository, or outside of any. */
interface Territory {
  readonly repository: Repository | null;
  /** What paths are relative to. */
  readonly top: string;
  /** Whether there is a repository that git does not read. */
  readonly isUnread: boolean;
}

class FilePlanner {
  readonly #options: SourceOptions;
  readonly #readIgnored: boolean;
  readonly #excluder: Excluder;
  readonly #items = new Map<string, WorkItem>();
  readonly #skips: Skip[] = [];
  readonly #territories = new Map<string, Territory>();

  constructor(options: SourceOptions, readIgnored: boolean, excluder: Excluder) {
    this.#options = options;
    this.#readIgnored = readIgnored;
    this.#excluder = excluder;
  }

  plan(): Plan {
    const items = [...this.#items.values()].sort((a, b) => compare(a.path ?? '', b.path ?? ''));
    return { items, skips: this.#skips };
  }

  addUnread(folder: string, reason: string): void {
    this.#skip(slashed(path.relative(this.#options.workingDirectory, folder)), 'failure', reason);
  }

  async addNamed(named: string): Promise<void> {
    let found: Stats;
    let absolutePath = named;
    try {
      // What is named is followed; a link met on the way is not.
      if (lstatSync(diskPath(named)).isSymbolicLink()) {
        absolutePath = pathOfBytes(realpathSync(diskPath(named), { encoding: 'buffer' }));
      }
      found = statSync(diskPath(absolutePath));
    } catch (error) {
      this.#skip(path.relative(this.#options.workingDirectory, named), 'failure', whyUnread(error));
      return;
    }
    const special = specialKind(found);
    // In a folder nobody meant it; what was named was asked for.
    if (special !== null) return this.#skip(path.relative(this.#options.workingDirectory, named), 'failure', special);
    if (absolutePath !== named && !found.isDirectory() && (await this.#leadsOut(named, absolutePath))) return;
    const territory = await this.#territoryOf(found.isDirectory() ? absolutePath : path.dirname(absolutePath));
    if (found.isDirectory()) await this.#addDirectory(absolutePath, territory);
    else this.#addFile(absolutePath, territory, found.size);
  }

  /** A link in a work tree may be the repository's own and point anywhere; a hook names it like any staged file. */
  async #leadsOut(link: string, target: string): Promise<boolean> {
    const { repository, top } = await this.#territoryOf(path.dirname(link));
    if (repository === null || target.startsWith(realpathSync(top) + path.sep)) return false;
    this.#skip(slashed(path.relative(top, link)), 'skip', 'symbolic link out of the work tree, not followed');
    return true;
  }

  async #addDirectory(directory: string, territory: Territory): Promise<void> {
    const { repository } = territory;
    if (repository === null || this.#readIgnored) return this.#walk(directory, territory);
    const below = slashed(path.relative(territory.top, directory));
    const listing = await this.#list(repository, below === '' ? [] : [below]);
    if (listing === null) return this.#walk(directory, { ...territory, isUnread: true });
    if (listing.files.length === 0 && listing.ignored.some((entry) => `${below}/`.startsWith(entry))) {
      return this.#walk(directory, territory);
    }
    this.#skipIgnored(listing.ignored);
    for (const entry of listing.files) {
      if (entry.endsWith('/')) await this.#addNested(path.join(territory.top, entry), territory);
      else this.#addFile(path.join(territory.top, entry), territory, -1);
    }
  }

  #skipIgnored(entries: readonly string[]): void {
    for (const skip of ignoredSkips(entries)) this.#skips.push(skip);
  }

  /** A repository inside the repository, untracked: it has an own idea of what is ignored. */
  async #addNested(directory: string, outer: Territory): Promise<void> {
    const inner = await this.#territoryOf(directory);
    if (inner.repository === null || inner.top === outer.top) return this.#walk(directory, outer);
    const listing = await this.#list(inner.repository, []);
    if (listing === null) return this.#walk(directory, outer);
    const place = slashed(path.relative(outer.top, inner.top));
    this.#skipIgnored(listing.ignored.map((entry) => `${place}/${entry}`));
    for (const entry of listing.files) {
      if (entry.endsWith('/')) await this.#addNested(path.join(inner.top, entry), outer);
      else this.#addFile(path.join(inner.top, entry), outer, -1);
    }
  }

  /** What git lists; null where it cannot be asked after all: an ordinary repository is opened without it. */
  async #list(repository: Repository, paths: readonly string[]): Promise<WorkTreeListing | null> {
    try {
      return await listWorkTree(repository, paths);
    } catch (error) {
      if (!(error instanceof TightlipError)) throw error;
      this.#skipRepository(repository.top ?? repository.gitDirectory, error);
      return null;
    }
  }

  async #walk(directory: string, territory: Territory): Promise<void> {
    const found = await walkDirectory(directory, !this.#readIgnored, territory.isUnread ? territory.top : null);
    for (const file of found.files) this.#addFile(file, territory, -1);
    for (const { absolutePath, kind, reason } of found.passedOver) {
      const folderMark = absolutePath.endsWith(path.sep) ? '/' : '';
      this.#skip((slashed(path.relative(territory.top, absolutePath)) || '.') + folderMark, kind, reason);
    }
  }

  #addFile(absolutePath: string, territory: Territory, sizeBytes: number): void {
    const shown = slashed(shownPath(path.relative(territory.top, absolutePath)));
    if (this.#excluder.excludes(shown, territory.top)) return this.#skip(shown, 'skip', EXCLUDED);
    this.#items.set(absolutePath, { kind: 'file', absolutePath, path: shown, sizeBytes });
  }

  #skip(shown: string, kind: Skip['kind'], reason: string): void {
    this.#skips.push({ path: shownPath(shown), kind, reason });
  }

  #skipRepository(top: string, error: TightlipError): void {
    const shown = slashed(path.relative(this.#options.workingDirectory, top)) || '.';
    const why = isWithoutGit(error) ? 'git was not found' : 'git does not read this repository';
    this.#skip(shown, 'skip', `${why}; .gitignore files were read without git`);
  }

  async #territoryOf(directory: string): Promise<Territory> {
    const found = nearestDotGit(directory);
    const dotGit = found && path.dirname(found);
    const key = dotGit ?? '';
    let territory = this.#territories.get(key);
    if (!territory) {
      territory = await this.#openTerritory(directory, dotGit);
      this.#territories.set(key, territory);
    }
    return territory;
  }

  async #openTerritory(directory: string, dotGit: string | null): Promise<Territory> {
    const outside: Territory = { repository: null, top: this.#options.workingDirectory, isUnread: false };
    if (dotGit === null) return outside;
    try {
      const repository = await openRepository(directory);
      return repository.top === null ? outside : { repository, top: repository.top, isUnread: false };
    } catch (error) {
      if (!(error instanceof TightlipError)) throw error;
      this.#skipRepository(dotGit, error);
      return { repository: null, top: dotGit, isUnread: true };
    }
  }
}

function whyUnread(error: unknown): string {
  const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isGone ? 'a symbolic link to nothing' : readFailure(error).reason;
}

/** Why what is neither file nor directory is not read when it is named; null for these two. */
function specialKind(found: Stats): string | null {
  if (found.isFile() || found.isDirectory()) return null;
  if (found.isFIFO()) return 'a named pipe, not read here: tightlip logs reads it';
  return found.isSocket() ? 'a socket, which cannot be read' : 'a device, not read';
}

function slashed(text: string): string {
  return path.sep === '/' ? text : text.replaceAll(path.sep, '/');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

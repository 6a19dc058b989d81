/** A directory tree outside git: every regular file, nested .gitignore files obeyed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ignore } from 'ignore';
import { diskPath } from '../bytes/path-bytes.ts';
import { trackedFiles } from '../git/tracked-files.ts';
import { readFailure } from './byte-reader.ts';
import { listDirectory } from './list-directory.ts';

/** What a walk found: absolute paths. */
export interface WalkResult {
  readonly files: readonly string[];
  readonly passedOver: readonly {
    readonly absolutePath: string;
    readonly kind: 'skip' | 'failure';
    readonly reason: string;
  }[];
}

/** One .gitignore and the directory that it speaks of. */
interface Layer {
  readonly directory: string;
  readonly rules: Ignore;
}

/** A directory to be read. */
interface Pending {
  readonly directory: string;
  readonly layers: readonly Layer[];
  /** What the repository tracks that it lies in; null: nobody knows. */
  readonly tracked: ReadonlySet<string> | null;
  /** Whether all in it is ignored, as it is itself. */
  readonly isHidden: boolean;
}

/**
 * Git reads a file that it tracks whatever .gitignore says; here nobody could tell which these are.
 */
const UNKNOWN_TRACKED =
  'which ignored files git tracks is not known, since nobody reads its index: they were not read (--no-ignore reads all)';

const NONE: ReadonlySet<string> = new Set();

/**
 * Walks a directory. `.git` is never entered, symbolic links are not followed, special files are not opened.
 *
 * @param obeyIgnore - Whether .gitignore files hide what they name, but for what a repository tracks.
 * @param repository - The folder with a `.git` that the directory lies in; null: none.
 */
export async function walkDirectory(top: string, obeyIgnore: boolean, repository: string | null): Promise<WalkResult> {
  const { default: createIgnore } = await import('ignore');
  const files: string[] = [];
  const passedOver: WalkResult['passedOver'][number][] = [];
  const outer = repository === null || !obeyIgnore ? NONE : await trackedFiles(repository);
  const pending: Pending[] = [{ directory: top, layers: [], tracked: outer, isHidden: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { directory } = next;
    let entries;
    try {
      entries = listDirectory(directory);
    } catch (error) {
      passedOver.push({ absolutePath: directory, kind: 'failure', reason: readFailure(error).reason });
      continue;
    }
    let { layers, tracked, isHidden: isAllHidden } = next;
    if (obeyIgnore && directory !== repository && entries.some(({ name }) => name === '.git')) {
      // A repository inside has an own idea of what is ignored.
      [layers, tracked, isAllHidden] = [[], await trackedFiles(directory), false];
    }
    const own = obeyIgnore && entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    if (own) layers = [...layers, readLayer(directory, createIgnore(AS_GIT))];
    let isAnyUnknown = false;
    for (const entry of entries) {
      const absolutePath = path.join(directory, entry.name);
      const isDirectory = entry.isDirectory();
      if (entry.name === '.git') continue;
      const isHidden = isAllHidden || isIgnored(absolutePath, isDirectory, layers);
      if (isHidden && tracked?.has(absolutePath) !== true) {
        isAnyUnknown ||= tracked === null;
        passedOver.push({
          absolutePath: isDirectory ? absolutePath + path.sep : absolutePath,
          kind: 'skip',
          reason: 'ignored by .gitignore',
        });
      } else if (isDirectory) pending.push({ directory: absolutePath, layers, tracked, isHidden });
      else if (entry.isFile()) files.push(absolutePath);
      else passedOver.push({ absolutePath, kind: 'skip', reason: kindOf(entry) });
    }
    if (isAnyUnknown) passedOver.push({ absolutePath: directory, kind: 'failure', reason: UNKNOWN_TRACKED });
  }
  return { files, passedOver };
}

/** As git does on most systems; where it would not, what differs in case alone is read once more than needed. */
const AS_GIT = { ignoreCase: false };

/** The mark that an editor puts before UTF-8, as bytes. */
const MARK = /^\xef\xbb\xbf/;

function readLayer(directory: string, rules: Ignore): Layer {
  try {
    const text = readFileSync(diskPath(path.join(directory, '.gitignore')), 'latin1');
    return { directory, rules: rules.add(text.replace(MARK, '')) };
  } catch {
    return { directory, rules };
  }
}

/** The innermost .gitignore that has an opinion decides. */
function isIgnored(absolutePath: string, isDirectory: boolean, layers: readonly Layer[]): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const { directory, rules } = layers[i] as Layer;
    const relative = inBytes(path.relative(directory, absolutePath));
    const opinion = rules.test(isDirectory ? `${relative}/` : relative);
    if (opinion.ignored) return true;
    if (opinion.unignored) return false;
  }
  return false;
}

/** A path with `/`, each byte one character: a `?` of git's is a byte, whatever character it belongs to. */
function inBytes(relative: string): string {
  return Buffer.from(diskPath(relative)).toString('latin1').replaceAll(path.sep, '/');
}

/** What a directory entry that is no file is, as a reason to pass it over. */
export function kindOf(entry: {
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isDirectory(): boolean;
}): string {
  if (entry.isSymbolicLink()) return 'symbolic link, not followed';
  if (entry.isFIFO()) return 'named pipe, not read';
  if (entry.isSocket()) return 'socket, not read';
  return entry.isDirectory()
    ? 'directory of another repository (submodule), not entered: scan it on its own'
    : 'device, not read';
}

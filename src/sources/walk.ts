/** A directory tree outside git: every regular file, nested .gitignore files obeyed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ignore } from 'ignore';
import { diskPath, shownPath } from '../bytes/path-bytes.ts';
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

/**
 * Walks a directory. `.git` is never entered, symbolic links are not followed, special files are not opened.
 *
 * @param obeyIgnore - Whether .gitignore files hide what they name.
 */
export async function walkDirectory(top: string, obeyIgnore: boolean): Promise<WalkResult> {
  const { default: createIgnore } = await import('ignore');
  const files: string[] = [];
  const passedOver: WalkResult['passedOver'][number][] = [];
  const pending: { directory: string; layers: readonly Layer[] }[] = [{ directory: top, layers: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { directory } = next;
    let entries;
    try {
      entries = listDirectory(directory);
    } catch (error) {
      passedOver.push({ absolutePath: directory, kind: 'failure', reason: readFailure(error).reason });
      continue;
    }
    const own = obeyIgnore && entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const layers = own ? [...next.layers, readLayer(directory, createIgnore())] : next.layers;
    for (const entry of entries) {
      const absolutePath = path.join(directory, entry.name);
      const isDirectory = entry.isDirectory();
      if (entry.name === '.git') continue;
      if (isIgnored(absolutePath, isDirectory, layers)) {
        passedOver.push({
          absolutePath: isDirectory ? absolutePath + path.sep : absolutePath,
          kind: 'skip',
          reason: 'ignored by .gitignore',
        });
      } else if (isDirectory) pending.push({ directory: absolutePath, layers });
      else if (entry.isFile()) files.push(absolutePath);
      else passedOver.push({ absolutePath, kind: 'skip', reason: kindOf(entry) });
    }
  }
  return { files, passedOver };
}

function readLayer(directory: string, rules: Ignore): Layer {
  try {
    return { directory, rules: rules.add(readFileSync(diskPath(path.join(directory, '.gitignore')), 'utf8')) };
  } catch {
    return { directory, rules };
  }
}

/** The innermost .gitignore that has an opinion decides. */
function isIgnored(absolutePath: string, isDirectory: boolean, layers: readonly Layer[]): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const { directory, rules } = layers[i] as Layer;
    const relative = shownPath(path.relative(directory, absolutePath)).split(path.sep).join('/');
    const opinion = rules.test(isDirectory ? `${relative}/` : relative);
    if (opinion.ignored) return true;
    if (opinion.unignored) return false;
  }
  return false;
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

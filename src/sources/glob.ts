/** Patterns on a command line that the shell left to us. */
import { readdir } from 'node:fs';
import path from 'node:path';
import { readFailure } from './byte-reader.ts';

/** What a pattern led to. */
export interface Expansion {
  /** Absolute, in order. */
  readonly paths: readonly string[];
  /** Folders that may hold more, by absolute path, each with why it was not read. */
  readonly unread: ReadonlyMap<string, string>;
}

/** What a pattern matches; null when it is no pattern at all. Hidden files match, symbolic links are not followed. */
export async function expandGlob(pattern: string, workingDirectory: string): Promise<Expansion | null> {
  const { default: fastGlob } = await import('fast-glob');
  const portable = path.sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
  if (!fastGlob.isDynamicPattern(portable)) return null;
  const unread = new Map<string, string>();
  const found = await fastGlob(portable, {
    cwd: workingDirectory,
    absolute: true,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    fs: { readdir: readdirNoting(unread) as typeof readdir },
  });
  // Whoever reads it hears of it again.
  for (const each of found) unread.delete(each);
  return { paths: found.sort(), unread };
}

type Done = (error: NodeJS.ErrnoException | null, entries: readonly unknown[]) => void;

/** `readdir` to which a folder that cannot be read is an empty one, and noted: the library would give up all the others. */
function readdirNoting(unread: Map<string, string>) {
  return (folder: string, options: object, done: Done): void => {
    readdir(folder, options, (error, entries) => {
      if (error === null) return done(null, entries);
      if (!ABSENT.has(error.code ?? '')) unread.set(path.resolve(folder), readFailure(error).reason);
      done(null, []);
    });
  };
}

/** What went away meanwhile, or is no folder after all. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

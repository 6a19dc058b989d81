/** `--exclude` globs, compiled once a run. */

import path from 'node:path';
import { bareGlob, belowParents, comparedPath } from '../bytes/path-bytes.ts';

/** Why what is left out was not read. */
export const EXCLUDED = 'excluded (--exclude, or exclude in tightlip.toml)';

/** Says what a run's `--exclude` leaves out. */
export interface Excluder {
  /**
   * Whether a path (relative, `/` separated) is left out.
   *
   * @param top - Absolute path of the folder that it is relative to, for globs that begin at the root of the disk.
   */
  excludes(path: string, top?: string): boolean;
}

/**
 * Compiles the globs; a glob without `/` matches a name at any depth, one with a leading `/` from the top alone (or from the root of the disk),
 * one that matches a directory all below it. One that begins with `!` takes back what those before it leave out.
 */
export async function createExcluder(globs: readonly string[]): Promise<Excluder> {
  if (globs.length === 0) return { excludes: () => false };
  const { default: picomatch } = await import('picomatch');
  const compile = (some: readonly string[]): Excluder['excludes'] => {
    const patterns = some.flatMap(patternsOf);
    const isMatch = picomatch(patterns, { dot: true });
    const isDeepMatch = picomatch(
      patterns.filter((pattern) => pattern.startsWith('**/')),
      { dot: true },
    );
    const rooted = some.filter((glob) => isRooted(glob));
    const isRootedMatch = picomatch(rooted.flatMap(patternsOf), { dot: true });
    return (each, top) => {
      const path = comparedPath(each);
      if (isMatch(path) || (path.startsWith('../') && isDeepMatch(belowParents(path)))) return true;
      if (rooted.length === 0 || top === undefined) return false;
      return isRootedMatch(comparedPath(joined(top, each).replace(/^\/+/, '')));
    };
  };
  if (!globs.some(isTakenBack)) {
    const isMatch = compile(globs);
    return { excludes: isMatch };
  }
  const steps = globs.map((glob) => ({ keeps: isTakenBack(glob), isMatch: compile([glob.replace(/^!/, '')]) }));
  return { excludes: (each, top) => steps.findLast(({ isMatch }) => isMatch(each, top))?.keeps === false };
}

function isRooted(glob: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(glob);
}

/** The absolute path, `/` separated. */
function joined(top: string, relative: string): string {
  return path.join(top, relative).split(path.sep).join('/');
}

/** `!glob`, not an extended glob such as `!(a|b)`. */
function isTakenBack(glob: string): boolean {
  return glob.startsWith('!') && !glob.startsWith('!(');
}

/** None for a glob that names nothing, such as `/`. */
function patternsOf(glob: string): string[] {
  const bare = bareGlob(glob);
  if (bare === '') return [];
  const anchored = isRooted(glob) || bare.includes('/');
  const pattern = anchored ? bare : `**/${bare}`;
  return [pattern, `${pattern}/**`];
}

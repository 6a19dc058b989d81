/** `--exclude` globs, compiled once a run. */

import { bareGlob } from '../bytes/path-bytes.ts';

/** Why what is left out was not read. */
export const EXCLUDED = 'excluded (--exclude, or exclude in tightlip.toml)';

/** Says what a run's `--exclude` leaves out. */
export interface Excluder {
  /** Whether a path (relative, `/` separated) is left out. */
  excludes(path: string): boolean;
}

/**
 * Compiles the globs; a glob without `/` matches a name at any depth, one with a leading `/` from the top alone, one that matches a
 * directory all below it. One that begins with `!` takes back what those before it leave out.
 */
export async function createExcluder(globs: readonly string[]): Promise<Excluder> {
  if (globs.length === 0) return { excludes: () => false };
  const { default: picomatch } = await import('picomatch');
  const compile = (some: readonly string[]): ((path: string) => boolean) => {
    const isMatch = picomatch(some.flatMap(patternsOf), { dot: true });
    return (path) => isMatch(path);
  };
  if (!globs.some(isTakenBack)) {
    const isMatch = compile(globs);
    return { excludes: isMatch };
  }
  const steps = globs.map((glob) => ({ keeps: isTakenBack(glob), isMatch: compile([glob.replace(/^!/, '')]) }));
  return { excludes: (path) => steps.findLast(({ isMatch }) => isMatch(path))?.keeps === false };
}

/** `!glob`, not an extended glob such as `!(a|b)`. */
function isTakenBack(glob: string): boolean {
  return glob.startsWith('!') && !glob.startsWith('!(');
}

/** None for a glob that names nothing, such as `/`. */
function patternsOf(glob: string): string[] {
  const bare = bareGlob(glob);
  if (bare === '') return [];
  const anchored = glob.startsWith('/') || bare.includes('/');
  const pattern = anchored ? bare : `**/${bare}`;
  return [pattern, `${pattern}/**`];
}

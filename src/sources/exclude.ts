/** `--exclude` globs, compiled once a run. */

/** Says what a run's `--exclude` leaves out. */
export interface Excluder {
  /** Whether a path (relative, `/` separated) is left out. */
  excludes(path: string): boolean;
}

/** Compiles the globs; a glob without `/` matches a name at any depth, one that matches a directory all below it. */
export async function createExcluder(globs: readonly string[]): Promise<Excluder> {
  if (globs.length === 0) return { excludes: () => false };
  const { default: picomatch } = await import('picomatch');
  const patterns = globs.flatMap((glob) => {
    const bare = glob.replace(/^\.\//, '').replace(/\/+$/, '');
    const anywhere = bare.includes('/') ? bare : `**/${bare}`;
    return [anywhere, `${anywhere}/**`];
  });
  const isMatch = picomatch(patterns, { dot: true });
  return { excludes: (path) => isMatch(path) };
}

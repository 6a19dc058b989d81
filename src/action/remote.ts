/** The one way from the Action to the checkout's remote. */

/** Fetches from the checkout's remote, with its credentials; false when it did not work. Whether it helped is looked at after. */
export async function fetch(directory: string, args: readonly string[]): Promise<boolean> {
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({
    baseDir: directory,
    config: ['core.fsmonitor=false', 'core.hooksPath=/dev/null'],
    unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true },
  });
  try {
    await git.raw(['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-gc', ...args]);
    return true;
  } catch {
    // Its words may hold a URL with credentials. What is missing is told by whoever needed it.
    return false;
  }
}

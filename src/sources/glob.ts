/** Patterns on a command line that the shell left to us. */
import path from 'node:path';

/**
 * Absolute paths that a pattern matches, in order; null when it is no pattern at all.
 * Hidden files match, symbolic links are not followed.
 */
export async function expandGlob(pattern: string, workingDirectory: string): Promise<string[] | null> {
  const { default: fastGlob } = await import('fast-glob');
  const portable = path.sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
  if (!fastGlob.isDynamicPattern(portable)) return null;
  const found = await fastGlob(portable, {
    cwd: workingDirectory,
    absolute: true,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
  });
  return found.sort();
}

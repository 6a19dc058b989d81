/** Finds and reads `tightlip.toml`. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { TightlipError } from '../errors.ts';
import { diskFiles, type PolicyFiles, whyUnreadable } from './files.ts';
import type { ConfigFile } from './parse.ts';

/** The name looked for when none is given. */
export const CONFIG_NAME = 'tightlip.toml';

const MOST_BYTES = 1 << 20;

/** A configuration with the folder its relative paths start from; `file` is null when there is none. */
export interface LoadedConfig {
  readonly file: ConfigFile | null;
  /** Absolute path of the file that was read. */
  readonly path: string | null;
}

/**
 * Reads the configuration that holds for a working directory: the given file, else `tightlip.toml` in `topDirectory`.
 *
 * @param given - As the user wrote it, relative to `workingDirectory`; null when not given.
 * @throws TightlipError 'config': given but not there, unreadable, too large, or wrong.
 */
export async function loadConfig(
  given: string | null,
  workingDirectory: string,
  topDirectory: string,
  files: PolicyFiles,
): Promise<LoadedConfig> {
  const absolute = given === null ? path.join(topDirectory, CONFIG_NAME) : path.resolve(workingDirectory, given);
  if (given === null && !(await files.exists(absolute))) {
    if (!(await files.exists(path.join(topDirectory, `.${CONFIG_NAME}`)))) return { file: null, path: null };
    // The baseline's name has a dot. What somebody wrote there would hold nowhere, and nobody would be told.
    throw new TightlipError('config', `.${CONFIG_NAME} is not read: call it ${CONFIG_NAME}, or name it with --config`);
  }
  const shown = given ?? CONFIG_NAME;
  const text = await readText(absolute, shown, files);
  const { parseConfig } = await import('./user-rules.ts');
  return { file: parseConfig(text, shown), path: absolute };
}

/**
 * The repository's top that holds a directory (the nearest ancestor with `.git`), else the directory itself. Runs no
 * git and trusts nothing it finds: it only decides where configuration is looked for.
 */
export function findTopDirectory(directory: string): string {
  return repositoryOf(directory) ?? path.resolve(directory);
}

/** The nearest ancestor with `.git`, or null. */
function repositoryOf(place: string): string | null {
  for (let each = path.resolve(place); ; each = path.dirname(each)) {
    if (existsSync(path.join(each, '.git'))) return each;
    if (path.dirname(each) === each) return null;
  }
}

/**
 * Where configuration and baseline are looked for when files are named: the one repository that holds all of them, if the
 * working directory neither lies in a repository that holds them too nor has a configuration of its own.
 */
export function findNamedDirectory(workingDirectory: string, paths: readonly string[]): string {
  const own = repositoryOf(workingDirectory);
  const tops = new Set(paths.map((each) => repositoryOf(path.resolve(workingDirectory, each))));
  const [top = null] = tops;
  if (tops.size !== 1 || top === null || existsSync(path.join(workingDirectory, CONFIG_NAME))) return workingDirectory;
  const isWithin = own !== null && (top === own || top.startsWith(own + path.sep));
  return isWithin ? workingDirectory : top;
}

/**
 * The text of a configuration or pack file.
 *
 * @throws TightlipError 'config' when it cannot be read, is larger than 1 MiB or no UTF-8.
 */
export async function readText(absolutePath: string, shown: string, files: PolicyFiles = diskFiles): Promise<string> {
  const bytes = await files.read(absolutePath).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof TightlipError) throw error;
    throw new TightlipError('config', `${shown}: ${whyUnreadable(error)}`, { cause: error });
  });
  if (bytes.length > MOST_BYTES) throw new TightlipError('config', `${shown}: larger than 1 MiB`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new TightlipError('config', `${shown}: not UTF-8 text; save it as UTF-8`);
  }
}

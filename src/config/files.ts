/** Where configuration, packs and baseline are read from: the disk, or what else gives files by their paths. */
import { lstatSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** Files by absolute path. */
export interface PolicyFiles {
  /** Whether there is something of that name, if only a link to nothing: what is there is read, or told. */
  exists(absolutePath: string): Promise<boolean> | boolean;
  /** @throws An error with Node's `code` (ENOENT and so on, ENODEV for what is no file), or a TightlipError that says more. */
  read(absolutePath: string): Promise<Uint8Array>;
}

/** What lies on the disk. */
export const diskFiles: PolicyFiles = {
  exists: isThere,
  read: async (absolutePath) => {
    // A repository may hold a link to a device that never ends. A shell hands in a pipe of its own by such a name.
    const found = await stat(absolutePath).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' && isThere(absolutePath) ? Object.assign(new Error(), { code: 'ENOLINK' }) : error;
    });
    const isHandedIn = found.isFIFO() && /^\/(?:dev|proc\/\w+)\/(?:fd\/|stdin$)/.test(absolutePath);
    if (!found.isFile() && !isHandedIn)
      throw Object.assign(new Error(), { code: found.isDirectory() ? 'EISDIR' : 'ENODEV' });
    return readFile(absolutePath);
  },
};

function isThere(absolutePath: string): boolean {
  try {
    return lstatSync(absolutePath, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Reading it says why it cannot be looked at.
    return true;
  }
}

/** Why a file that policy is read from was not, as the end of a sentence. */
export function whyUnreadable({ code }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'no such file';
    case 'EISDIR':
      return 'is a directory, not a file';
    case 'ENODEV':
      return 'is a device or a named pipe, not a file';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied';
    case 'ENOLINK':
      return 'is a symbolic link to nothing';
    case 'ELOOP':
      return 'is a symbolic link that leads in a circle';
    default:
      return `cannot be read (${code ?? 'unknown error'})`;
  }
}

/** Where configuration, packs and baseline are read from: the disk, or what else gives files by their paths. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** Files by absolute path. */
export interface PolicyFiles {
  exists(absolutePath: string): Promise<boolean> | boolean;
  /** @throws An error with Node's `code` (ENOENT and so on, ENODEV for what is no file), or a TightlipError that says more. */
  read(absolutePath: string): Promise<Uint8Array>;
}

/** What lies on the disk. */
export const diskFiles: PolicyFiles = {
  exists: (absolutePath) => existsSync(absolutePath),
  read: async (absolutePath) => {
    // A repository may hold a link to a device that never ends. A shell hands in a pipe of its own by such a name.
    const found = await stat(absolutePath);
    const isHandedIn = found.isFIFO() && /^\/(?:dev|proc\/\w+)\/(?:fd\/|stdin$)/.test(absolutePath);
    if (!found.isFile() && !isHandedIn)
      throw Object.assign(new Error(), { code: found.isDirectory() ? 'EISDIR' : 'ENODEV' });
    return readFile(absolutePath);
  },
};

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
    case 'ELOOP':
      return 'is a symbolic link that leads in a circle';
    default:
      return `cannot be read (${code ?? 'unknown error'})`;
  }
}

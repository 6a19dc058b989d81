/** Where configuration, packs and baseline are read from: the disk, or what else gives files by their paths. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Files by absolute path. */
export interface PolicyFiles {
  exists(absolutePath: string): Promise<boolean> | boolean;
  /** @throws An error with Node's `code` (ENOENT and so on), or a TightlipError that says more. */
  read(absolutePath: string): Promise<Uint8Array>;
}

/** What lies on the disk. */
export const diskFiles: PolicyFiles = {
  exists: (absolutePath) => existsSync(absolutePath),
  read: (absolutePath) => readFile(absolutePath),
};

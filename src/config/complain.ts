/** How a configuration file's mistakes are told: `tightlip.toml:14: …`. */
import { TightlipError } from '../errors.ts';
import { createLocator } from '../rules/locate.ts';
import type { KeyPath } from '../rules/locate.ts';

/** Names places of one file and makes the errors about them. */
export interface Complainer {
  /** `tightlip.toml:14`. */
  where(path: KeyPath): string;
  /** The error to throw: `tightlip.toml:14: …`. */
  error(path: KeyPath, sentence: string): TightlipError;
}

/**
 * @param text - The file's text, valid TOML.
 * @param file - Its name as shown.
 */
export function createComplainer(text: string, file: string): Complainer {
  const locate = createLocator(text);
  const where = (path: KeyPath): string => `${file}:${locate(path)}`;
  return { where, error: (path, sentence) => new TightlipError('config', `${where(path)}: ${sentence}`) };
}

/** A key as a message shows it: cut, and free of control characters. */
export function quoteKey(key: string): string {
  return JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key);
}

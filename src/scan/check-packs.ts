/** Everything that `rules check` says of packs: form, static checks, examples. */
import { TightlipError } from '../errors.ts';
import { checkPacks } from '../rules/check.ts';
import { parsePack } from '../rules/parse.ts';
import type { ParsedPack } from '../rules/parse.ts';
import { mergePacks } from '../rules/rule-set.ts';
import { checkExamples } from './check-rules.ts';

/** A pack file that has been read. */
export interface PackFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Checks pack files as the build does, and tries their examples in the set of all of them.
 *
 * @param files - Every pack of the set.
 * @param asked - Names of those to report on; empty: all.
 * @returns One `FILE:LINE: sentence` a problem.
 */
export function checkPackTexts(files: readonly PackFile[], asked: readonly string[]): string[] {
  const problems: string[] = [];
  const packs: ParsedPack[] = [];
  const isAsked = (file: string): boolean => asked.length === 0 || asked.includes(file);
  for (const { file, text } of files) {
    try {
      const pack = parsePack(text, file);
      const found = checkPacks([pack]);
      if (found.length === 0) packs.push(pack);
      if (isAsked(file)) problems.push(...found);
    } catch (error) {
      if (!(error instanceof TightlipError)) throw error;
      if (isAsked(file)) problems.push(error.message);
    }
  }
  try {
    const data = mergePacks(packs);
    problems.push(
      ...checkExamples(
        packs.filter((pack) => isAsked(pack.file)),
        data,
      ),
    );
  } catch (error) {
    if (!(error instanceof TightlipError)) throw error;
    problems.push(error.message);
  }
  return problems;
}

/** Everything that `rules check` says of packs: form, static checks, examples. */
import { TightlipError } from '../errors.ts';
import { checkPacks } from '../rules/check.ts';
import { parsePack } from '../rules/parse.ts';
import type { ParsedPack } from '../rules/parse.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import type { RuleSetData } from '../rules/rule.ts';
import { mergePacks } from '../rules/rule-set.ts';
import { checkOpenKeywords } from './check-gates.ts';
import { checkExamples } from './check-rules.ts';

/** A pack file that has been read. */
export interface PackFile {
  /** Its name for messages. */
  readonly file: string;
  readonly text: string;
}

/** How to check. */
export interface PackCheck {
  /** The stricter demands on packs of this repository: complete, linear-safe throughout, and at nobody's cost. */
  readonly shipped: boolean;
  /** Rules that the packs join, for example the shipped ones under a user's. */
  readonly base: RuleSetData;
  /** Names of the files to report on; empty: all. */
  readonly only: readonly string[];
}

/**
 * Checks pack files, and tries their examples in the set of all rules.
 *
 * @returns One `FILE:LINE: sentence` a problem; empty when all is well.
 */
export async function checkPackFiles(files: readonly PackFile[], check: PackCheck): Promise<string[]> {
  const problems: string[] = [];
  const packs: ParsedPack[] = [];
  const isAsked = (file: string): boolean => check.only.length === 0 || check.only.includes(file);
  for (const { file, text } of files) {
    const found = tryTo(() => {
      const pack = parsePack(text, file, check.shipped);
      const said = checkPacks([pack], check);
      if (said.length === 0) packs.push(pack);
      return said;
    });
    if (isAsked(file)) problems.push(...found);
  }
  let data = check.base;
  const merged = tryTo(() => {
    data = mergePacks(packs, check.base);
    return [];
  });
  if (merged.length > 0) return [...problems, ...merged];
  await prepareRuleSet(data);
  const asked = packs.filter((pack) => isAsked(pack.file));
  const opened = check.shipped ? checkOpenKeywords(asked, data) : [];
  return [...problems, ...opened, ...checkExamples(asked, data)];
}

/** What the check says, or the one error that ended it. */
function tryTo(check: () => readonly string[]): readonly string[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof TightlipError) return [error.message];
    throw error;
  }
}

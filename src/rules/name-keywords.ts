/** Whether a wanted name is looked for at all: rules are tried where one of their keywords stands. Build time, and where a project extends a rule. */
import { expand, keywordIn } from './expansion.ts';
import { parsePattern, PatternError, type PatternNode } from './pattern-tree.ts';

/** What to do about a name that holds none of the keywords. */
export const UNKEYED_NAME =
  'matches names that hold none of the keywords in whole words or parts of one; add a keyword such as "acme" or "acme_key", which is also acmeKey and ACME-KEY';

/** Whether every name that the regex matches holds one of the keywords. One of several words (`acme_key`) is looked for in all their spellings; `acme_` would miss acmeKey. */
export function holdsKeyword(tree: PatternNode, keywords: readonly string[]): boolean {
  const expansions = expand(tree, false) ?? expand(tree, false, 1);
  if (expansions === null) return true;
  const spelled = keywords.flatMap((keyword) => {
    const lower = keyword.toLowerCase();
    return /^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(lower) ? [lower, lower.replaceAll('_', '')] : [];
  });
  return expansions.every((expansion) => keywordIn(expansion, spelled) !== null);
}

/** Place of the first of the names that holds none of the keywords, or -1. What is no regex is told elsewhere. */
export function unkeyedName(names: readonly string[], keywords: readonly string[]): number {
  return names.findIndex((name) => {
    try {
      return !holdsKeyword(parsePattern(name, false), keywords);
    } catch (error) {
      if (error instanceof PatternError) return false;
      throw error;
    }
  });
}

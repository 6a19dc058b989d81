/** The document rules of a rule set, run on a whole document. */
import type { DocumentKind } from '../rules/rule.ts';
import { documentMatches } from './documents/index.ts';
import { ALL_SIGNS } from './documents/signs.ts';
import { gatherEvidence } from './evidence.ts';
import type { RawMatch } from './match.ts';
import type { RuleSet } from './rule-set.ts';

const byRuleSet = new WeakMap<RuleSet, ReadonlyMap<DocumentKind, readonly number[]>>();

/** Indexes of the rules of each document kind: the shipped one, and those of a project, for paths of its own say. */
function rulesByKind(ruleSet: RuleSet): ReadonlyMap<DocumentKind, readonly number[]> {
  let rules = byRuleSet.get(ruleSet);
  if (!rules) {
    const found = new Map<DocumentKind, number[]>();
    for (const index of ruleSet.documents) {
      const kind = ruleSet.ruleAt(index).matcher as DocumentKind | null;
      if (kind !== null) found.set(kind, [...(found.get(kind) ?? []), index]);
    }
    rules = found;
    byRuleSet.set(ruleSet, rules);
  }
  return rules;
}

/**
 * Raw matches of the document rules in `bytes`, which must be a whole document, offsets from 0.
 *
 * @param signs - What the document shows, see `documents/signs.ts`; all where nobody looked.
 */
export function matchDocument(bytes: Uint8Array, ruleSet: RuleSet, signs: number = ALL_SIGNS): RawMatch[] {
  if (ruleSet.documents.length === 0) return [];
  const matches: RawMatch[] = [];
  const { length } = bytes;
  const window = {
    bytes,
    content: bytes,
    start: 0,
    end: length,
    startsHaystack: true,
    endsHaystack: true,
    anchorStart: 0,
    anchorEnd: length,
  };
  for (const hit of documentMatches(bytes, signs)) {
    const { start, end, secretStart, secretEnd, encoding, value, assignedName = '', facts = [] } = hit;
    for (const rule of rulesByKind(ruleSet).get(hit.matcher) ?? []) {
      const evidence = gatherEvidence(ruleSet.ruleAt(rule), hit, window);
      matches.push({
        rule,
        start,
        end,
        secretStart,
        secretEnd,
        encoding,
        value: value!,
        assignedName,
        facts,
        evidence,
      });
    }
  }
  return matches;
}

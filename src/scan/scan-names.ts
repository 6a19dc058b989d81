/**
 * Names of files and folders, scanned as texts of their own. A name is short and often made by a machine (a hash, a date, an id), so
 * only a token that proves itself counts there: nothing that it is by its surroundings.
 */
import { EMPTY_TALLY } from '../bytes/line-tally.ts';
import { fromUtf8 } from '../bytes/latin1.ts';
import { TightlipError } from '../errors.ts';
import { isDismissed } from '../engine/match.ts';
import { scanDocument, scanRaw } from '../engine/scan-document.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import type { SealedMatch } from '../findings/finding.ts';
import { sealMatches } from '../findings/seal.ts';
import { prepareRuleSet } from '../rules/regex.ts';
import type { ChangePlan, PlanNames } from '../sources/plan-changes.ts';
import { createContext } from './context.ts';
import type { Run } from './scan.ts';
import { tierOf } from './tier-of.ts';

/** What was found in names, by name: only names with a match. */
export type NameMatches = ReadonlyMap<string, readonly SealedMatch[]>;

/** No token that proves itself is shorter. */
const SHORTEST_NAME = 16;

/** Scans names, given in any order and any number of times. */
export async function scanNames(given: Iterable<string>, run: Run): Promise<NameMatches> {
  const names = [...new Set(given)].filter((name) => name.length >= SHORTEST_NAME);
  const found = new Map<string, readonly SealedMatch[]>();
  if (names.length === 0) return found;
  await prepareRuleSet(run.task.rules);
  const { ruleSet, sealer } = createContext(run.task);
  for (const name of candidates(names, ruleSet)) {
    const bytes = fromUtf8(name);
    const sure = scanDocument(bytes, ruleSet).filter(
      (match) => !isDismissed(match) && tierOf(match, ruleSet) === 'proven',
    );
    if (sure.length > 0) found.set(name, sealMatches(sure, { bytes, baseOffset: 0, tally: EMPTY_TALLY }, sealer));
  }
  return found;
}

/** Whether no rule sees anything in any of these names, whatever came of it. */
export async function hasPlainNames(names: Iterable<string>, run: Run): Promise<boolean> {
  await prepareRuleSet(run.task.rules);
  return candidates([...names], createContext(run.task).ruleSet).length === 0;
}

/** Those names that may hold a match: all are looked at in one go, since hardly any does. */
function candidates(names: readonly string[], ruleSet: RuleSet): string[] {
  const lines = names.map((name) => fromUtf8(`${name}\n`));
  const ends: number[] = [];
  for (const line of lines) ends.push((ends.at(-1) ?? 0) + line.length);
  const touched = new Set<number>();
  for (const { start, end } of scanRaw(Buffer.concat(lines), ruleSet)) {
    for (let i = firstAbove(ends, start); i < names.length && (ends[i - 1] ?? 0) < end; i++) touched.add(i);
  }
  return [...touched].sort((a, b) => a - b).map((i) => names[i] as string);
}

/** Where in ascending numbers the first one above `least` stands. */
function firstAbove(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! > least) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Scans the names that a plan knows. Where git cannot list them, the receipt says so. */
export async function scanPlanNames({ names, directory }: ChangePlan, run: Run): Promise<NameMatches> {
  try {
    return await scanAsked(await names(), run);
  } catch (error) {
    if (!(error instanceof TightlipError)) throw error;
    run.receipt.skip({ path: directory, kind: 'failure', reason: `names of files cannot be read: ${error.message}` });
    return new Map();
  }
}

/** Scans names; gives those with a match that are asked for. */
export async function scanAsked({ all, reached }: PlanNames, run: Run): Promise<NameMatches> {
  const found = await scanNames(all, run);
  if (found.size === 0 || reached === undefined) return found;
  const asked = reached(new Set(found.keys()));
  return new Map([...found].filter(([name]) => asked.has(name)));
}

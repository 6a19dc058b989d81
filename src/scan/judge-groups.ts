/** Which matches each change brings in: asked of what earlier runs have kept, else decided from the old content beside the change. */
import type { ChangeGroup } from '../git/changes.ts';
import type { FoundMatch } from '../findings/finding.ts';
import { introduced, mayIntroduce } from '../findings/introduced.ts';
import type { ChangePlan } from '../sources/plan-changes.ts';
import type { ContentKeys, Matches } from './content-keys.ts';
import type { JudgedGroup, KeptChanges, Outcome } from './kept-changes.ts';
import { bringsName } from './place-names.ts';
import type { NameMatches } from './scan-names.ts';

/** What groups are judged by. */
export interface Judgement {
  readonly plan: ChangePlan;
  readonly matches: Matches;
  readonly names: NameMatches;
  readonly keys: ContentKeys;
  readonly known: KeptChanges | null;
  /** Told of changes that are judged anew, before it is known what they remove: what they bring in if they take nothing from there. */
  readonly onLikely: (groups: readonly JudgedGroup[]) => void;
}

/** Judges all changes; in their order. */
export async function judgeGroups(groups: readonly ChangeGroup[], judgement: Judgement): Promise<JudgedGroup[]> {
  const { known } = judgement;
  const fresh = groups.filter((group) => known?.outcomeOf(group) === undefined);
  const told = new Map(fresh.map((group) => [group, group]));
  for (const [group, whole] of await completeGroups(fresh, judgement)) told.set(group, whole);
  return groups.map((group) => {
    const whole = told.get(group);
    return whole === undefined
      ? { group, outcome: known?.outcomeOf(group) ?? [] }
      : { group: whole, outcome: outcomeOf(whole, judgement) };
  });
}

/** Those groups that may introduce something, each with all that there is to tell of it. */
async function completeGroups(
  groups: readonly ChangeGroup[],
  judgement: Judgement,
): Promise<[ChangeGroup, ChangeGroup][]> {
  const { plan, names, keys } = judgement;
  // What a change removes is read of those alone that may bring something in, whether it is known yet or not.
  await keys.readOld(groups.map(withoutRemovals));
  const open = groups.filter(
    (group) => mayIntroduce(group, keys.of, plan.excluded) || bringsName(group, names, plan.excluded),
  );
  judgement.onLikely(open.map((group) => ({ group, outcome: outcomeOf(group, judgement) })));
  const whole = await plan.complete(open);
  await keys.readOld(whole);
  return open.map((group, i) => [group, whole[i] as ChangeGroup]);
}

function withoutRemovals(group: ChangeGroup): ChangeGroup {
  return group.removals.length === 0 ? group : { ...group, removals: [] };
}

function outcomeOf(group: ChangeGroup, { plan, matches, keys }: Judgement): Outcome {
  return introduced(group, keys.of, plan.excluded).flatMap(({ change, oid, valueKey }) => {
    const found = matches.get(oid)?.matches ?? NO_MATCHES;
    return numbersOf(found, valueKey).flatMap((number) => [change, number]);
  });
}

const NO_MATCHES: readonly FoundMatch[] = [];

/** By matches of a blob: their numbers by value key. A list of passwords brings in thousands at once. */
const numbered = new WeakMap<readonly FoundMatch[], ReadonlyMap<string, number[]>>();

/** Which of a blob's matches have a value key. */
function numbersOf(matches: readonly FoundMatch[], valueKey: string): readonly number[] {
  let numbers = numbered.get(matches);
  if (numbers === undefined) numbered.set(matches, (numbers = numberAll(matches)));
  return numbers.get(valueKey) ?? [];
}

function numberAll(matches: readonly FoundMatch[]): ReadonlyMap<string, number[]> {
  const numbers = new Map<string, number[]>();
  for (const [number, { valueKey }] of matches.entries()) {
    const own = numbers.get(valueKey);
    if (own === undefined) numbers.set(valueKey, [number]);
    else own.push(number);
  }
  return numbers;
}

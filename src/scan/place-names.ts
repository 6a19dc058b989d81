/** What was found in names of files and folders, placed where a path first carries the name. */
import type { Region, SealedMatch } from '../findings/finding.ts';
import { type NamedPath, namesIn, newNames } from '../findings/new-names.ts';
import type { ChangeGroup } from '../git/changes.ts';
import type { ChangePlan } from '../sources/plan-changes.ts';
import type { Placement, Placements } from './placements.ts';
import type { Run } from './scan.ts';
import { type NameMatches, scanNames } from './scan-names.ts';

/** Scans and places the names in paths of files. */
export async function scanPaths(paths: readonly string[], run: Run): Promise<void> {
  const names = await scanNames(
    paths.flatMap((path) => path.split('/')),
    run,
  );
  if (names.size === 0) return;
  const group = { commit: null, author: '', date: '', changes: paths.map(asNew), removals: [] };
  for (const placement of placementsOf(group, names, () => false)) run.place({ ...placement, spread: null });
}

type SealedPlacement = Placement & { readonly match: SealedMatch };

function asNew(path: string): ChangeGroup['changes'][number] {
  return { path, oid: '', before: [] };
}

function keysOf(names: NameMatches): (name: string) => string[] {
  return (name) => (names.get(name) ?? []).map(({ valueKey }) => valueKey);
}

/** Whether a change may bring in a secret in a name. */
export function bringsName(group: ChangeGroup, names: NameMatches, excluded: ChangePlan['excluded']): boolean {
  return names.size > 0 && newNames({ ...group, removals: [] }, keysOf(names), excluded).length > 0;
}

/** What a change brings in, in names, at its places. */
function placementsOf(group: ChangeGroup, names: NameMatches, excluded: ChangePlan['excluded']): SealedPlacement[] {
  const { commit, author, date } = group;
  const introduced = commit === null ? null : { commit, author, date };
  return newNames(group, keysOf(names), excluded).flatMap((found) =>
    (names.get(found.name) ?? [])
      .filter(({ valueKey }) => valueKey === found.valueKey)
      .map((match) => ({ ...placedIn(found, match), introduced })),
  );
}

function placedIn({ path, name }: NamedPath, match: SealedMatch): SealedPlacement {
  const moved = moveColumns(match, path.length - name.length);
  return { match: moved, origin: { kind: 'file-name', path }, introduced: null, atHead: null };
}

/** The match in a path, of one in a name that begins so many columns later. */
function moveColumns(match: SealedMatch, columns: number): SealedMatch {
  const move = <Moved extends Region>(region: Moved): Moved => ({
    ...region,
    startColumn: region.startColumn + (region.startLine === 1 ? columns : 0),
    endColumn: region.endColumn + (region.endLine === 1 ? columns : 0),
  });
  return match.parts === undefined ? move(match) : { ...move(match), parts: match.parts.map(move) };
}

/** Who and what brought names with a match. */
export interface NameChanges {
  readonly plan: ChangePlan;
  /** Parents first. */
  readonly groups: readonly ChangeGroup[];
  readonly names: NameMatches;
  /** Content of the paths at HEAD; null: this is no history. */
  readonly head: ReadonlyMap<string, string> | null;
}

/** Places each match where a path with the name first came; of a history also what no change explains. */
export function placeNames({ plan, groups, names, head }: NameChanges, placements: Placements): void {
  const atHead = head === null ? null : pathsAtHead(head, names);
  const told = new Set<string>();
  const explained = new Set<string>();
  for (const group of groups) {
    tellWriters(group, { plan, names, explained }, placements);
    for (const placement of placementsOf(group, names, plan.excluded)) {
      const path = placement.origin.path as string;
      const place = `${placement.match.rule}/${placement.match.valueKey}/${path}`;
      if (told.has(place)) continue;
      told.add(place);
      placements.add({ ...placement, atHead: atHead?.has(path) ?? null });
    }
  }
  if (head === null) return;
  for (const [name, matches] of names) {
    // Only a tag names the tree.
    if (!explained.has(name)) for (const match of matches) placements.add(placedIn({ path: name, name }, match));
  }
}

interface Writers {
  readonly plan: ChangePlan;
  readonly names: NameMatches;
  /** Names that stand in a path that a commit wrote; added to. */
  readonly explained: Set<string>;
}

function tellWriters(
  { commit, changes }: ChangeGroup,
  { plan, names, explained }: Writers,
  placements: Placements,
): void {
  for (const { path } of changes) {
    for (const name of path.split('/')) {
      const matches = names.get(name) ?? [];
      if (matches.length > 0) explained.add(name);
      if (commit === null || plan.excluded(path)) continue;
      for (const match of matches) placements.writtenBy(match, commit);
    }
  }
}

/** The paths at HEAD that end with a name with a match, folders too. */
function pathsAtHead(head: ReadonlyMap<string, string>, names: NameMatches): Set<string> {
  const paths = new Set<string>();
  for (const at of head.keys()) {
    for (const { path, name } of namesIn(at)) if (names.has(name)) paths.add(path);
  }
  return paths;
}

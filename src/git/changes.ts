/** What a commit (or the index) changes, as every git source plans it and `findings/introduced.ts` judges it. */

/** Which changes are asked for: those with one of these contents, or at a path with one of these names in it. */
export interface Wanted {
  readonly contents: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** Whether a path goes through one of the names. */
export function holdsName(path: string, names: ReadonlySet<string>): boolean {
  return names.size > 0 && path.split('/').some((name) => names.has(name));
}

/** Whether a change is asked for. */
export function isWanted({ contents, names }: Wanted, oid: string, path: string): boolean {
  return contents.has(oid) || holdsName(path, names);
}

/** One path with new content. */
export interface Change {
  /** Relative to the repository's top, `/` separated. */
  readonly path: string;
  /** Object id of the new content, hex. */
  readonly oid: string;
  /** That path's object id in each parent (staged: HEAD, then each MERGE_HEAD); '' where the parent lacks it. */
  readonly before: readonly string[];
}

/** A path that the same change removes (present in a parent, absent in the new tree). */
export interface Removal {
  readonly path: string;
  readonly oid: string;
}

/** Each path with each content once. */
export function distinctRemovals(removals: readonly Removal[]): Removal[] {
  const seen = new Map<string, Removal>();
  for (const removal of removals) seen.set(`${removal.oid} ${removal.path}`, removal);
  return [...seen.values()];
}

/** All that one commit, or the index, changes against all its parents. Of a history people, date and removals may be told later, of the few that need them. */
export interface ChangeGroup {
  /** Null for the index. */
  readonly commit: string | null;
  readonly author: string;
  /** ISO 8601 author date, '' for the index. */
  readonly date: string;
  /** Paths whose content differs from every parent's. */
  readonly changes: readonly Change[];
  readonly removals: readonly Removal[];
}

/** What is known of commits from earlier runs. */
export interface KnownChanges {
  /**
   * What the commit with a number changes of what is wanted, perhaps without people, dates, what was there before and removals; null: nothing;
   * undefined: that is not known.
   */
  groupOf(commit: number): ChangeGroup | null | undefined;
}

/** What git changed: the blobs to scan, each once, and the changes by which a match in one of them is attributed. */
import type { ChangeGroup } from '../git/changes.ts';
import type { ObjectStore } from '../git/pack/object-store.ts';
import type { Repository } from '../git/repository.ts';
import { createExcluder } from './exclude.ts';
import { planHistory } from './history.ts';
import { planRange } from './range.ts';
import type { Plan, SourceOptions, SourceRequest, WorkItem } from './source.ts';
import { planStaged } from './staged.ts';

export type ChangeRequest = Extract<SourceRequest, { readonly kind: 'staged' | 'range' | 'history' }>;

/** Blobs to scan and how to attribute what is found in them. */
export interface ChangePlan extends Plan {
  readonly repository: Repository;
  /** What work items for old content must carry as their `repository`. */
  readonly directory: string;
  /** Null for the index. */
  readonly commits: number | null;
  /** What is scanned beside contents, each placed where it is read: commits, tags, names of refs. */
  readonly texts: readonly WorkItem[];
  /** Things the reader should know: a submodule not entered, a shallow edge. */
  readonly notes: readonly string[];
  /** Whether a path is left out of the scan; see `findings/introduced.ts`. */
  readonly excluded: (path: string) => boolean;
  /**
   * The changes, parents first, read again at each call, so that a long history is never held in memory.
   *
   * @param wanted - Keeps only changes to these contents: the blobs with a match.
   */
  readonly groups: (wanted: ReadonlySet<string>) => AsyncIterable<ChangeGroup>;
}

/** What the three planners share. */
export interface ChangeContext {
  readonly options: SourceOptions;
  readonly excluded: (path: string) => boolean;
  /** Told where blobs can be read without git, as soon as that is known: whoever scans need not wait for the plan. */
  readonly onObjects: (objects: ObjectStore, repository: Repository) => void;
}

/**
 * Plans a scan of the index, a range of commits or a whole history.
 *
 * @param onObjects - See {@link ChangeContext.onObjects}; told for a history that is read from its packs.
 * @throws TightlipError `no-repository`, `git`, `not-found`, `usage`, or `incomplete` when the range's base is not in the clone.
 */
export async function planChanges(
  request: ChangeRequest,
  options: SourceOptions,
  onObjects: ChangeContext['onObjects'] = () => {},
): Promise<ChangePlan> {
  const excluder = await createExcluder(options.exclude);
  const context: ChangeContext = { options, excluded: (path) => excluder.excludes(path), onObjects };
  switch (request.kind) {
    case 'staged':
      return planStaged(request.paths, context);
    case 'range':
      return planRange(request.range, context);
    case 'history':
      return planHistory(request, context);
  }
}

/** What git changed: the blobs to scan, each once, and the changes by which a match in one of them is attributed. */
import type { ChangeGroup, KnownChanges, Wanted } from '../git/changes.ts';
import type { ObjectStore } from '../git/pack/object-store.ts';
import type { Repository } from '../git/repository.ts';
import { createExcluder } from './exclude.ts';
import type { OpenedHistory } from './history.ts';
import { orStopped } from './or-stopped.ts';
import type { Plan, SourceOptions, SourceRequest, WorkItem } from './source.ts';

export type ChangeRequest = Extract<SourceRequest, { readonly kind: 'staged' | 'range' | 'history' }>;

/** Names of files and folders. */
export interface PlanNames {
  /** Of all that is asked for, each once, and perhaps of more; of changes also the names that they remove. */
  readonly all: Iterable<string>;
  /** Those of some names that are asked for; absent: all are. */
  readonly reached?: (names: ReadonlySet<string>) => ReadonlySet<string>;
}

/** Blobs to scan and how to attribute what is found in them. */
export interface ChangePlan extends Plan {
  readonly repository: Repository;
  /** What work items for old content must carry as their `repository`. */
  readonly directory: string;
  /** Null for the index. */
  readonly commits: number | null;
  /** What is scanned beside contents, each placed where it is read: commits, tags, names of refs. */
  readonly texts: readonly WorkItem[];
  readonly names: () => Promise<PlanNames>;
  /**
   * By node of the packs: 1 for every blob, commit and tag that is asked for, of which `items` and `texts` hold only those that may have
   * something to tell; null: they hold all.
   */
  readonly reached: Uint8Array | null;
  /** Things the reader should know: a submodule not entered, a shallow edge. */
  readonly notes: readonly string[];
  /** Whether a path is left out of the scan; see `findings/introduced.ts`. */
  readonly excluded: (path: string) => boolean;
  /**
   * The changes, parents first, read again at each call, so that a long history is never held in memory.
   *
   * @param wanted - Keeps only these changes: to the blobs, and at the paths, with a match.
   * @param known - By numbers of a history that is read from its packs, what need not be looked for.
   */
  readonly groups: (wanted: Wanted, known?: KnownChanges | null) => AsyncIterable<ChangeGroup>;
  /** Keeps for later runs what was read of the packs, and what files and folders are called there; null or absent: nothing is to be kept. */
  readonly keep?: (() => Promise<void>) | null;
  /** Ids of what is asked for and lies in no pack, but in loose objects; null or absent: not all was read in either. */
  readonly loose?: readonly string[] | null;
  /** Some of those groups, which may lack removals, with these; in their order. People and dates may be told later, of what is told. */
  readonly complete: (groups: readonly ChangeGroup[]) => Promise<readonly ChangeGroup[]>;
}

/**
 * Told where blobs can be read without git, as soon as that is known: whoever scans need not wait for the plan. The plan waits for the
 * answer, when all is scanned: which objects, by node, may have something to tell.
 *
 * `reading` ends when this thread has read what the plan needs: the sooner that is, the less is left to it when all is scanned.
 */
export type OnObjects = (
  objects: ObjectStore,
  repository: Repository,
  reading: Promise<unknown>,
) => Promise<(node: number) => boolean>;

/** How a history is read from its packs. */
export interface PackReading {
  /** Told of a repository whose packs are about to be opened. */
  readonly onOpen?: (repository: Repository) => void;
  readonly onObjects: OnObjects;
  /** Told once of what is scanned beside objects, if that is known while these are still scanned: names of refs, and of files and folders. */
  readonly onNames?: (refs: readonly WorkItem[], names: PlanNames) => void;
  /** Whether what is read may be kept for later runs, and what earlier ones have kept be used. */
  readonly keeps: boolean;
  /** The history, where it is open already; null or absent: it is not. */
  readonly opened?: OpenedHistory | null;
}

/** What the three planners share. */
export interface ChangeContext extends PackReading {
  readonly options: SourceOptions;
  readonly excluded: (path: string) => boolean;
}

const NO_READING: PackReading = { onObjects: () => Promise.resolve(() => true), keeps: false };

/**
 * Plans a scan of the index, a range of commits or a whole history.
 *
 * @param packs - For a history that is read from its packs; without it all objects are asked for.
 * @throws TightlipError `no-repository`, `git`, `not-found`, `usage`, or `incomplete` when the range's base is not in the clone.
 */
export async function planChanges(
  request: ChangeRequest,
  options: SourceOptions,
  packs: PackReading = NO_READING,
): Promise<ChangePlan> {
  const excluder = await createExcluder(options.exclude);
  const context: ChangeContext = {
    options,
    excluded: (path) => excluder.excludes(path, options.topDirectory),
    ...packs,
  };
  switch (request.kind) {
    case 'staged':
      return orStopped((await import('./staged.ts')).planStaged(request.paths, context), options.signal);
    case 'range':
      return orStopped((await import('./range.ts')).planRange(request, context), options.signal);
    case 'history':
      return (await import('./history.ts')).planHistory(request, context);
  }
}

/** Collects the blobs of changes into work items, each blob once, excluded paths left out and named. */
import type { ChangeGroup } from '../git/changes.ts';
import { EXCLUDED } from './exclude.ts';
import type { Skip, WorkItem } from './source.ts';

/** What a staged or range plan needs while it is made. */
export class BlobPlan {
  readonly #directory: string;
  readonly #originKind: 'index' | 'blob';
  readonly #excluded: (path: string) => boolean;
  readonly #items = new Map<string, WorkItem>();
  readonly #skipped = new Map<string, Skip>();
  /** Names in paths that are changed or removed. */
  readonly names = new Set<string>();

  constructor(directory: string, originKind: 'index' | 'blob', excluded: (path: string) => boolean) {
    this.#directory = directory;
    this.#originKind = originKind;
    this.#excluded = excluded;
  }

  /** Takes a group's new contents; a blob is told under the first path it has. */
  add(group: ChangeGroup): void {
    for (const { path } of [...group.changes, ...group.removals])
      for (const name of path.split('/')) this.names.add(name);
    for (const { path, oid } of group.changes) {
      if (this.#excluded(path)) this.skip(path, EXCLUDED);
      else if (!this.#items.has(oid)) this.#items.set(oid, this.#itemOf(path, oid));
    }
  }

  /** Names a path that is passed over, once; a failure where what it holds was asked for. */
  skip(path: string, reason: string, kind: Skip['kind'] = 'skip'): void {
    if (!this.#skipped.has(path)) this.#skipped.set(path, { path, kind, reason });
  }

  get items(): WorkItem[] {
    return [...this.#items.values()];
  }

  get skips(): Skip[] {
    return [...this.#skipped.values()];
  }

  #itemOf(path: string, oid: string): WorkItem {
    return { kind: 'blob', repository: this.#directory, oid, path, originKind: this.#originKind, sizeBytes: -1 };
  }
}

/** The note for submodules whose commit changed: their content is not in this repository. */
export function submoduleNotes(paths: Iterable<string>): string[] {
  return [...new Set(paths)].sort().map((path) => `${path} is a submodule, which was not entered: scan it on its own`);
}

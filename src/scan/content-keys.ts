/** Value keys of contents, new and old: what "was there before" is decided by. */
import type { FoundMatch } from '../findings/finding.ts';
import { oldContent } from '../findings/introduced.ts';
import type { ChangeGroup } from '../git/changes.ts';
import type { ChangePlan } from '../sources/plan-changes.ts';
import { createBatchScanner } from './batch.ts';
import { blobItem } from './blob-item.ts';
import type { FoundMatches } from './known-blobs.ts';
import type { Run } from './scan.ts';
import type { PackScan } from './scan-packs.ts';

/** What scanning found, by object id: only blobs with a match that may become a finding. */
export type Matches = ReadonlyMap<string, FoundMatches>;

/** What a run knows of contents. */
interface Scanned {
  readonly plan: ChangePlan;
  readonly matches: Matches;
  readonly packs: PackScan | null;
  readonly run: Run;
}

const NONE: ReadonlySet<string> = new Set();

export class ContentKeys {
  readonly #scanned: Scanned;
  /** Of contents with a match. */
  readonly new: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #old = new Map<string, ReadonlySet<string>>();
  /** Whether some old content could not be read. */
  isIncomplete = false;

  constructor(scanned: Scanned) {
    this.#scanned = scanned;
    this.new = new Map([...scanned.matches].map(([oid, { matches, keys }]) => [oid, keysOfFound(matches, keys)]));
  }

  /** The value keys of a content; of an old one once {@link readOld} has read it. */
  readonly of = (oid: string): ReadonlySet<string> => this.#old.get(oid) ?? this.new.get(oid) ?? NONE;

  /** Reads what stood at the changed paths before, and at the paths that the same changes removed, as far as that is not known. */
  async readOld(groups: readonly ChangeGroup[]): Promise<void> {
    const { plan, matches, packs, run } = this.#scanned;
    const oids = new Set<string>();
    for (const group of groups) {
      for (const oid of oldContent(group, (blob) => matches.has(blob), plan.excluded)) {
        if (this.#old.has(oid) || (matches.get(oid)?.keys.length ?? 0) > 0) continue;
        const known = packs?.keysOf(oid) ?? null;
        if (known === null) oids.add(oid);
        else if (known.length > 0) this.#old.set(oid, new Set(known));
      }
    }
    if (oids.size === 0) return;
    const items = [...oids].map((oid) => blobItem(plan.directory, oid));
    const found = await createBatchScanner(run.task).keys(items);
    for (const [i, oid] of [...oids].entries()) {
      this.#old.set(oid, new Set(found[i]?.keys));
      for (const skip of found[i]?.result.skips ?? []) {
        if (skip.kind !== 'failure') continue;
        run.receipt.skip(skip);
        this.isIncomplete = true;
      }
    }
  }
}

/** All value keys of a blob where they are known, else those of the matches that may become findings (a blob that was streamed). */
function keysOfFound(matches: readonly FoundMatch[], keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.length > 0 ? keys : matches.map((match) => match.valueKey));
}

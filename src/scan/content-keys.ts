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
  /** Of contents with a match, as far as they were asked for. */
  readonly #new = new Map<string, ReadonlySet<string>>();
  /** Of old contents that were read here; and of those that the packs' scan knows, as far as they were asked for. */
  readonly #read = new Map<string, ReadonlySet<string>>();
  readonly #inPacks = new Set<string>();
  readonly #old = new Map<string, ReadonlySet<string>>();
  /** Whether some old content could not be read. */
  isIncomplete = false;

  constructor(scanned: Scanned) {
    this.#scanned = scanned;
  }

  /** The value keys of a content with a match; undefined for any other. */
  new(oid: string): ReadonlySet<string> | undefined {
    const found = this.#scanned.matches.get(oid);
    if (found === undefined) return undefined;
    let keys = this.#new.get(oid);
    if (keys === undefined) this.#new.set(oid, (keys = found.keySet ?? keysOfFound(found.matches, found.keys)));
    return keys;
  }

  /** The value keys of a content; of an old one once {@link readOld} has read it. */
  readonly of = (oid: string): ReadonlySet<string> => this.#read.get(oid) ?? this.#oldOf(oid) ?? this.new(oid) ?? NONE;

  #oldOf(oid: string): ReadonlySet<string> | undefined {
    if (!this.#inPacks.has(oid)) return undefined;
    let keys = this.#old.get(oid);
    if (keys === undefined) this.#old.set(oid, (keys = this.#scanned.packs?.keysOf(oid) ?? NONE));
    return keys;
  }

  /** Whether all value keys of a content with a match are known. */
  #isWhole(oid: string): boolean {
    const found = this.#scanned.matches.get(oid);
    return found !== undefined && (found.keySet?.size ?? found.keys.length) > 0;
  }

  /** Reads what stood at the changed paths before, and at the paths that the same changes removed, as far as that is not known. */
  async readOld(groups: readonly ChangeGroup[]): Promise<void> {
    const { plan, matches, packs } = this.#scanned;
    const oids = new Set<string>();
    for (const group of groups) {
      for (const oid of oldContent(group, (blob) => matches.has(blob), plan.excluded)) {
        if (this.#read.has(oid) || this.#inPacks.has(oid) || this.#isWhole(oid)) continue;
        const known = packs?.keysOf(oid) ?? null;
        if (known === null) oids.add(oid);
        else if (known.size > 0) this.#inPacks.add(oid);
      }
    }
    if (oids.size > 0) await this.#readContents([...oids]);
  }

  async #readContents(oids: readonly string[]): Promise<void> {
    const { plan, packs, run } = this.#scanned;
    const found = await createBatchScanner(run.task).keys(oids.map((oid) => blobItem(plan.directory, oid)));
    for (const [i, oid] of oids.entries()) {
      this.#read.set(oid, new Set(found[i]?.keys));
      for (const skip of found[i]?.result.skips ?? []) {
        if (skip.kind !== 'failure') continue;
        run.receipt.skip(skip);
        this.isIncomplete = true;
      }
    }
    await packs?.link(found.flatMap(({ keys }) => keys));
    // They may be others now.
    this.#new.clear();
    this.#old.clear();
  }
}

/** All value keys of a blob where they are known, else those of the matches that may become findings (a blob that was streamed). */
function keysOfFound(matches: readonly FoundMatch[], keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.length > 0 ? keys : matches.map((match) => match.valueKey));
}

/** Seals matches that were only found, by reading their blobs again: those that probably are told while it is still decided which ones are. */
import type { FoundMatch, SealedMatch } from '../findings/finding.ts';
import { blobItem } from './blob-item.ts';
import type { Matches } from './content-keys.ts';
import type { Run } from './scan.ts';
import type { PackScan, SealedBlob } from './scan-packs.ts';

/** A match, and the blob that holds it. */
export interface PlacedFound {
  readonly oid: string;
  readonly match: FoundMatch;
}

/** Whether a match was sealed where it was found. */
export function isSealed(match: FoundMatch): match is SealedMatch {
  return 'fingerprint' in match;
}

export class Sealing {
  readonly #found: Matches;
  readonly #packs: PackScan;
  readonly #repository: string;
  readonly #sealed = new Map<FoundMatch, SealedMatch>();
  #early: Promise<void> = Promise.resolve();

  /** @param found - What the packs gave of each blob. */
  constructor(found: Matches, packs: PackScan, repository: string) {
    this.#found = found;
    this.#packs = packs;
    this.#repository = repository;
  }

  /** Begins with these where another thread can do it. */
  begin(places: Iterable<PlacedFound>): void {
    if (!this.#packs.readsBeside) return;
    // What cannot be read is asked for once more, and told then.
    this.#early = this.#seal(places, { isBeside: true, onSkips: () => {} });
    // Who waits for it hears of it.
    this.#early.catch(() => {});
  }

  /** Seals all of these. What cannot be read any more is told nowhere but in the receipt. */
  async finish(places: readonly PlacedFound[], run: Run): Promise<ReadonlyMap<FoundMatch, SealedMatch>> {
    this.#packs.join();
    await this.#early;
    const left = places.filter(({ match }) => !this.#sealed.has(match));
    const onSkips = (skips: SealedBlob['skips']): void => {
      for (const skip of skips) run.receipt.skip(skip);
    };
    await this.#seal(left, { isBeside: false, onSkips });
    return this.#sealed;
  }

  async #seal(places: Iterable<PlacedFound>, { isBeside, onSkips }: SealOptions): Promise<void> {
    const numbers = new Map<string, Map<FoundMatch, number>>();
    for (const { oid, match } of places) {
      if (isSealed(match)) continue;
      const own = numbers.get(oid) ?? new Map<FoundMatch, number>();
      numbers.set(oid, own.set(match, this.#found.get(oid)!.matches.indexOf(match)));
    }
    const asked = Array.from(numbers, ([oid, own]) => ({
      item: blobItem(this.#repository, oid),
      numbers: [...own.values()],
    }));
    const results = await this.#packs.seal(asked, isBeside);
    for (const { skips } of results.values()) onSkips(skips);
    for (const [oid, own] of numbers) {
      for (const [match, number] of own) {
        const sealed = results.get(oid)?.sealed.get(number);
        if (sealed !== undefined) this.#sealed.set(match, sealed);
      }
    }
  }
}

interface SealOptions {
  readonly isBeside: boolean;
  readonly onSkips: (skips: SealedBlob['skips']) => void;
}

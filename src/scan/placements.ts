/** Matches at their places, held back until it is known in which commits and on which refs each secret lives. */
import { listTips, tipsContaining } from '../git/tips.ts';
import type { Repository } from '../git/repository.ts';
import type { SealedMatch, Spread } from '../findings/finding.ts';
import type { PlacedMatch } from '../findings/group.ts';
import type { Run } from './scan.ts';

/** A match at a place, before anything is judged. */
export type Placement = Omit<PlacedMatch, 'tier' | 'spread'>;

/** Commits and refs that a finding names one by one; all are counted. */
const MOST_NAMED = 100;

/** What is known of one secret under one rule. */
interface Life {
  /** Commits that wrote content with it, parents first. */
  readonly commits: Set<string>;
  /** Refs that hold it in their own name or tag. */
  readonly refs: Set<string>;
}

function keyOf({ rule, composite, valueKey }: SealedMatch): string {
  return `${rule}/${composite}/${valueKey}`;
}

/** Gathers what a run found in commits. */
export class Placements {
  readonly #placed: Placement[] = [];
  readonly #lives = new Map<string, Life>();

  add(placement: Placement): void {
    this.#placed.push(placement);
  }

  /** A commit wrote content with the match, whether it introduced it or kept it. */
  writtenBy(match: SealedMatch, commit: string): void {
    this.#lifeOf(match).commits.add(commit);
  }

  /** A ref holds it itself. */
  namedBy(match: SealedMatch, ref: string): void {
    this.#lifeOf(match).refs.add(ref);
  }

  /** Places everything without looking for refs. */
  tell(run: Run): void {
    for (const placement of this.#placed) run.place({ ...placement, spread: null });
  }

  /** Places everything, with the commits and refs of each secret. */
  async tellWithSpread(run: Run, repository: Repository): Promise<void> {
    if (this.#placed.length === 0) return;
    const spreads = await this.#spreads(run, repository);
    for (const placement of this.#placed)
      run.place({ ...placement, spread: spreads.get(keyOf(placement.match)) ?? null });
  }

  async #spreads(run: Run, repository: Repository): Promise<Map<string, Spread>> {
    const lives = [...this.#lives];
    const tips = await listTips(repository);
    const sets = lives.map(([, { commits }]) => [...commits]);
    const { tips: found, looked } = await tipsContaining(repository, tips, sets);
    if (looked < tips.length)
      run.receipt.note(`only the first ${looked} of ${tips.length} refs were asked for what they hold`);
    return new Map(
      lives.map(([key, { commits, refs }], i) => {
        const leading = (found[i] as readonly number[]).map((tip) => tips[tip]!.name);
        const names = [...refs, ...leading.filter((name) => !refs.has(name))];
        return [key, spreadOf([...commits], names)];
      }),
    );
  }

  #lifeOf(match: SealedMatch): Life {
    const key = keyOf(match);
    let life = this.#lives.get(key);
    if (life === undefined) this.#lives.set(key, (life = { commits: new Set(), refs: new Set() }));
    return life;
  }
}

function spreadOf(commits: readonly string[], refs: readonly string[]): Spread {
  return {
    commitCount: commits.length,
    commits: commits.slice(0, MOST_NAMED),
    refCount: refs.length,
    refs: refs.slice(0, MOST_NAMED),
  };
}

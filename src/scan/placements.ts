/** Matches at their places, held back until it is known in which commits and on which refs each secret lives. */
import { readCommitHeaders } from '../git/commit-headers.ts';
import { refsOfTags } from '../git/tag-refs.ts';
import { listTips, tipsContaining } from '../git/tips.ts';
import type { Repository } from '../git/repository.ts';
import type { FoundMatch, SealedMatch, Spread } from '../findings/finding.ts';
import type { PlacedMatch } from '../findings/group.ts';
import { orSkip } from './or-skip.ts';
import type { Run } from './scan.ts';
import { isSealed, type Sealing } from './sealing.ts';

/** A match at a place, before anything is judged; one that is not sealed yet is of the blob that the origin names. */
export interface Placement extends Omit<PlacedMatch, 'tier' | 'spread' | 'match'> {
  readonly match: FoundMatch;
}

/** Commits and refs that a finding names one by one; all are counted. */
const MOST_NAMED = 100;

/** What is known of one secret under one rule. */
interface Life {
  readonly rule: number;
  readonly composite: number;
  /** Commits that wrote content with it, parents first. */
  readonly commits: Set<string>;
  /** Refs that hold it in their own name, or lead to a tag with it. */
  readonly refs: Set<string>;
  /** Ids of tags with it. */
  readonly tags: Set<string>;
}

const NO_SPREADS: ReadonlyMap<Life, Spread> = new Map();

/** Gathers what a run found in commits. */
export class Placements {
  readonly #placed: Placement[] = [];
  /** What the run took in, in its order, with the commits and refs of each secret where these were looked for. */
  readonly told: { readonly placement: Placement; readonly spread: Spread | null }[] = [];
  /** By value key; few have more than one. A history asks for them at each version of each file. */
  readonly #lives = new Map<string, Life[]>();
  #sealed: ReadonlyMap<FoundMatch, SealedMatch> = new Map();

  add(placement: Placement): void {
    this.#placed.push(placement);
  }

  /** A commit wrote content with the match, whether it introduced it or kept it. */
  writtenBy(match: FoundMatch, commit: string): void {
    this.#lifeOf(match).commits.add(commit);
  }

  /** A tag holds it itself. */
  taggedIn(match: FoundMatch, tag: string): void {
    this.#lifeOf(match).tags.add(tag);
  }

  /** A ref's name holds it. */
  namedBy(match: FoundMatch, ref: string): void {
    this.#lifeOf(match).refs.add(ref);
  }

  /** Seals what is not sealed yet. */
  async seal(sealing: Sealing, run: Run): Promise<void> {
    const open = this.#placed.filter(({ match }) => !isSealed(match));
    this.#sealed = await sealing.finish(
      open.map(({ match, origin }) => ({ match, oid: origin.oid as string })),
      run,
    );
  }

  /** Says who introduced what, and when, where that is not said yet. */
  async #name(repository: Repository): Promise<void> {
    const open = this.#placed.flatMap(({ introduced }) => (introduced?.date === '' ? [introduced.commit] : []));
    const headers = await readCommitHeaders(repository, [...new Set(open)]);
    for (const [i, placement] of this.#placed.entries()) {
      const { introduced } = placement;
      const header = introduced === null ? undefined : headers.get(introduced.commit);
      if (introduced !== null && header !== undefined)
        this.#placed[i] = { ...placement, introduced: { ...introduced, ...header } };
    }
  }

  /**
   * Places everything without looking for refs.
   *
   * @param sealing - As for {@link tellWithSpread}.
   */
  async tell(run: Run, repository: Repository, sealing: Promise<void>): Promise<void> {
    await Promise.all([this.#name(repository), sealing]);
    for (const placement of this.#placed) this.#place(run, placement, null);
  }

  #place(run: Run, placement: Placement, spread: Spread | null): void {
    const { match } = placement;
    const sealed = isSealed(match) ? match : this.#sealed.get(match);
    if (sealed !== undefined && run.place({ ...placement, match: sealed, spread }))
      this.told.push({ placement, spread });
  }

  /**
   * Places everything, with the commits and refs of each secret.
   *
   * @param sealing - Ends when all is sealed: git is asked meanwhile.
   */
  async tellWithSpread(run: Run, repository: Repository, sealing: Promise<void>): Promise<void> {
    if (this.#placed.length === 0) return;
    const { directory } = repository.context;
    const [spreads] = await Promise.all([
      orSkip(this.#spreads(repository), NO_SPREADS, { directory, what: 'which refs lead to a secret' }, run),
      orSkip(this.#name(repository), undefined, { directory, what: 'who made some commits' }, run),
      sealing,
    ]);
    for (const placement of this.#placed)
      this.#place(run, placement, spreads.get(this.#lifeOf(placement.match)) ?? null);
  }

  async #spreads(repository: Repository): Promise<ReadonlyMap<Life, Spread>> {
    const tips = await listTips(repository);
    const lives = [...new Set(this.#placed.map(({ match }) => this.#lifeOf(match)))];
    if (lives.some(({ tags: own }) => own.size > 0)) {
      const names = await refsOfTags(repository);
      for (const life of lives)
        for (const tag of life.tags) for (const name of names.get(tag) ?? []) life.refs.add(name);
    }
    const named = lives.map(({ refs }) => ({ count: refs.size, first: [...refs].slice(0, MOST_NAMED) }));
    const sets = lives.map(({ commits }) => commits);
    await tipsContaining(repository, tips, sets, (set, tip) => {
      const { name } = tips[tip]!;
      if (lives[set]!.refs.has(name)) return;
      const own = named[set]!;
      own.count++;
      if (own.first.length < MOST_NAMED) own.first.push(name);
    });
    return new Map(
      lives.map((life, i) => {
        const { count, first } = named[i]!;
        const commits = [...life.commits];
        const spread = { commitCount: commits.length, commits: commits.slice(0, MOST_NAMED) };
        return [life, { ...spread, refCount: count, refs: first }];
      }),
    );
  }

  #lifeOf({ rule, composite, valueKey }: FoundMatch): Life {
    let lives = this.#lives.get(valueKey);
    if (lives === undefined) this.#lives.set(valueKey, (lives = []));
    for (const life of lives) if (life.rule === rule && life.composite === composite) return life;
    const life = { rule, composite, commits: new Set<string>(), refs: new Set<string>(), tags: new Set<string>() };
    lives.push(life);
    return life;
  }
}

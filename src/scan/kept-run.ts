/**
 * What a run told of a history, kept for a later one: where each match is placed, in which commits and on which refs it lives, and the receipt. It
 * holds as long as refs and HEADs name the same, and the packs and loose objects are there in which all of it lies. Of the secrets nothing is kept: those that are
 * told are read again, where they stand.
 */
import { createHash } from 'node:crypto';
import { readCommitHeaders } from '../git/commit-headers.ts';
import { keepSections, readSections, SectionReader } from '../git/kept-sections.ts';
import { FEW_SECTIONS, fewSections, findFew, takeFew } from '../git/pack/few-packed.ts';
import { areLoose, packFiles } from '../git/pack/object-store.ts';
import { type HistoryState, type OpenedHistory, openHistory, stateOf } from '../sources/history.ts';
import { rememberRepository } from '../sources/open-blob.ts';
import type { SourceRequest } from '../sources/source.ts';
import { identityOf } from './blob-memory.ts';
import { hasPlainNames } from './scan-names.ts';
import type { Run } from './scan.ts';
import { sealAgain } from './seal-again.ts';
import { gather, type ToldHead, type ToldRun } from './told-run.ts';

const SECTIONS = FEW_SECTIONS + 2;
/** With more loose objects nothing is kept: each is looked for in the next run. */
const MOST_LOOSE = 1 << 12;

type HistoryRequest = Extract<SourceRequest, { kind: 'history' }>;

/** A history, and what an earlier run has kept of what it told. */
export class KeptRun {
  readonly opened: OpenedHistory;
  readonly #name: string;
  readonly #scope: string;
  #state: Promise<HistoryState> | null = null;

  private constructor(opened: OpenedHistory, { task, request }: Run) {
    this.opened = opened;
    this.#name = `told-${identityOf(task.rules)}`;
    this.#scope = JSON.stringify(request.settings.exclude);
  }

  /** Opens a history. */
  static async open(source: HistoryRequest, run: Run): Promise<KeptRun> {
    return new KeptRun(await openHistory(source, run.request.workingDirectory), run);
  }

  /** Tells the same again; false where that is not known, and nothing was told then. */
  async tell(run: Run): Promise<boolean> {
    const sections = readSections(this.opened.repository, this.#name, SECTIONS);
    if (sections === null) return false;
    const reader = new SectionReader(sections);
    const head = JSON.parse(Buffer.from(reader.bytes()).toString('utf8')) as ToldHead;
    const told = reader.bytes();
    const few = findFew(reader, head.packs, packFiles(this.opened.repository));
    if (few === null || !areLoose(this.opened.repository, head.loose)) return false;
    const { names } = await this.#stateOnce();
    if ((await this.#stateKey()) !== head.state) return false;
    // Git looks them up while this thread reads.
    const commits = new Set(head.places.flatMap(({ commit }) => commit ?? []));
    const reading = readCommitHeaders(this.opened.repository, [...commits]);
    reading.catch(() => {});
    rememberRepository(this.opened.directory, this.opened.repository);
    const sealed = await sealAgain({ head, told, few, directory: this.opened.directory }, run);
    if (sealed === null) return false;
    const headers = await reading;
    const spreads = head.spreads.map(({ refs, ...spread }) => ({ ...spread, refs: refs.map((ref) => names[ref]!) }));
    run.receipt.takeAll(head.receipt);
    for (const { object, match, origin, commit, atHead, spread } of head.places) {
      const introduced = commit === null ? null : { commit, author: '', date: '', ...headers.get(commit) };
      run.place({ match: sealed[object]!.get(match)!, origin, introduced, atHead, spread: spreads[spread]! });
    }
    return true;
  }

  #stateOnce(): Promise<HistoryState> {
    return (this.#state ??= stateOf(this.opened));
  }

  async #stateKey(): Promise<string> {
    const { text } = await this.#stateOnce();
    return createHash('sha256').update(`${this.#scope}\0${text}`).digest('hex');
  }

  /** Keeps what a run told, where all of it can be told again. */
  async keep(told: ToldRun, run: Run): Promise<void> {
    const { plan, packs } = told;
    const receipt = run.receipt.soFar();
    const isWhole = receipt.skips.every(({ kind }) => kind === 'skip') && run.request.signal?.aborted !== true;
    const loose = plan.loose ?? null;
    if (loose === null || loose.length > MOST_LOOSE || !isWhole) return;
    const { names } = await this.#stateOnce();
    if (!(await hasPlainNames(names, run))) return;
    const gathered = gather(told, names);
    if (gathered === null) return;
    const { objects, nodes, tolds, ...placed } = gathered;
    const { commits, blobs, tags } = packs.store.forest;
    const taken = takeFew(packs.store.table, [blobs, commits, tags], new Set(nodes.filter((node) => node !== -1)));
    if (taken === null) return;
    const { few, numbers } = taken;
    const kept = objects.map((object, i) => ({ ...object, number: numbers.get(nodes[i]!) ?? -1 }));
    const head: ToldHead = {
      state: await this.#stateKey(),
      packs: few.packs,
      loose,
      receipt,
      objects: kept,
      ...placed,
    };
    await keepSections(this.opened.repository, this.#name, [
      Buffer.from(JSON.stringify(head)),
      Buffer.concat(tolds),
      ...fewSections(few),
    ]);
  }
}

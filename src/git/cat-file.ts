/** Objects by id through one `git cat-file --batch`, all requests in flight at once, answers in order. */
import { TightlipError } from '../errors.ts';
import { AnswerReader } from './answer-reader.ts';
import { localObjects } from './partial.ts';
import type { Repository } from './repository.ts';
import { startGit, write, type GitProcess } from './run.ts';

/** Ids written to git at a time. */
const IDS_PER_WRITE = 1000;

/** What git says of one requested object. */
export interface ObjectHeader {
  readonly oid: string;
  /** `missing`: git does not have it (damage, a partial clone, a wrong id). */
  readonly type: 'blob' | 'tree' | 'commit' | 'tag' | 'missing';
  /** 0 when missing. */
  readonly sizeBytes: number;
}

/**
 * Reads objects one after the other. After `next`, the content may be read with `read` in as many pieces as wanted; what is not
 * read is passed over. Close it in a `finally`.
 */
export class CatFile {
  readonly #git: GitProcess;
  readonly #reader: AnswerReader;
  readonly #oids: readonly string[];
  readonly #directory: string;
  /** The objects that git may be asked for; null: all. */
  readonly #local: ReadonlySet<string> | null;
  #index = 0;
  /** Bytes of the current object not yet taken, with the LF that git puts behind them. */
  #left = 0;

  private constructor(repository: Repository, oids: readonly string[], local: ReadonlySet<string> | null) {
    this.#directory = repository.context.directory;
    // Not --buffer: that writes pieces of 4 KiB, and each wakes this process (measured a quarter slower).
    this.#git = startGit(repository.context, ['cat-file', '--batch']);
    this.#reader = new AnswerReader(this.#git.stdout);
    this.#oids = oids;
    this.#local = local;
    void this.#request(local === null ? oids : oids.filter((oid) => local.has(oid)));
  }

  /** Starts reading; all ids are asked for at once, and the pipe holds git up while nobody reads. */
  static async open(repository: Repository, oids: readonly string[]): Promise<CatFile> {
    return new CatFile(repository, oids, await localObjects(repository));
  }

  async #request(oids: readonly string[]): Promise<void> {
    for (let at = 0; at < oids.length; at += IDS_PER_WRITE) {
      await write(this.#git.stdin, `${oids.slice(at, at + IDS_PER_WRITE).join('\n')}\n`);
    }
    this.#git.stdin.end();
  }

  /** The next object's header, in the order of the ids; null after the last. */
  async next(): Promise<ObjectHeader | null> {
    if (this.#left > 0 && !(await this.#reader.skip(this.#left))) await this.#brokenOff();
    this.#left = 0;
    const oid = this.#oids[this.#index++];
    if (oid === undefined) return null;
    if (this.#local?.has(oid) === false) return { oid, type: 'missing', sizeBytes: 0 };
    const line = (await this.#reader.line()) ?? (await this.#brokenOff());
    const header = parseHeader(line);
    if (header === null || header.oid !== oid) throw this.#error(`git cat-file answered out of turn`);
    if (header.type !== 'missing') this.#left = header.sizeBytes + 1;
    return header;
  }

  /** Fills the target with the next bytes of the current object; it must not be longer than what is left of it. */
  async read(target: Uint8Array): Promise<void> {
    if (target.length > this.#left - 1 && target.length > 0) throw this.#error('more was read than an object holds');
    if (!(await this.#reader.fill(target))) await this.#brokenOff();
    this.#left -= target.length;
  }

  /** Ends git, whether or not everything was read. */
  close(): void {
    this.#git.stop();
  }

  /** Git ended before its answer did: says why, never returns. */
  async #brokenOff(): Promise<never> {
    await this.#git.done;
    throw this.#error('git cat-file broke off before the end of an object');
  }

  #error(what: string): TightlipError {
    return new TightlipError('incomplete', `${what} in ${this.#directory}: run git fsck there`);
  }
}

/** Parses `<oid> <type> <size>` or `<oid> missing`; null for anything else. */
export function parseHeader(line: string): ObjectHeader | null {
  const parts = /^([0-9a-f]{40,64}) (?:(missing)|(blob|tree|commit|tag) (\d+))$/.exec(line);
  if (!parts) return null;
  const oid = parts[1] as string;
  if (parts[2]) return { oid, type: 'missing', sizeBytes: 0 };
  return { oid, type: parts[3] as ObjectHeader['type'], sizeBytes: Number(parts[4]) };
}

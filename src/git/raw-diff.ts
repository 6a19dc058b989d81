/** Parses `--raw -z` output of diff-tree and diff-index, plain and combined (`-c`), with or without commit headers. */
import { isZeroId } from './repository.ts';

/** One path of a raw diff. Sides that do not exist have mode 000000 and oid ''. */
export interface RawRecord {
  readonly path: string;
  /** Mode and object id in each parent, in order. */
  readonly before: readonly { readonly mode: string; readonly oid: string }[];
  readonly mode: string;
  readonly oid: string;
  /** One letter a parent: A, D, M, T, U, X. */
  readonly status: string;
}

/** The commit whose records follow; its fields are those of {@link HEADER_FORMAT}. */
export interface RawHeader {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly date: string;
}

/** `--format` of git that {@link RawDiffParser} understands: four NUL-separated fields. */
export const HEADER_FORMAT = '--format=tformat:%H%x00%P%x00%an%x00%aI';

/** A date as {@link HEADER_FORMAT} tells it; '' where a commit has none, of which git leaves the placeholder. */
export function dateOf(told: string): string {
  return told === '%aI' ? '' : told;
}

const HEADER_FIELDS = 4;

/**
 * Parses the fields of one record, `:100644 100644 <oid> <oid> M` with one colon more for each further parent.
 *
 * @throws Error when it is no such record: git's format changed, which must not look like an empty diff.
 */
export function parseRecord(fields: string, path: string): RawRecord {
  const parents = /^:+/.exec(fields)?.[0].length ?? 0;
  const parts = fields.slice(parents).split(' ');
  if (parents === 0 || parts.length !== 2 * parents + 3) throw new Error('unexpected record in a raw diff of git');
  const oids = parts.slice(parents + 1, -1).map((oid) => (isZeroId(oid) ? '' : oid));
  const before = oids.slice(0, parents).map((oid, index) => ({ mode: parts[index] as string, oid }));
  return { path, before, mode: parts[parents] as string, oid: oids[parents] as string, status: parts.at(-1) as string };
}

/** Parses the pieces between NULs as they arrive. A record is always followed by its path, so no path is taken for anything else. */
export class RawDiffParser {
  readonly #onHeader: (header: RawHeader) => void;
  readonly #onRecord: (record: RawRecord) => void;
  #header: string[] = [];
  #fields: string | null = null;

  constructor(onHeader: (header: RawHeader) => void, onRecord: (record: RawRecord) => void) {
    this.#onHeader = onHeader;
    this.#onRecord = onRecord;
  }

  /** Takes the next pieces. */
  push(pieces: readonly string[]): void {
    for (const piece of pieces) this.#take(piece);
  }

  #take(piece: string): void {
    if (this.#fields !== null) {
      this.#onRecord(parseRecord(this.#fields, piece));
      this.#fields = null;
    } else if (this.#header.length > 0) {
      this.#header.push(piece);
      if (this.#header.length === HEADER_FIELDS) this.#finishHeader();
    } else if (piece.startsWith(':')) this.#fields = piece;
    // Between a commit's header and its first record git writes a line break, or an empty piece.
    else if (piece.startsWith('\n:')) this.#fields = piece.slice(1);
    else if (piece !== '' && piece !== '\n') this.#header.push(piece.replace(/^\n/, ''));
  }

  #finishHeader(): void {
    const [commit, parents, author, date] = this.#header as [string, string, string, string];
    this.#header = [];
    this.#onHeader({ commit, parents: parents === '' ? [] : parents.split(' '), author, date: dateOf(date) });
  }

  /** Checks that nothing was cut off. @throws Error when the output ended in the middle of a record. */
  end(): void {
    if (this.#fields !== null || this.#header.length > 0)
      throw new Error('a raw diff of git ended in the middle of a record');
  }
}

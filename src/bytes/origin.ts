/** What kind of place content came from; a closed set of the user contract (JSONL `origin.kind`). */
export type OriginKind = 'file' | 'index' | 'blob' | 'file-name' | 'commit-message' | 'tag' | 'ref' | 'log' | 'stdin';

/**
 * Where content came from. Plain data: it crosses threads and is part of the JSON output.
 * `path` is relative to the repository's top inside a work tree, else to the working directory, `/` on every system.
 */
export interface Origin {
  readonly kind: OriginKind;
  /** Null where there is none (stdin, an unattributed blob). May be hostile: redact and escape before printing. */
  readonly path: string | null;
  /** Git object id of the content, hex, where it has one. */
  readonly oid?: string;
}

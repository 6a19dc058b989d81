/** Where bytes come from: a request is planned into work items, an item is opened into fragments where it is scanned. */
import type { EditOps } from '../bytes/edit.ts';
import type { Origin } from '../bytes/origin.ts';
import type { HistoryScope } from '../git/history-scope.ts';

/** How blobs are read: where they lie in the packs, or each through git, which is the oracle. */
export type Engine = 'packs' | 'plain';

/** What the user asked to have read. Plain data. */
export type SourceRequest =
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly readIgnored: boolean }
  | { readonly kind: 'staged'; readonly paths: readonly string[] }
  | {
      readonly kind: 'range';
      readonly range: string;
      /** Object ids of commits that are left out too, with all that they reach; absent: none. */
      readonly known?: readonly string[];
      /** As of a history; absent: `packs`. */
      readonly engine?: Engine;
    }
  | {
      readonly kind: 'history';
      readonly repository: string;
      readonly engine: Engine;
      /** Absent: everything that something refers to. */
      readonly scope?: HistoryScope;
    }
  | { readonly kind: 'logs'; readonly paths: readonly string[] };

/** A part of a log, in bytes of the file. What is read and lies beside it only helps to judge what lies in it. */
export interface LogPart {
  readonly readFrom: number;
  /** Both are the beginning of a line, or an end of the file. */
  readonly from: number;
  readonly to: number;
  readonly readTo: number;
}

/** A log, or a share of one. */
export interface LogItem {
  readonly kind: 'log';
  /** Null: standard input. */
  readonly absolutePath: string | null;
  readonly path: string | null;
  /** Of the whole log. */
  readonly sizeBytes: number;
  /** Named by the user, not met in a folder or by a pattern: so it was asked for. */
  readonly isNamed?: true;
  /** Which file it was when it was listed: by the time it is read another may have its name. */
  readonly listed?: { readonly inode: number; readonly mtimeMs: number };
  /** One of so many shares of about equal length; the thread that scans it finds out which part exactly. */
  readonly share?: { readonly index: number; readonly of: number };
  readonly part?: LogPart;
}

/** One piece of work, plain data that may cross threads. `sizeBytes` is what is known before reading, or -1. */
export type WorkItem =
  | { readonly kind: 'file'; readonly absolutePath: string; readonly path: string; readonly sizeBytes: number }
  | LogItem
  | {
      readonly kind: 'blob';
      readonly repository: string;
      readonly oid: string;
      readonly path: string | null;
      /** A commit or tag is read as it lies in the repository: its headers (who, when), then its message. */
      readonly originKind: 'index' | 'blob' | 'commit-message' | 'tag';
      readonly sizeBytes: number;
    }
  | {
      readonly kind: 'ref';
      /** The ref's full name, which is what is scanned. */
      readonly path: string;
      readonly sizeBytes: number;
    };

/** Contiguous content with its origin. `bytes` is borrowed: valid until the next fragment is asked for. */
export interface Fragment {
  readonly origin: Origin;
  /** Offset of `bytes[0]` in the whole content. */
  readonly baseOffset: number;
  readonly bytes: Uint8Array;
  /** Whether the content ends with this fragment. A whole document is one fragment at offset 0 with `last`. */
  readonly last: boolean;
  /** Where the content derives from other content: its edit operations. */
  readonly edit?: EditOps;
  /** Its bytes are no text: only a token whose checksum holds is one there. */
  readonly onlyProven?: true;
  /** Of which part of a log it is a piece. */
  readonly part?: LogPart;
}

/** Why something asked for was passed over. A `skip` is a decision (limit, exclusion, binary); a `failure` makes the run incomplete (exit 3). */
export interface Skip {
  readonly path: string;
  readonly kind: 'skip' | 'failure';
  /** For people, one clause: "binary", "larger than 5 MB", "cannot be read: permission denied". */
  readonly reason: string;
}

/** What opening an item gives: fragments, or skips where there is nothing to scan. */
export type Opened = { readonly fragment: Fragment } | { readonly skip: Skip };

/** Limits and choices that sources obey. */
export interface SourceOptions {
  readonly workingDirectory: string;
  /** Absolute path of the folder that paths of a repository are relative to; absent: not known. */
  readonly topDirectory?: string | undefined;
  /** Larger content is skipped and named; null: no limit. */
  readonly maxFileSizeBytes: number | null;
  /** picomatch globs against the origin's path, that are skipped and counted. */
  readonly exclude: readonly string[];
  /** Ends the reading of what is open: the rest is a failure. Belongs to a thread; never sent to another. */
  readonly signal?: AbortSignal | undefined;
}

/** What a request comes to: the work, in a deterministic order, and what was passed over while planning. */
export interface Plan {
  readonly items: readonly WorkItem[];
  readonly skips: readonly Skip[];
}

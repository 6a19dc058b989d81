/** What a run is told to do, after defaults, config file, environment and flags were merged. Frozen, plain data. */
import type { ReportFormat } from '../report/report.ts';
import type { Tier } from '../rules/rule.ts';

/** An exception of `tightlip.toml`: what it names is not a finding. All given fields must hold; `reason` is required. */
export interface Exception {
  readonly rule: string | null;
  /** picomatch glob against the finding's path. */
  readonly path: string | null;
  /** Fingerprint or the beginning of one. */
  readonly fingerprint: string | null;
  readonly reason: string;
  /** Last day (UTC, YYYY-MM-DD) on which it holds; null: no end. */
  readonly until: string | null;
  /** `tightlip.toml:14`, for messages about it. */
  readonly where: string;
}

export interface Settings {
  readonly format: ReportFormat;
  /** `--report F=PATH`, in order. */
  readonly reports: readonly { readonly format: ReportFormat; readonly path: string }[];
  readonly minTier: Tier;
  /** Threads that scan; 0: as the machine and the work suggest. */
  readonly jobs: number;
  readonly maxFileSizeBytes: number | null;
  readonly exclude: readonly string[];
  /** Only these rule ids or pack names; empty: all. */
  readonly onlyRules: readonly string[];
  readonly configPath: string | null;
  /** `--no-ignore`: read what .gitignore hides. */
  readonly readIgnored: boolean;
  /** `--all`, `--branch`, `--since` (as written) and `--unreachable` of `history`. */
  readonly history: {
    readonly all: boolean;
    readonly branches: readonly string[];
    readonly since: string | null;
    readonly unreachable: boolean;
  };
  /** How `history` and `range` read blobs. */
  readonly engine: 'packs' | 'plain';
  /** Whether `history` keeps what it found for the next run. */
  readonly cache: boolean;
  readonly profile: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly showSecrets: boolean;
  readonly showSuppressed: boolean;
  readonly baselinePath: string | null;
  readonly exceptions: readonly Exception[];
}

/** The one signature of every report format. */
import type { RuleSetData } from '../rules/rule.ts';
import type { ScanReport } from '../findings/finding.ts';

export type ReportFormat = 'text' | 'sarif' | 'json' | 'jsonl' | 'github';

/** What a report needs beside the result. Nothing that differs between equal runs. */
export interface ReportOptions {
  readonly rules: RuleSetData;
  readonly toolVersion: string;
  /** Columns to wrap text at. */
  readonly width: number;
  readonly color: boolean;
  /** 0, 1, 2 or 3, as the process will end; SARIF invocations tell it. */
  readonly exitCode: number;
  /** Whether the caller asked to see suppressed findings (SARIF `suppressions`, text section). */
  readonly showSuppressed: boolean;
  /** Remote URL without credentials, revision and branch, for SARIF `versionControlProvenance`; null outside git. */
  readonly repository: { readonly url: string; readonly revision: string; readonly branch: string } | null;
  /** The folder whose baseline holds, where that is not the working directory's: as a shell is to be given it. */
  readonly baselineIn?: string | null;
  /** How a shell here runs this program; `tightlip` when absent. */
  readonly program?: string;
  /** The least tier that is printed, for the closing line of the text report. */
  readonly minTier: string;
}

/** A report is a pure function to text: equal input, equal bytes. */
export type Report = (report: ScanReport, options: ReportOptions) => string;

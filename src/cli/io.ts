/** What the process lends to a run. */

/** A stream of ours to write to. */
export interface OutputStream {
  write(data: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The world of one run, so that a run can be tried without a process. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** How a shell here runs this program; `tightlip` when absent. */
  readonly program?: string;
  /** The one reading of the clock, milliseconds since 1970. */
  readonly nowMs: number;
  /** Told when the user interrupts; its reason is the exit code, 129, 130 or 143. */
  readonly signal: AbortSignal;
}

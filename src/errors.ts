/**
 * The errors a person can do something about. Everything else that reaches an entry is a bug of ours.
 * Importable by every room; imports nothing.
 */

/** What went wrong, as a stable word; decides the exit code (see cli/exit-code.ts). */
export type ErrorCode =
  | 'usage'
  | 'config'
  | 'rules'
  | 'no-repository'
  | 'git'
  | 'not-found'
  | 'incomplete'
  | 'internal';

/**
 * A failure with one sentence for a person: what, where, what to do. The message never holds a secret and
 * is redacted once more before it is printed.
 */
export class TightlipError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TightlipError';
    this.code = code;
  }
}

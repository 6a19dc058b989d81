/** The one place that starts git: hardened, in bytes, with its exit code, not its stderr, deciding whether it worked. */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { TightlipError } from '../errors.ts';
import { gitEnvironment, gitProgram, HARDENING, LOCAL_VARIABLES, mayTie, MERGED } from './environment.ts';
import { gitFailure, gitNotStarted } from './failure.ts';

/** Where git runs and with which environment. */
export interface GitContext {
  /** Working directory of the call. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Settings beside those of every call. */
  readonly settings?: readonly string[];
}

export interface GitRunOptions {
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Exit codes beside 0 that are an answer and not a failure; the caller looks at `exitCode`. */
  readonly answers?: readonly number[];
}

export interface GitResult {
  readonly stdout: Buffer;
  readonly exitCode: number;
  /** Stderr of a git that ended well: its warnings, in English. */
  readonly said: string;
}

/** A running git. Read `stdout` to its end, then await `done`. */
export interface GitProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /**
   * Resolves with the exit code when git ended well.
   *
   * @throws TightlipError when it failed or could not be started.
   */
  readonly done: Promise<number>;
  /** Stderr so far. */
  said(): string;
  /** Ends it now; `done` then resolves whatever git says. */
  stop(): void;
}

/** Most bytes of stderr kept; a git that warns a million times must not fill the memory. */
const MOST_STDERR_BYTES = 1 << 16;

/** The repository of the process's own working directory: what a hook's environment says holds. */
export function ambientContext(directory: string): GitContext {
  return { directory, environment: gitEnvironment(process.env) };
}

let localVariables: Promise<readonly string[]> | null = null;

/** Asks git once which variables tie it to a repository. */
async function askLocalVariables(): Promise<readonly string[]> {
  const context = { directory: process.cwd(), environment: gitEnvironment(process.env, LOCAL_VARIABLES) };
  try {
    const { stdout } = await runGit(context, ['rev-parse', '--local-env-vars']);
    return [...LOCAL_VARIABLES, ...stdout.toString('utf8').split('\n').filter(Boolean)];
  } catch {
    return LOCAL_VARIABLES;
  }
}

/** Any other repository: variables that tie git to this one (a hook's GIT_DIR, GIT_INDEX_FILE) are dropped. */
export async function foreignContext(directory: string): Promise<GitContext> {
  const names = Object.keys(process.env);
  const merged = names.filter((name) => name.startsWith(MERGED));
  if (!names.some(mayTie)) return { directory, environment: gitEnvironment(process.env, merged) };
  localVariables ??= askLocalVariables();
  return { directory, environment: gitEnvironment(process.env, [...(await localVariables), ...merged]) };
}

function isDirectory(directory: string): boolean {
  try {
    return statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/** What stands for bytes that are no UTF-8: a path that holds it leads nowhere any more. */
const REPLACEMENT = '\ufffd';

function whyNoDirectory(directory: string): string {
  return directory.includes(REPLACEMENT)
    ? `${directory}: a name in this path is not UTF-8, and git cannot be started there: rename that folder`
    : `${directory} is no directory that can be read: name one`;
}

/**
 * Starts git and hands over its streams.
 *
 * @param args - Subcommand first. Revisions that a user typed must be resolved to object ids before.
 * @throws TightlipError `not-found` when the context's directory does not exist.
 */
export function startGit(context: GitContext, args: readonly string[], options: GitRunOptions = {}): GitProcess {
  const { stdin, ...git } = spawnGit(context, args, options, 'pipe');
  // A git that ends early breaks its pipe; why it ended is in `done`.
  stdin?.on('error', () => {});
  return { stdin: stdin as Writable, ...git };
}

/** A git whose input is a pipe, or nothing at all: a pipe less to make. */
function spawnGit(
  context: GitContext,
  args: readonly string[],
  options: GitRunOptions,
  input: 'pipe' | 'ignore',
): Omit<GitProcess, 'stdin'> & { stdin: Writable | null } {
  if (!isDirectory(context.directory)) {
    throw new TightlipError('not-found', whyNoDirectory(context.directory));
  }
  const child = spawn(gitProgram(context.environment), [...HARDENING, ...(context.settings ?? []), ...args], {
    cwd: context.directory,
    env: context.environment,
    stdio: [input, 'pipe', 'pipe'],
    windowsHide: true,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const said: Buffer[] = [];
  let saidBytes = 0;
  let stopped = false;
  child.stderr!.on('data', (chunk: Buffer) => {
    if (saidBytes < MOST_STDERR_BYTES) said.push(chunk);
    saidBytes += chunk.length;
  });
  const done = new Promise<number>((resolve, reject) => {
    child.on('error', (cause: NodeJS.ErrnoException) => {
      reject(cause.name === 'AbortError' ? cause : gitNotStarted(context.directory, cause));
    });
    child.on('close', (code, signalName) => {
      if (stopped || code === 0 || (code !== null && options.answers?.includes(code))) resolve(code ?? 0);
      else {
        const why = signalName === null ? Buffer.concat(said).toString('utf8') : `killed by ${signalName}`;
        reject(gitFailure(args[0] ?? '', context.directory, why));
      }
    });
  });
  // Whoever awaits `done` later still sees the failure; until then it is no unhandled rejection.
  done.catch(() => {});
  return {
    stdin: child.stdin,
    stdout: child.stdout!,
    done,
    said: () => Buffer.concat(said).toString('utf8'),
    stop() {
      stopped = true;
      child.kill('SIGKILL');
    },
  };
}

/**
 * Runs git to its end and gives what it wrote.
 *
 * @throws TightlipError when git is missing, refuses or fails; what it wrote to stderr while succeeding is no failure.
 */
export async function runGit(
  context: GitContext,
  args: readonly string[],
  options: GitRunOptions = {},
): Promise<GitResult> {
  const { input } = options;
  const git = input === undefined ? spawnGit(context, args, options, 'ignore') : startGit(context, args, options);
  git.stdin?.end(input);
  const chunks: Buffer[] = [];
  git.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exitCode = await git.done;
  return { stdout: Buffer.concat(chunks), exitCode, said: git.said() };
}

/** Writes to a stream and waits while its buffer is full. Quietly gives up when the reader has gone. */
export async function write(stream: Writable, data: string | Uint8Array): Promise<void> {
  if (stream.destroyed || stream.write(data)) return;
  await new Promise<void>((resolve) => {
    // Both are taken off again: a long list waits hundreds of times.
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

/**
 * Connects two gits: what the first writes, the second reads. Resolves when the first has ended well.
 *
 * @param onChunk - Sees what passes, for counting.
 * @throws TightlipError of the first.
 */
export async function pipeGit(from: GitProcess, to: GitProcess, onChunk?: (chunk: Buffer) => void): Promise<void> {
  try {
    for await (const chunk of from.stdout) {
      onChunk?.(chunk as Buffer);
      await write(to.stdin, chunk as Buffer);
    }
    await from.done;
  } finally {
    to.stdin.end();
  }
}

/** Pieces of a stream that NUL ends, a list a chunk, decoded as UTF-8 (what is not becomes U+FFFD). */
export async function* nulSeparated(stream: Readable): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of stream) {
    const pieces = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\0');
    rest = pieces.pop() ?? '';
    if (pieces.length > 0) yield pieces;
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
}

/** Runs the built program as people do: a process with its own environment. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { TEST_GIT_ENVIRONMENT } from './temp-repo.ts';

/** The built program; tests and scripts begin at the top of the repository. */
export const CLI = path.resolve('dist/cli.js');

/** How a process ended and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it. */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; empty when absent. */
  readonly input?: string;
}

/** What the tests' own environment must not bring in. */
const UNSET = ['CI', 'GITHUB_ACTIONS', 'NO_COLOR', 'FORCE_COLOR', 'TIGHTLIP_FINGERPRINT_KEY'];

/** The environment of a run: the tests' own, without what would change the outcome. */
export function cliEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...TEST_GIT_ENVIRONMENT };
  for (const name of UNSET) delete env[name];
  return { ...env, ...more };
}

/** Runs `tightlip …args` to its end. */
export function runCli(args: readonly string[], options: RunOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: options.cwd, env: cliEnvironment(options.env) });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.input ?? '');
  });
}

/** A value of the shape of an Alpaca secret key: made at run time, the same for the same seed. */
export function makeSecret(seed: string): string {
  const digits = createHash('sha512')
    .update(seed)
    .digest('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '');
  return digits.slice(0, 40);
}

/** A line that holds a secret. */
export function secretLine(seed: string): string {
  return `ALPACA_SECRET_KEY=${makeSecret(seed)}\n`;
}

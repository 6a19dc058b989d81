/** Which files a report may take the place of: new ones, and reports of earlier runs. */
import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../config/settings.ts';
import { TightlipError } from '../errors.ts';
import { isTracked } from '../git/work-tree.ts';
import { expandGlob } from '../sources/glob.ts';
import type { SourceRequest } from '../sources/source.ts';
import { whyUnwritten } from './output.ts';

/**
 * Refuses, before anything is scanned, reports that could not be written when it is done, one that is named twice (the later
 * would take the place of the earlier), and one in the place of a file that is scanned, tracked by git or decides what is told,
 * and is no report.
 *
 * @throws TightlipError 'usage'.
 */
export async function requireReports(
  settings: Settings,
  source: SourceRequest,
  workingDirectory: string,
): Promise<void> {
  const named = new Set<string>();
  for (const { path: target } of settings.reports) {
    requireWritable(target, workingDirectory);
    const absolute = path.resolve(workingDirectory, target);
    const there = statSync(absolute, { throwIfNoEntry: false });
    // A device takes both.
    if (there !== undefined && !there.isFile()) continue;
    const file = path.join(realpathSync(path.dirname(absolute)), path.basename(absolute));
    if (named.has(file)) refuse(target, 'is named twice: write each report to a file of its own');
    named.add(file);
    if (there === undefined) continue;
    const holds = await whatItHolds(realpathSync(absolute), settings, source, workingDirectory);
    if (holds !== null) refuse(target, `${holds}, which the report would replace: write it to a file of its own`);
  }
}

function refuse(target: string, why: string): never {
  throw new TightlipError('usage', `--report: ${target} ${why}`);
}

function requireWritable(target: string, workingDirectory: string): void {
  const absolute = path.resolve(workingDirectory, target);
  try {
    const there = statSync(absolute, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    // A file is replaced by renaming, so it is the folder that must take a new one.
    accessSync(there === undefined || there.isFile() ? path.dirname(absolute) : absolute, constants.W_OK);
  } catch (error) {
    throw new TightlipError('usage', `--report: ${target} cannot be written: ${whyUnwritten(error)}`, { cause: error });
  }
}

/** What somebody would miss if it were gone; null: nothing. */
async function whatItHolds(
  file: string,
  { configPath, baselinePath }: Settings,
  source: SourceRequest,
  workingDirectory: string,
): Promise<string | null> {
  if (configPath !== null && isIn(file, configPath)) return 'is the configuration';
  if (baselinePath !== null && isIn(file, baselinePath)) return 'is the baseline';
  if (isReport(file)) return null;
  if ('paths' in source && source.kind !== 'staged') {
    const inputs = await inputsOf(source, workingDirectory);
    if (inputs.some((input) => isIn(file, input))) return 'is among the files to be scanned';
  }
  return (await isTracked(file)) ? 'is a file that git tracks' : null;
}

/** Files and folders that are to be read. */
async function inputsOf(
  source: Extract<SourceRequest, { kind: 'files' | 'logs' }>,
  workingDirectory: string,
): Promise<string[]> {
  const named = source.kind === 'files' && source.paths.length === 0 ? ['.'] : source.paths;
  const inputs: string[] = [];
  for (const each of named) {
    const absolute = path.resolve(workingDirectory, each);
    if (statSync(absolute, { throwIfNoEntry: false })) inputs.push(absolute);
    else inputs.push(...((await expandGlob(each, workingDirectory))?.paths ?? []));
  }
  return inputs;
}

/** @param file - Without links in it. */
function isIn(file: string, place: string): boolean {
  const real = statSync(place, { throwIfNoEntry: false }) ? realpathSync(place) : place;
  return file === real || file.startsWith(real.endsWith(path.sep) ? real : real + path.sep);
}

/** How our formats begin, and everybody's SARIF. */
const REPORTS = [
  /^(?:tightlip: |::(?:error|warning|notice)[ :])/,
  /^\{\s*"version":\s*\d+,\s*"tool":\s*\{\s*"name":\s*"tightlip"/,
  /^\{"path":.*"startLine":.*"rule":.*"tier":/,
  /^\s*\{[^{[]*(?:"\$schema":\s*"[^"]*sarif|"runs":\s*\[)/i,
];
const HEAD_BYTES = 4096;

/** Whether a file holds nothing, or what an earlier run wrote. One that cannot be read is none. */
function isReport(file: string): boolean {
  try {
    const head = headOf(file);
    return head.trim() === '' || REPORTS.some((form) => form.test(head));
  } catch {
    return false;
  }
}

function headOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.toString('utf8', 0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}

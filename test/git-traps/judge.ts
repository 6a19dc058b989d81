/** Runs Tightlip on a trap and says what is wrong with its answer. */
import { existsSync } from 'node:fs';
import { main } from '../../src/cli/main.ts';
import { type Ended, runCli } from '../support/run-cli.ts';
import type { Hidden, Planted, Trap } from './trap.ts';

interface ToldPlace {
  readonly path: string | null;
  readonly origin: { readonly kind: string };
  readonly introduced: { readonly commit: string } | null;
  readonly atHead: boolean | null;
  readonly secret?: string;
}

/** The parts of a JSON report that are judged. */
interface ToldReport {
  readonly findings: readonly { readonly places: readonly ToldPlace[] }[];
  readonly receipt: { readonly notes: readonly string[]; readonly skips: readonly { readonly reason: string }[] };
}

/** Everything that is wrong, one sentence each; empty when the trap is passed. */
export async function judgeTightlip(trap: Trap, planted: Planted): Promise<string[]> {
  const args = ['history', ...(trap.options ?? []), '--format', 'json', '--show-secrets', '--quiet'];
  const { code, stdout, stderr } = await run(args, planted);
  if (code !== 1) return [`exit code ${code}: ${stderr.trim() || 'nothing was found'}`];
  const report = JSON.parse(stdout) as ToldReport;
  const places = report.findings.flatMap((finding) => finding.places);
  return [
    ...planted.hidden.flatMap((hidden) => judgeHidden(hidden, places)),
    ...(planted.markers ?? []).filter((marker) => existsSync(marker)).map(() => 'a program of the repository ran'),
    ...judgeReceipt(planted, report),
    ...(places.some((place) => place.introduced === null && place.origin.kind === 'file')
      ? ['a place of no kind']
      : []),
  ];
}

/** Where programs could run, as a process of its own with its own environment; else in this one, which is quicker. */
function run(args: readonly string[], { directory, markers, environment }: Planted): Promise<Ended> {
  if (markers !== undefined) return runCli(args, { cwd: directory, env: environment ?? {} });
  return runHere(args, directory);
}

async function runHere(args: readonly string[], workingDirectory: string): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const collect = (name: keyof typeof said) => ({
    write(data: string | Uint8Array, done?: () => void): void {
      said[name] += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
      done?.();
    },
  });
  const code = await main(args, {
    stdin: (async function* () {})(),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    environment: {},
    workingDirectory,
    nowMs: Date.now(),
    signal: new AbortController().signal,
  });
  return { code, ...said };
}

function judgeHidden(hidden: Hidden, places: readonly ToldPlace[]): string[] {
  const told = places.filter((place) => place.secret?.includes(hidden.value));
  const [first] = told;
  if (first === undefined) return ['the value was not reported'];
  const fits = (place: ToldPlace): boolean =>
    place.origin.kind === (hidden.kind ?? 'blob') &&
    (hidden.path === undefined || samePath(place.path, hidden)) &&
    (hidden.commit === undefined || place.introduced?.commit === hidden.commit) &&
    (hidden.atHead === undefined || place.atHead === hidden.atHead);
  return told.some(fits) ? [] : [`the value is placed elsewhere: ${JSON.stringify({ ...first, secret: '' })}`];
}

/** A path that holds the value itself is shown without it. */
function samePath(path: string | null, { path: expected, value }: Hidden): boolean {
  if (expected === null || expected === undefined || !expected.includes(value)) return path === expected;
  return path !== null && !path.includes(value) && path.startsWith(expected.slice(0, expected.indexOf(value)));
}

function judgeReceipt({ receipt }: Planted, report: ToldReport): string[] {
  if (receipt === undefined) return [];
  const told = [...report.receipt.notes, ...report.receipt.skips.map(({ reason }) => reason)];
  return told.some((text) => text.includes(receipt)) ? [] : [`the receipt does not say "${receipt}"`];
}

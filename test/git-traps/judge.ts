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

interface ToldFinding {
  readonly places: readonly ToldPlace[];
  readonly spread: { readonly refs: readonly string[]; readonly commits: readonly string[] } | null;
}

/** The parts of a JSON report that are judged. */
interface ToldReport {
  readonly findings: readonly ToldFinding[];
  readonly receipt: { readonly notes: readonly string[]; readonly skips: readonly { readonly reason: string }[] };
}

/** Everything that is wrong, one sentence each; empty when the trap is passed. */
export async function judgeTightlip(trap: Trap, planted: Planted): Promise<string[]> {
  const args = ['history', ...(trap.options ?? []), '--format', 'json', '--show-secrets', '--quiet'];
  const { code, stdout, stderr } = await run(args, planted);
  if (code !== 1) return [`exit code ${code}: ${stderr.trim() || 'nothing was found'}`];
  const report = JSON.parse(stdout) as ToldReport;
  return [
    ...planted.hidden.flatMap((hidden) => judgeHidden(hidden, report.findings)),
    ...(planted.markers ?? []).filter((marker) => existsSync(marker)).map(() => 'a program of the repository ran'),
    ...judgeReceipt(planted, report),
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

function judgeHidden(hidden: Hidden, findings: readonly ToldFinding[]): string[] {
  const holds = (place: ToldPlace): boolean => place.secret?.includes(hidden.value) === true;
  const finding = findings.find(({ places }) => places.some(holds));
  if (finding === undefined) return ['the value was not reported'];
  const told = finding.places.filter(holds);
  const fits = (place: ToldPlace): boolean =>
    place.origin.kind === (hidden.kind ?? 'blob') &&
    (hidden.path === undefined || samePath(place.path, hidden)) &&
    (hidden.commit === undefined || place.introduced?.commit === hidden.commit) &&
    (hidden.atHead === undefined || place.atHead === hidden.atHead);
  if (!told.some(fits)) return [`the value is placed elsewhere: ${JSON.stringify({ ...told[0], secret: '' })}`];
  return judgeSpread(hidden, finding);
}

function judgeSpread({ refs, commit }: Hidden, { spread }: ToldFinding): string[] {
  const wrong: string[] = [];
  if (commit !== undefined && !spread?.commits.includes(commit))
    wrong.push('its commit is not among those that wrote it');
  if (refs !== undefined && refs.join() !== spread?.refs.join()) {
    wrong.push(`it is said to be on ${spread?.refs.join(', ') || 'no ref'}`);
  }
  return wrong;
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

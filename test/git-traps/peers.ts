/** Runs other scanners on a trap, each by the command line that it documents for a whole history. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeTempDirectory, TEST_GIT_ENVIRONMENT } from '../support/temp-repo.ts';
import type { Planted } from './trap.ts';

/** A scanner: its program and the words that make it scan a history into a report. */
export interface Peer {
  readonly name: string;
  readonly program: string;
  readonly version: string;
  readonly words: (directory: string, report: string) => readonly string[];
}

const KNOWN: readonly Omit<Peer, 'program' | 'version'>[] = [
  {
    name: 'gitleaks',
    words: (directory, report) => [
      'git',
      directory,
      '--log-opts=--all',
      '-f',
      'json',
      '-r',
      report,
      '--exit-code',
      '0',
      '--no-banner',
    ],
  },
  {
    name: 'betterleaks',
    words: (directory, report) => ['git', directory, '--jsonl', '-o', report, '--no-banner', '--exit-code', '0', '-s'],
  },
  {
    name: 'kingfisher',
    words: (directory, report) => [
      'scan',
      directory,
      '-n',
      '-c',
      'low',
      '--no-update-check',
      '--format',
      'jsonl',
      '-o',
      report,
    ],
  },
  {
    name: 'trufflehog',
    words: (directory) => ['git', `file://${directory}`, '--json', '--no-update', '--no-verification'],
  },
];

/** The peers whose programs lie in a folder. */
export function installedPeers(folder: string): Peer[] {
  return KNOWN.flatMap((peer) => {
    const program = path.join(folder, peer.name);
    return existsSync(program) ? [{ ...peer, program, version: versionOf(program) }] : [];
  });
}

function versionOf(program: string): string {
  for (const words of [['--version'], ['version']]) {
    const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
    const number = /\d+\.\d+\.\d+[\w.-]*/.exec(stdout + stderr);
    if (status === 0 && number) return number[0];
  }
  return programModuleVersion(program);
}

/** A program that `go install` built knows its module's version alone. */
function programModuleVersion(program: string): string {
  try {
    const text = execFileSync('go', ['version', '-m', program], { encoding: 'utf8' });
    return /\tmod\t\S+\tv(\S+)/.exec(text)?.[1] ?? '';
  } catch {
    return '';
  }
}

/** What came of it: `found` when the report holds every hidden value, wherever it places it. */
export type PeerAnswer = 'found' | 'part' | 'missed' | 'ran a program' | 'failed';

/** Scans a trap with a peer. */
export function judgePeer(peer: Peer, { directory, hidden, markers, environment }: Planted): PeerAnswer {
  const report = path.join(makeTempDirectory(), 'report.jsonl');
  const env = { ...process.env, ...TEST_GIT_ENVIRONMENT, ...environment };
  const options = { cwd: directory, env, encoding: 'latin1', maxBuffer: 1 << 28, timeout: 120_000 } as const;
  const { status, stdout } = spawnSync(peer.program, peer.words(directory, report), options);
  const told = existsSync(report) ? readFileSync(report, 'latin1') : stdout;
  rmSync(report, { force: true });
  const ran = (markers ?? []).some((marker) => existsSync(marker));
  for (const marker of markers ?? []) rmSync(marker, { force: true });
  if (ran) return 'ran a program';
  const count = hidden.filter(({ value }) => told.includes(value)).length;
  if (count === hidden.length) return 'found';
  if (count > 0) return 'part';
  return status === 0 ? 'missed' : 'failed';
}

/** Traps too large for every run: `npm run traps -- FOLDER --soak`. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { TempRepo } from '../support/temp-repo.ts';
import { lineOf, plainLines, planted, type Trap } from './trap.ts';

const MIB = 1 << 20;

/** Writes a text file of so many MiB with the last line given. */
function writeLarge(repo: TempRepo, name: string, mebibytes: number, lastLine: string): void {
  const block = plainLines('block', 30_000).slice(0, MIB - 1);
  const file = openSync(repo.path(name), 'w');
  for (let i = 0; i < mebibytes; i++) writeSync(file, `${block}\n`);
  writeSync(file, lastLine);
  closeSync(file);
}

export const SOAK_TRAPS: readonly Trap[] = [
  {
    name: '1 GiB blob',
    hides: 'the last line of a text file of one gibibyte, deleted since',
    plant: planted((repo, value) => {
      writeLarge(repo, 'huge.log', 1024, lineOf(value));
      const commit = repo.commit({}, 'a log');
      repo.remove('huge.log').commit({}, 'take it out');
      return { path: 'huge.log', commit, atHead: false };
    }),
  },
];

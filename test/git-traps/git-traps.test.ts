/** Every trap, scanned by the built program as a user would. A known hole must be one: who mends it takes the mark off. */
import { describe, expect, it } from 'vitest';
import { isolateGit } from '../support/isolate-git.ts';
import { judgeTightlip } from './judge.ts';
import { TRAPS } from './table.ts';

isolateGit();

describe('git traps', () => {
  it('are told apart by name', () => {
    expect(new Set(TRAPS.map(({ name }) => name)).size).toBe(TRAPS.length);
    expect(TRAPS.length).toBeGreaterThanOrEqual(80);
  });

  for (const trap of TRAPS) {
    const title = `${trap.name}: ${trap.hides}`;
    it(trap.known === undefined ? title : `${title} (known hole: ${trap.known})`, async () => {
      const wrong = await judgeTightlip(trap, trap.plant());
      if (trap.known === undefined) expect(wrong).toEqual([]);
      else expect(wrong).not.toEqual([]);
    });
  }
});

import { describe, expect, test } from 'vitest';
import { progressText, startProgress } from '../../src/cli/progress.ts';

describe('the progress line', () => {
  test.each([
    [{ done: 1200, total: 4000, findings: 2 }, 6000, 'files 1,200 of 4,000 · 14 s left · 2 so far'],
    [{ done: 1, total: 4000, findings: 0 }, 10, 'files 1 of 4,000'],
    [{ done: 4000, total: 4000, findings: 0 }, 10, 'files 4,000 of 4,000'],
    [{ done: 12, total: null, findings: 1 }, 10, 'files 12 · 1 so far'],
  ])('%j after %d ms is %s', (progress, elapsedMs, text) => {
    expect(progressText(progress, 'files', elapsedMs)).toBe(text);
  });

  test.each([
    ['no terminal', true, false],
    ['--quiet', false, true],
    ['the first second', true, true],
  ])('says nothing: %s', (_, isWanted, isTTY) => {
    const written: unknown[] = [];
    const line = startProgress({ isTTY, write: (data) => written.push(data) }, isWanted, 'files');
    line.update({ done: 1, total: 2, findings: 0 });
    line.stop();
    expect(written).toEqual([]);
  });
});

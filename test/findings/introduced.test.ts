import { describe, expect, it } from 'vitest';
import { introduced, mayIntroduce, oldContent } from '../../src/findings/introduced.ts';
import type { ChangeGroup } from '../../src/git/changes.ts';

const keys: Readonly<Record<string, readonly string[]>> = { clean: [], k: ['K'], kl: ['K', 'L'], l: ['L'] };
const keysOf = (oid: string): ReadonlySet<string> => new Set(keys[oid]);
const none = (): boolean => false;

function group(
  changes: readonly (readonly [path: string, oid: string, ...before: string[]])[],
  removals: readonly (readonly [path: string, oid: string])[] = [],
): ChangeGroup {
  return {
    commit: null,
    author: '',
    date: '',
    changes: changes.map(([path, oid, ...before]) => ({ path, oid, before })),
    removals: removals.map(([path, oid]) => ({ path, oid })),
  };
}

describe('introduced', () => {
  it.each<[title: string, change: ChangeGroup, expected: string[]]>([
    ['a new file', group([['a', 'k', '']]), ['a K']],
    ['a value added beside an old one', group([['a', 'kl', 'k']]), ['a L']],
    ['a line that moved', group([['a', 'k', 'kl']]), []],
    ['a renamed file', group([['b', 'k', '']], [['a', 'k']]), []],
    ['a renamed and edited file', group([['b', 'kl', '']], [['a', 'k']]), ['b L']],
    ['a copy while the source stays', group([['b', 'k', '']]), ['b K']],
    ['a merge that repeats one parent', group([['a', 'kl', 'k', 'l']]), []],
    ['a merge that adds what no parent has', group([['a', 'kl', 'k', 'clean']]), ['a L']],
    ['an octopus', group([['a', 'kl', '', 'clean', 'l']]), ['a K']],
    [
      'two files with the same value',
      group([
        ['a', 'k', ''],
        ['b', 'k', ''],
      ]),
      ['a K', 'b K'],
    ],
    ['nothing', group([['a', 'clean', 'k']], [['b', 'l']]), []],
  ])('%s', (_, change, expected) => {
    // Without what it removes a group may introduce more, and never less.
    const bare = { ...change, removals: [] };
    expect(mayIntroduce(bare, keysOf, none)).toBe(introduced(bare, keysOf, none).length > 0);
    if (expected.length > 0) expect(mayIntroduce(bare, keysOf, none)).toBe(true);
    expect(introduced(change, keysOf, none).map(({ path, valueKey }) => `${path} ${valueKey}`)).toEqual(expected);
  });

  it('names the change itself where two have one path, as in a damaged tree', () => {
    const twice = group([
      ['a', 'k', ''],
      ['a', 'l', ''],
    ]);
    expect(introduced(twice, keysOf, none).map(({ change }) => change)).toEqual([0, 1]);
  });

  it('lets excluded paths neither introduce nor count as removed', () => {
    const excluded = (path: string): boolean => path.startsWith('test/');
    expect(introduced(group([['src/k', 'k', '']], [['test/k', 'k']]), keysOf, excluded)).toHaveLength(1);
    expect(introduced(group([['test/k', 'k', '']]), keysOf, excluded)).toEqual([]);
  });
});

describe('oldContent', () => {
  const hasMatch = (oid: string): boolean => keysOf(oid).size > 0;

  it('asks for old content only where the new has a match', () => {
    const change = group(
      [
        ['a', 'k', 'old-a'],
        ['b', 'clean', 'old-b'],
        ['c', 'l', '', 'old-c'],
      ],
      [['d', 'old-d']],
    );
    expect(oldContent(change, hasMatch, none)).toEqual(['old-a', 'old-c', 'old-d']);
    expect(oldContent(group([['b', 'clean', 'old-b']], [['d', 'old-d']]), hasMatch, none)).toEqual([]);
  });

  it('leaves out what is excluded', () => {
    const excluded = (path: string): boolean => path === 'd' || path === 'a';
    expect(
      oldContent(
        group(
          [
            ['a', 'k', 'old-a'],
            ['c', 'l', 'old-c'],
          ],
          [['d', 'old-d']],
        ),
        hasMatch,
        excluded,
      ),
    ).toEqual(['old-c']);
    expect(oldContent(group([['a', 'k', 'old-a']], [['e', 'old-e']]), hasMatch, excluded)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { namesIn, newNames } from '../../src/findings/new-names.ts';
import type { ChangeGroup } from '../../src/git/changes.ts';

const keysOf = (name: string): string[] => (name.startsWith('secret-') ? [name.slice(0, 8)] : []);

function group(changes: readonly [path: string, ...before: string[]][], removed: readonly string[] = []): ChangeGroup {
  return {
    commit: 'c',
    author: '',
    date: '',
    changes: changes.map(([path, ...before]) => ({ path, oid: 'new', before })),
    removals: removed.map((path) => ({ path, oid: 'old' })),
  };
}

function found(of: ChangeGroup, excluded: (path: string) => boolean = () => false): string[] {
  return newNames(of, keysOf, excluded).map(({ path }) => path);
}

describe('new names', () => {
  it('are told with the path up to them, a folder once', () => {
    expect(namesIn('a/b/c')).toEqual([
      { path: 'a', name: 'a' },
      { path: 'a/b', name: 'b' },
      { path: 'a/b/c', name: 'c' },
    ]);
    expect(found(group([['a/secret-x/1'], ['a/secret-x/2'], ['b/secret-x'], ['plain']]))).toEqual([
      'a/secret-x',
      'b/secret-x',
    ]);
  });

  it('are no longer new where a parent has the path, whatever its content', () => {
    expect(found(group([['secret-x', 'old']]))).toEqual([]);
    expect(found(group([['secret-x', '', 'old']]))).toEqual([]);
    expect(found(group([['secret-x', '', '']]))).toEqual(['secret-x']);
  });

  it('are not new where the same change removes a path with the same value in it', () => {
    expect(found(group([['moved/secret-x.txt']], ['secret-x/readme']))).toEqual([]);
    expect(found(group([['moved/secret-y.txt']], ['secret-x/readme']))).toEqual(['moved/secret-y.txt']);
  });

  it('are not looked for in excluded paths, which do not count as old either', () => {
    const excluded = (path: string): boolean => path.startsWith('vendor/');
    expect(found(group([['vendor/secret-x']]), excluded)).toEqual([]);
    expect(found(group([['secret-x']], ['vendor/secret-x']), excluded)).toEqual(['secret-x']);
  });
});

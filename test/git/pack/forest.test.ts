import { describe, expect, it } from 'vitest';
import { openPacks } from '../../../src/git/pack/open-packs.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo } from '../../support/temp-repo.ts';

isolateGit();

describe('the families of a pack', () => {
  it('come by the class of their size, so that those of one large file mostly stand together, each whole', () => {
    const repo = makeRepo();
    const text = (file: number, version: number, lines: number): string =>
      Array.from({ length: lines }, (_, line) => `${file} ${line} ${line % 40 === version ? version : ''}\n`).join('');
    for (let version = 0; version < 6; version++) {
      repo.commit({
        small: text(0, version, 20),
        large: text(1, version, 20_000),
        middle: text(2, version, 4000),
        other: text(3, version, 4100),
      });
    }
    // Shallow chains: several families a file.
    repo.git('repack', '-adq', '--depth=2', '--window=4');
    const { table, forest } = openPacks([repo.path('.git/objects')]);
    const { nodes, depths } = forest.blobs;
    expect(nodes).toHaveLength(24);
    const roots = Array.from(nodes).filter((_, place) => depths[place] === 0);
    expect(roots.length).toBeGreaterThan(4);
    const kilobytes = roots.map((node) => Math.round(table.sizes[node]! / 1024));
    expect(kilobytes).toEqual([...kilobytes].sort((a, b) => a - b));
    for (const [place, node] of nodes.entries()) {
      if (depths[place]! > 0) expect(nodes.subarray(0, place)).toContain(table.bases[node]);
    }
  });
});

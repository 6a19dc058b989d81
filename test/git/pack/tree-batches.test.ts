/** Trees that the kernel reads many at a time are what is read of them one by one. */
import { readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TightlipError } from '../../../src/errors.ts';
import { TREE } from '../../../src/git/pack/headers.ts';
import type { ReadObjects } from '../../../src/git/pack/pack-changes.ts';
import { isFileTag, NO_TAG } from '../../../src/git/pack/tree-links.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../../support/temp-repo.ts';
import { writePack } from './make-pack.ts';
import { readObjects } from './pack-support.ts';
import { randomHistory } from './random-history.ts';
import { RandomTrees } from './random-trees.ts';

isolateGit();
afterEach(() => {
  vi.unstubAllEnvs();
});

/** What is read of a repository's trees. */
interface Told {
  readonly isWhole: boolean;
  readonly told: string[];
}

/** All that is read, each entry as text, or why nothing is: git ends where an object is damaged that it is asked for. */
async function trees({ directory }: TempRepo): Promise<Told> {
  try {
    return tell(await readObjects(await openRepository(directory)));
  } catch (error) {
    if (!(error instanceof TightlipError)) throw error;
    return { isWhole: false, told: [error.message] };
  }
}

function tell({ store, read }: ReadObjects): Told {
  const { graph } = read;
  const told = [`in order ${graph.isInOrder}`, ...[...read.missing].sort()];
  for (let node = 0; node < store.table.count; node++) {
    if (store.table.kinds[node] !== TREE || graph.start(node) === -1) continue;
    const links = graph.trees.collect(node, () => true);
    const entries = Array.from({ length: links.length / 2 }, (_, i) => {
      const [object, tag] = [links[2 * i]!, links[2 * i + 1]!];
      const name = tag === NO_TAG ? '' : Buffer.from(graph.names.bytesOf(tag >> 1)).toString('latin1');
      return `${object < 0 ? object : graph.oid(object)} ${tag !== NO_TAG && isFileTag(tag)} ${name}`;
    });
    told.push(`${graph.oid(node)}: ${entries.join(', ')}`);
  }
  return { isWhole: read.isWhole, told };
}

async function expectSame(repo: TempRepo): Promise<Told> {
  const fast = await trees(repo);
  vi.stubEnv('TIGHTLIP_NO_WASM', '1');
  const plain = await trees(repo);
  vi.unstubAllEnvs();
  expect(fast).toEqual(plain);
  return fast;
}

function packOf(repo: TempRepo): string {
  const directory = repo.path('.git/objects/pack');
  return `${directory}/${readdirSync(directory).find((name) => name.endsWith('.pack'))}`;
}

describe('trees that are read many at a time', () => {
  it('are the same, whatever is in them and in their deltas', async () => {
    const repo = makeRepo();
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 150 }), fc.boolean(), async (seed, count, hasGaps) => {
        const made = new RandomTrees(seed, count, hasGaps);
        rmSync(repo.path('.git/objects/pack'), { recursive: true, force: true });
        writePack(repo.path('.git/objects'), 'made', made.pack());
        const { told } = await expectSame(repo);
        expect(told.length).toBeGreaterThan(1);
      }),
      { numRuns: 60 },
    );
  });

  it('are the same in a pack that is damaged anywhere', async () => {
    const history = randomHistory(7, 40);
    for (let i = 0; i < 40; i++) history.commit({ [`wide/${i % 13}`]: `${i}`, [`deep/${i % 3}/x`]: `${i}` });
    history.git('repack', '-adfq', '--depth=50', '--window=50');
    const file = packOf(history);
    chmodSync(file, 0o644);
    const whole = readFileSync(file);
    let damaged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 12, max: whole.length - 21 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const bytes = Buffer.from(whole);
          bytes[at]! ^= change;
          writeFileSync(file, bytes);
          const { isWhole } = await expectSame(history);
          if (!isWhole) damaged++;
        },
      ),
      { numRuns: 40 },
    );
    expect(damaged).toBeGreaterThan(5);
  }, 120_000);

  it('are the same where a chain of large ones needs more memory, and where one is too large to be told', async () => {
    const repo = makeRepo();
    const fileOf = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`folder/name-${i}`, 'x']));
    repo.commit(fileOf(7000));
    for (let i = 0; i < 20; i++) repo.commit({ [`folder/name-${i * 300}`]: `${i}` });
    repo.git('repack', '-adfq', '--depth=50');
    const { told } = await expectSame(repo);
    expect(told.length).toBeGreaterThan(40);
    repo.commit(fileOf(12_000));
    repo.commit({ 'folder/name-77': 'y', 'other/small': 'z' });
    repo.git('repack', '-adfq', '--depth=50');
    await expectSame(repo);
  }, 120_000);
});

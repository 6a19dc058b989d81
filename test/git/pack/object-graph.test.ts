/** What is kept of trees by what they inherit equals what their bytes say, however odd the trees and the deltas are. */
import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BARREN, ContentClasses } from '../../../src/git/pack/content-classes.ts';
import { ABSENT, type ObjectGraph } from '../../../src/git/pack/object-graph.ts';
import { isFileTag, NO_TAG } from '../../../src/git/pack/tree-links.ts';
import { namesOf, TreeWalk } from '../../../src/git/pack/tree-walk.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo } from '../../support/temp-repo.ts';
import { writePack } from './make-pack.ts';
import { gitInput, readObjects } from './pack-support.ts';
import { randomHistory } from './random-history.ts';
import { idOf, parseTree, RandomTrees, type TreeEntry } from './random-trees.ts';

isolateGit();

const repo = makeRepo();

async function graphOf(made: RandomTrees): Promise<ObjectGraph> {
  rmSync(repo.path('.git/objects/pack'), { recursive: true, force: true });
  writePack(repo.path('.git/objects'), 'made', made.pack());
  const { read } = await readObjects(await openRepository(repo.directory));
  expect(read.missing).toEqual([]);
  return read.graph;
}

function nameOf(graph: ObjectGraph, tag: number): string {
  return Buffer.from(graph.names.bytesOf(tag >> 1)).toString('latin1');
}

/** A tree's links as the graph has them, and as its bytes say. */
function bothWays(graph: ObjectGraph, oid: string, entries: readonly TreeEntry[]): [unknown[], unknown[]] {
  const links = graph.trees.collect(graph.find(oid), () => true);
  const told = Array.from({ length: links.length / 2 }, (_, i) => {
    const [object, tag] = links.slice(2 * i, 2 * i + 2) as unknown as [number, number];
    return tag === NO_TAG ? [object] : [object, isFileTag(tag), nameOf(graph, tag)];
  });
  const said = entries.map(({ mode, name, oid: child }) =>
    mode === '160000' ? [ABSENT] : [graph.find(child), mode !== '40000', name],
  );
  return [told, said];
}

const someTrees = fc.record({ seed: fc.nat(), count: fc.integer({ min: 1, max: 120 }) });

describe('ObjectGraph', () => {
  it('knows all entries of trees of any kind, by any deltas', async () => {
    await fc.assert(
      fc.asyncProperty(someTrees, async ({ seed, count }) => {
        const made = new RandomTrees(seed, count, true);
        const graph = await graphOf(made);
        let derived = 0;
        for (const { oid, entries } of made.trees) {
          const [told, said] = bothWays(graph, oid, entries);
          expect(told).toEqual(said);
          if (graph.trees.baseOf(graph.find(oid)) !== -1) derived++;
        }
        if (made.trees.length > 100) expect(derived).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });

  it('knows all entries at the end of long chains', async () => {
    const history = randomHistory(31, 60);
    for (let i = 0; i < 150; i++) history.commit({ [`wide/${i % 40}`]: `${i}`, [`deep/${i % 3}/x`]: `${i}` });
    history.git('repack', '-adfq', '--depth=4000', '--window=200');
    const { read } = await readObjects(await openRepository(history.directory));
    const lines = history
      .git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)')
      .split('\n');
    const trees = lines.filter((line) => line.startsWith('tree ')).map((line) => line.slice('tree '.length));
    expect(trees.length).toBeGreaterThan(300);
    for (const oid of trees.filter((_, i) => i % 5 === 0)) {
      const [told, said] = bothWays(read.graph, oid, parseTree(gitInput(history, '', 'cat-file', 'tree', oid)));
      expect(told).toEqual(said);
    }
    // A git process for each tree: slow on a busy machine.
  }, 120_000);
});

/** What a tree leads to in git's order, each once with the names that lead there. */
function walkPlainly(made: RandomTrees): {
  seen: Set<string>;
  met: string[];
  walk: (oid: string, names: readonly string[]) => void;
} {
  const byOid = new Map(made.trees.map((tree) => [tree.oid, tree]));
  const seen = new Set<string>();
  const met: string[] = [];
  const walk = (oid: string, names: readonly string[]): void => {
    if (seen.has(oid)) return;
    seen.add(oid);
    const tree = byOid.get(oid);
    if (tree === undefined) met.push(`${oid} ${names.join('/')}`);
    for (const entry of tree?.entries ?? []) if (entry.mode !== '160000') walk(entry.oid, [...names, entry.name]);
  };
  return { seen, met, walk };
}

describe('TreeWalk', () => {
  it('meets everything in git\u2019s order, whichever trees come first', async () => {
    await fc.assert(
      fc.asyncProperty(someTrees, fc.array(fc.nat(), { maxLength: 12 }), async ({ seed, count }, picks) => {
        const made = new RandomTrees(seed, count, false);
        const graph = await graphOf(made);
        const plain = walkPlainly(made);
        const walk = new TreeWalk(graph, new Uint8Array(graph.size));
        for (const pick of picks) {
          const { oid } = made.trees[pick % made.trees.length]!;
          plain.walk(oid, []);
          walk.walk(graph.find(oid));
        }
        const walked = walk.walked();
        const met = Array.from(walked.blobs, (blob) => {
          const names = namesOf(walked, blob).map((name) => nameOf(graph, 2 * name));
          return `${graph.oid(blob)} ${names.join('/')}`;
        });
        expect(met).toEqual(plain.met);
        const marked = [...walk.met.keys()]
          .filter((object) => walk.met[object] === 1)
          .map((object) => graph.oid(object));
        expect(new Set(marked)).toEqual(plain.seen);
      }),
      { numRuns: 100 },
    );
  });
});

describe('ContentClasses', () => {
  it('are equal where trees hold the same wanted blobs at the same paths', async () => {
    await fc.assert(
      fc.asyncProperty(someTrees, fc.nat(4095), fc.nat(), async ({ seed, count }, pick, order) => {
        const made = new RandomTrees(seed, count, false);
        const graph = await graphOf(made);
        const walk = new TreeWalk(graph, new Uint8Array(graph.size));
        // Some trees are not reached: nothing may be learnt from them.
        const asked = made.trees.filter((_, i) => (i + order) % 3 !== 0);
        for (const { oid } of asked) walk.walk(graph.find(oid));
        const wanted = new Set(made.blobs.map((blob) => idOf('blob', blob)).filter((_, i) => (pick >> i) % 2 === 1));
        const contents = contentsOf(made, wanted);
        const classes = new ContentClasses(
          graph,
          walk.met,
          [...wanted].map((oid) => graph.find(oid)),
        );
        const byClass = new Map<number, string>();
        const byContent = new Map<string, number>([['[]', BARREN]]);
        for (const { oid } of order % 2 === 0 ? asked : asked.toReversed()) {
          const found = classes.of(graph.find(oid));
          const content = contents.get(oid)!;
          expect(byClass.get(found) ?? content).toBe(content);
          expect(byContent.get(content) ?? found).toBe(found);
          byClass.set(found, content);
          byContent.set(content, found);
          expect(classes.leads(graph.find(oid))).toBe(content !== '[]');
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** By tree, what it holds of the wanted blobs: texts that are equal where that is. */
function contentsOf(made: RandomTrees, wanted: ReadonlySet<string>): Map<string, string> {
  const numbers = new Map<string, number>([['[]', 0]]);
  const contents = new Map<string, string>();
  for (const { oid, entries } of made.trees) {
    const held = entries.flatMap(({ mode, name, oid: child }): string[] => {
      if (mode === '100644') return wanted.has(child) ? [`${name} ${child}`] : [];
      const number = mode === '40000' ? numbers.get(contents.get(child)!)! : 0;
      return number === 0 ? [] : [`${name}/ ${number}`];
    });
    const content = JSON.stringify(held.sort());
    contents.set(oid, content);
    if (!numbers.has(content)) numbers.set(content, numbers.size);
  }
  return contents;
}

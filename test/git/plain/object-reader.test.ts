import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ObjectReader } from '../../../src/git/plain/object-reader.ts';
import { isolateGit } from '../../support/isolate-git.ts';
import { makeRepo, TEST_GIT_ENVIRONMENT, type TempRepo } from '../../support/temp-repo.ts';

isolateGit();

/** Versions of a few files, so that packs keep most objects by delta. */
function makeVersions(): TempRepo {
  const repo = makeRepo();
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`folder/file-${index}`, `text ${index}\n`]),
  );
  repo.commit({ ...many, empty: '' });
  for (let version = 0; version < 12; version++) {
    const lines = Array.from({ length: 300 }, (_, line) => `line ${line} ${line === version ? 'changed' : ''}\n`);
    repo.commit({ 'long.txt': lines.join(''), [`folder/file-${version}`]: `changed ${version}` });
  }
  return repo;
}

describe('single objects', () => {
  let repo: TempRepo;
  beforeAll(() => {
    repo = makeVersions();
  });

  it.each<[what: string, prepare: string]>([
    ['loose', 'true'],
    [
      'loose, without compression',
      'git repack -adq && mv .git/objects/pack/*.pack x && rm -f .git/objects/pack/* && ' +
        'git -c core.looseCompression=0 unpack-objects -q < x && rm x',
    ],
    ['packed, deltas by offset', 'git -c repack.useDeltaBaseOffset=true repack -adfq --depth=50'],
    ['packed, deltas by id', 'git -c repack.useDeltaBaseOffset=false repack -adfq --depth=50'],
    ['packed without compression', 'git -c pack.compression=0 repack -adFq'],
    ['in several packs', 'git repack -dq && git commit -q --allow-empty -m more && git repack -dq'],
  ])('%s are what git says', (_, prepare) => {
    execFileSync('sh', ['-c', prepare], { cwd: repo.directory, env: { ...process.env, ...TEST_GIT_ENVIRONMENT } });
    const objects = repo
      .git('cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objecttype)')
      .split('\n');
    expect(objects.length).toBeGreaterThan(100);
    const reader = new ObjectReader(repo.path('.git', 'objects'));
    try {
      for (const object of objects) {
        const [oid, type] = object.split(' ') as [string, string];
        const read = reader.read(oid);
        const hash = createHash('sha1')
          .update(`${type} ${read?.bytes.length}\0`)
          .update(read?.bytes ?? '');
        expect([object, read?.type, hash.digest('hex')]).toEqual([object, type, oid]);
      }
      expect(reader.read('1'.repeat(40))).toBeNull();
    } finally {
      reader.close();
    }
  });
});

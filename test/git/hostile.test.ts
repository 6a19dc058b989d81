/** A repository whose config and attributes name programs: none of them may run, whatever is read. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CatFile } from '../../src/git/cat-file.ts';
import { commitChanges } from '../../src/git/commit-changes.ts';
import { resolveRange } from '../../src/git/range.ts';
import { reachableBlobs, wholeHistory } from '../../src/git/reachable.ts';
import { readProvenance, refsContaining, treeContent } from '../../src/git/refs.ts';
import { openRepository } from '../../src/git/repository.ts';
import { openStaged } from '../../src/git/staged-changes.ts';
import { listWorkTree } from '../../src/git/work-tree.ts';
import { isolateGit } from '../support/isolate-git.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

isolateGit();

/** Settings that make git run a program, with the command under which each would. */
function plantPrograms(repo: TempRepo): string {
  const marker = repo.path('..', `${repo.directory.split('/').at(-1)}-ran`);
  const program = repo.trap('.git/evil.sh', marker);
  const settings: Record<string, string> = {
    'core.fsmonitor': program,
    'core.hooksPath': repo.path('.git', 'evil-hooks'),
    'core.pager': program,
    'core.sshCommand': program,
    'core.editor': program,
    'core.askPass': program,
    'diff.external': program,
    'diff.evil.textconv': program,
    'diff.evil.command': program,
    'filter.evil.clean': program,
    'filter.evil.smudge': program,
    'filter.evil.process': program,
    'gpg.program': program,
    'credential.helper': `!${program}`,
    'log.showSignature': 'true',
    'alias.ls-files': `!${program}`,
    'uploadpack.packObjectsHook': program,
    'remote.origin.url': `ext::${program}`,
    'remote.origin.promisor': 'true',
    'protocol.ext.allow': 'always',
  };
  for (const [name, value] of Object.entries(settings)) repo.git('config', name, value);
  for (const hook of ['pre-commit', 'post-index-change', 'reference-transaction', 'post-checkout']) {
    repo.trap(`.git/evil-hooks/${hook}`, marker);
  }
  return marker;
}

describe('a hostile repository', () => {
  it('runs nothing, and everything in it is still read', async () => {
    const repo = makeRepo();
    const attributes = '* diff=evil filter=evil merge=evil -diff\n*.dat binary\n';
    repo.commit({ 'a.txt': 'one', 'state.dat': 'two' }, 'one');
    repo.commit({ '.gitattributes': attributes }, 'two');
    const blob = repo.oid('a.txt');
    repo.write({ 'a.txt': 'changed', 'new.txt': 'new' }).stage();
    const marker = plantPrograms(repo);
    // Makes git want to look at the work tree again.
    repo.write({ 'a.txt': 'changed again' });

    const opened = await openRepository(repo.directory);
    expect((await openStaged(repo.directory)).staged.group.changes.map(({ path }) => path)).toEqual([
      'a.txt',
      'new.txt',
    ]);
    expect((await listWorkTree(opened, [])).files).toContain('new.txt');
    const set = await wholeHistory(opened);
    expect((await reachableBlobs(opened, set)).blobs).toHaveLength(3);
    const paths: string[] = [];
    for await (const group of commitChanges(opened, set)) paths.push(...group.changes.map(({ path }) => path));
    expect(paths).toEqual(['a.txt', 'state.dat', '.gitattributes']);
    expect(await resolveRange(opened, 'HEAD~1..HEAD')).toMatchObject({ commits: { length: 1 } });
    await readProvenance(opened);
    await treeContent(opened);
    await refsContaining(opened, repo.head());
    const objects = await CatFile.open(opened, [blob, 'ab'.repeat(20)]);
    expect([(await objects.next())?.type, (await objects.next())?.type]).toEqual(['blob', 'missing']);
    objects.close();
    expect(existsSync(marker)).toBe(false);
  });

  it('would have run something without the switches', () => {
    const repo = makeRepo();
    repo.commit({ 'a.txt': 'one' });
    const marker = plantPrograms(repo);
    repo.tryGit('status');
    expect(existsSync(marker)).toBe(true);
  });
});

/** Commits and blobs that no branch leads to: other refs, other work trees, what is merely still there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeTempDirectory, TempRepo } from '../support/temp-repo.ts';
import { lineOf, makeToken, planted, startedRepo, type Trap } from './trap.ts';

export const REF_TRAPS: readonly Trap[] = [
  {
    name: 'other branch',
    hides: 'a branch that is not checked out',
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '-b', 'dev');
      const commit = repo.commit({ 'dev.conf': lineOf(value) });
      repo.git('checkout', '-q', 'main');
      return { path: 'dev.conf', commit, atHead: false, refs: ['refs/heads/dev'] };
    }),
  },
  {
    name: 'only under a tag',
    hides: 'a commit that only a tag still names',
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '-b', 'old');
      const commit = repo.commit({ 'old.conf': lineOf(value) });
      repo.git('tag', 'v0');
      repo.git('checkout', '-q', 'main');
      repo.git('branch', '-q', '-D', 'old');
      return { path: 'old.conf', commit, atHead: false, refs: ['refs/tags/v0'] };
    }),
  },
  {
    name: 'ref of a pull request',
    hides: 'a commit under refs/pull, which a mirror clone brings along',
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '-b', 'pr');
      const commit = repo.commit({ 'pr.conf': lineOf(value) });
      repo.git('update-ref', 'refs/pull/7/head', commit);
      repo.git('checkout', '-q', 'main');
      repo.git('branch', '-q', '-D', 'pr');
      return { path: 'pr.conf', commit, atHead: false, refs: ['refs/pull/7/head'] };
    }),
  },
  {
    name: 'stash',
    hides: 'the newest stash entry',
    plant: planted((repo, value) => {
      repo.write({ 'readme.md': lineOf(value) }).git('stash', '-q');
      return { path: 'readme.md' };
    }),
  },
  {
    name: 'older stash entry',
    hides: 'the second stash entry, which only the reflog of refs/stash names',
    plant: planted((repo, value) => {
      repo.write({ 'readme.md': lineOf(value) }).git('stash', '-q');
      repo.write({ 'readme.md': 'other\n' }).git('stash', '-q');
      return { path: 'readme.md', refs: ['stash@{1}'] };
    }),
  },
  {
    name: 'untracked file in a stash',
    hides: 'an untracked file that stash -u took along',
    plant: planted((repo, value) => {
      repo.write({ 'local.env': lineOf(value) }).git('stash', '-q', '-u');
      return { path: 'local.env' };
    }),
  },
  {
    name: 'staged part of a stash',
    hides: "content that was staged, then changed, then stashed: only in the stash entry's index",
    plant: planted((repo, value) => {
      repo.write({ 'readme.md': lineOf(value) }).stage();
      repo.write({ 'readme.md': 'harmless\n' }).git('stash', '-q');
      return { path: 'readme.md' };
    }),
  },
  {
    name: 'detached work tree',
    hides: 'a commit on the detached HEAD of a linked work tree',
    plant: planted((repo, value) => {
      const linked = new TempRepo(path.join(makeTempDirectory(), 'linked'));
      repo.git('worktree', 'add', '-q', '--detach', linked.directory);
      const commit = linked.commit({ 'linked.conf': lineOf(value) });
      return { path: 'linked.conf', commit, atHead: false, refs: ['worktrees/linked/HEAD'] };
    }),
  },
  {
    name: 'ref of a work tree',
    hides: 'a commit that only a ref of a linked work tree names (a bisect, a rebase)',
    plant: planted((repo, value) => {
      const linked = new TempRepo(path.join(makeTempDirectory(), 'linked'));
      repo.git('worktree', 'add', '-q', '--detach', linked.directory);
      const commit = linked.commit({ 'linked.conf': lineOf(value) });
      linked.git('update-ref', 'refs/worktree/kept', commit);
      linked.git('checkout', '-q', '--detach', 'main');
      return { path: 'linked.conf', commit, atHead: false, refs: ['worktrees/linked/refs/worktree/kept'] };
    }),
  },
  {
    name: 'deleted branch',
    hides: 'a commit of a branch that was deleted without merging',
    options: ['--unreachable'],
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '-b', 'gone');
      const commit = repo.commit({ 'gone.conf': lineOf(value) });
      repo.git('checkout', '-q', 'main');
      repo.git('branch', '-q', '-D', 'gone');
      repo.git('reflog', 'expire', '--expire=now', '--all');
      return { path: 'gone.conf', commit, atHead: false, refs: [] };
    }),
  },
  {
    name: 'amended commit',
    hides: 'the commit that an amend replaced',
    options: ['--unreachable'],
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.write({ 'app.conf': 'clean\n' }).stage();
      repo.git('commit', '-q', '--amend', '-m', 'clean');
      return { path: 'app.conf', commit, atHead: false, refs: [] };
    }),
  },
  {
    name: 'message of an amended commit',
    hides: 'the message of the commit that an amend replaced',
    options: ['--unreachable'],
    plant: planted((repo, value) => {
      const commit = repo.commit({ f: '1' }, `with ${value}`);
      repo.git('commit', '-q', '--amend', '-m', 'without');
      return { kind: 'commit-message', path: null, commit };
    }),
  },
  {
    name: 'packed and unreachable',
    hides: 'a commit that nothing names, packed with the rest',
    options: ['--unreachable'],
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '-b', 'gone');
      const commit = repo.commit({ 'gone.conf': lineOf(value) });
      repo.git('checkout', '-q', 'main');
      repo.git('repack', '-q', '-a', '-d');
      repo.git('branch', '-q', '-D', 'gone');
      repo.git('reflog', 'expire', '--expire=now', '--all');
      repo.git('repack', '-q', '-a', '-d', '-k');
      return { path: 'gone.conf', commit, atHead: false };
    }),
  },
  {
    name: 'added and never committed',
    hides: 'a blob that was staged, then unstaged',
    options: ['--unreachable'],
    plant: planted((repo, value) => {
      repo.write({ 'local.env': lineOf(value) }).stage();
      repo.git('reset', '-q');
      repo.remove('local.env');
      return { kind: 'blob', path: null };
    }),
  },
  {
    name: 'dropped stash',
    hides: 'a stash entry that was dropped',
    options: ['--unreachable'],
    plant: planted((repo, value) => {
      repo.write({ 'readme.md': lineOf(value) }).git('stash', '-q');
      repo.git('stash', 'drop', '-q');
      return { path: 'readme.md' };
    }),
  },
  {
    name: 'deleted tag',
    hides: 'the message of an annotated tag that was deleted',
    options: ['--unreachable'],
    plant: planted((repo, value) => {
      repo.git('tag', '-a', '-m', `release ${value}`, 'v1');
      repo.git('tag', '-d', 'v1');
      return { kind: 'tag', path: null };
    }),
  },
  {
    name: 'dangling tree',
    hides: 'a tree that was written and never committed',
    options: ['--unreachable'],
    plant: planted((repo, value) => {
      repo.write({ 'gone.conf': lineOf(value) }).stage();
      repo.git('write-tree');
      repo.git('reset', '-q');
      repo.remove('gone.conf');
      return { kind: 'blob' };
    }),
  },
  {
    name: 'replaced object',
    hides: 'the blob that a replace ref hides, and the one it shows instead',
    plant: () => {
      const repo = startedRepo();
      const [hiddenValue, shownValue] = [makeToken(), makeToken()];
      const commit = repo.commit({ 'app.conf': lineOf(hiddenValue) });
      writeFileSync(repo.path('.git', 'other'), lineOf(shownValue));
      repo.git('replace', repo.oid('app.conf'), repo.git('hash-object', '-w', repo.path('.git', 'other')));
      repo.remove('.git/other');
      const hidden = [
        { value: hiddenValue, path: 'app.conf', commit, atHead: true },
        { value: shownValue, kind: 'blob' as const },
      ];
      return { directory: repo.directory, hidden };
    },
  },
  {
    name: 'replaced commit',
    hides: 'the original of a commit that a replace ref swaps for a clean one',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.git('checkout', '-q', '-b', 'clean', 'HEAD~1');
      const clean = repo.commit({ f: '1' }, 'clean');
      repo.git('checkout', '-q', 'main');
      repo.remove('app.conf').commit({}, 'take it out');
      repo.git('replace', commit, clean);
      repo.git('branch', '-q', '-D', 'clean');
      return { path: 'app.conf', commit, atHead: false };
    }),
  },
  {
    name: 'grafts',
    hides: 'a commit that a grafts file cuts out of the history',
    plant: planted((repo, value) => {
      const first = repo.head();
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      const last = repo.remove('app.conf').commit({}, 'take it out');
      mkdirSync(repo.path('.git', 'info'), { recursive: true });
      writeFileSync(repo.path('.git', 'info', 'grafts'), `${last} ${first}\n`);
      return { path: 'app.conf', commit, atHead: false };
    }),
  },
];

/** Content that only merges bring in, and histories whose shape confuses a reader of patches. */
import { lineOf, makeToken, plainLines, planted, startedRepo, type Trap } from './trap.ts';

export const MERGE_TRAPS: readonly Trap[] = [
  {
    name: 'control',
    hides: 'a plain file at HEAD',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      return { path: 'app.conf', commit, atHead: true };
    }),
  },
  {
    name: 'added and deleted',
    hides: 'a file that the next commit deletes',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.remove('app.conf').commit({}, 'take it out');
      return { path: 'app.conf', commit, atHead: false };
    }),
  },
  {
    name: 'root commit',
    hides: 'a file of the very first commit, deleted by the second',
    plant: () => {
      const repo = startedRepo();
      const value = makeToken();
      repo.git('checkout', '-q', '--orphan', 'other');
      const commit = repo.commit({ 'app.conf': lineOf(value) }, 'root');
      repo.remove('app.conf').commit({}, 'take it out');
      repo.git('branch', '-q', '-D', 'main');
      return { directory: repo.directory, hidden: [{ value, path: 'app.conf', commit, atHead: false }] };
    },
  },
  {
    name: 'second root',
    hides: 'a root commit of unrelated history that a merge brings in',
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '--orphan', 'vendor');
      const commit = repo.commit({ 'vendor.conf': lineOf(value) }, 'vendor root');
      repo.remove('vendor.conf').commit({ 'vendor.txt': 'clean\n' }, 'clean');
      repo.git('checkout', '-q', 'main');
      repo.git('merge', '-q', '--allow-unrelated-histories', '-m', 'import', 'vendor');
      repo.git('branch', '-q', '-D', 'vendor');
      return { path: 'vendor.conf', commit, atHead: false };
    }),
  },
  {
    name: 'empty commits',
    hides: 'a file between commits that change nothing',
    plant: planted((repo, value) => {
      repo.commit({}, 'nothing');
      repo.commit({ empty: '', newline: '\n' }, 'an empty file');
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.commit({}, 'nothing again');
      return { path: 'app.conf', commit, atHead: true };
    }),
  },
  {
    name: 'merge-only file',
    hides: 'a file that the merge commit adds and neither side has',
    plant: planted((repo, value) => {
      fork(repo, 'side');
      repo.git('merge', '-q', '--no-ff', '--no-commit', 'side');
      const commit = repo.commit({ 'only-merge.conf': lineOf(value) }, 'merge');
      repo.remove('only-merge.conf').commit({}, 'clean up');
      return { path: 'only-merge.conf', commit, atHead: false };
    }),
  },
  {
    name: 'merge-only line',
    hides: 'a line of a conflict resolution that neither side has',
    plant: planted((repo, value) => {
      fork(repo, 'side', { shared: 'side\n' }, { shared: 'main\n' });
      repo.tryGit('merge', '-q', 'side');
      const commit = repo.commit({ shared: `main\n${lineOf(value)}side\n` }, 'merge');
      repo.commit({ shared: 'main\nside\n' }, 'clean up');
      return { path: 'shared', commit, atHead: false };
    }),
  },
  {
    name: 'octopus, in a side',
    hides: 'a commit of the third side of an octopus merge, deleted before it',
    plant: planted((repo, value) => {
      const sides = ['one', 'two', 'three'];
      let commit = '';
      for (const side of sides) {
        repo.git('checkout', '-q', '-b', side, 'main');
        if (side === 'three') repo.write({ 'hidden.conf': lineOf(value) });
        const at = repo.commit({ [side]: `${side}\n` }, side);
        if (side === 'three') commit = at;
        repo.remove('hidden.conf').commit({}, 'clean up');
      }
      repo.git('checkout', '-q', 'main');
      repo.git('merge', '-q', '--no-ff', '-m', 'octopus', ...sides);
      for (const side of sides) repo.git('branch', '-q', '-D', side);
      return { path: 'hidden.conf', commit, atHead: false };
    }),
  },
  {
    name: 'octopus-only file',
    hides: 'a file that an octopus merge itself adds',
    plant: planted((repo, value) => {
      for (const side of ['one', 'two']) fork(repo, side);
      repo.git('merge', '-q', '--no-ff', '--no-commit', 'one', 'two');
      const commit = repo.commit({ 'octopus.conf': lineOf(value) }, 'octopus');
      repo.remove('octopus.conf').commit({}, 'clean up');
      return { path: 'octopus.conf', commit, atHead: false };
    }),
  },
  {
    name: 'criss-cross merge',
    hides: 'the resolution of one of two merges that cross',
    plant: planted((repo, value) => {
      fork(repo, 'side', { shared: 'side\n' }, { shared: 'main\n' });
      const [main, side] = [repo.head('main'), repo.head('side')];
      repo.tryGit('merge', '-q', side);
      repo.commit({ shared: 'main\nside\n' }, 'merge side');
      repo.git('checkout', '-q', 'side');
      repo.tryGit('merge', '-q', main);
      const commit = repo.commit({ shared: `side\n${lineOf(value)}main\n` }, 'merge main');
      repo.git('checkout', '-q', 'main');
      repo.tryGit('merge', '-q', 'side');
      repo.commit({ shared: 'main\nside\n' }, 'merge again');
      return { path: 'shared', commit, atHead: false };
    }),
  },
  {
    name: 'merge -s ours',
    hides: 'a branch whose content the merge throws away',
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '-b', 'old');
      const commit = repo.commit({ 'old.conf': lineOf(value) });
      repo.git('checkout', '-q', 'main');
      repo.commit({ f: '1' });
      repo.git('merge', '-q', '-s', 'ours', '-m', 'ours', 'old');
      repo.git('branch', '-q', '-D', 'old');
      return { path: 'old.conf', commit, atHead: false };
    }),
  },
  {
    name: 'split over two commits',
    hides: 'a token of which one commit writes the beginning and another the end, on the same line',
    plant: planted((repo, value) => {
      repo.commit({ 'app.conf': `${plainLines('a')}token = "${value.slice(0, 20)}\n${plainLines('b')}` });
      const commit = repo.commit({ 'app.conf': `${plainLines('a')}token = "${value}"\n${plainLines('b')}` });
      repo.commit({ 'app.conf': plainLines('c') }, 'rewrite');
      return { path: 'app.conf', commit, atHead: false };
    }),
  },
  {
    name: 'completed by a neighbour',
    hides: 'a key that counts only beside the name that a later commit writes on the line before it',
    plant: planted((repo, value) => {
      const [head, tail] = [value.slice(0, 4), value.slice(4)];
      repo.commit({ 'app.conf': `${plainLines('a')}${tail}\n` });
      const commit = repo.commit({ 'app.conf': `${plainLines('a')}${head}${tail}\n` });
      return { path: 'app.conf', commit, atHead: true };
    }),
  },
  {
    name: 'renamed and edited',
    hides: 'a line that a rename with changes adds; the new name is where it lives',
    plant: planted((repo, value) => {
      repo.commit({ 'old.conf': plainLines('long', 60) });
      const commit = repo
        .remove('old.conf')
        .commit({ 'new.conf': `${plainLines('long', 60)}${lineOf(value)}` }, 'move');
      return { path: 'new.conf', commit, atHead: true };
    }),
  },
  {
    name: 'renamed unchanged',
    hides: 'a file that is renamed afterwards: one secret, introduced under its first name',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'first.conf': lineOf(value) });
      repo.git('mv', 'first.conf', 'second.conf');
      repo.commit({}, 'move');
      return { path: 'first.conf', commit };
    }),
  },
  {
    name: 'mode change only',
    hides: 'a file whose mode changes later: the first commit introduced it',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'run.sh': `#!/bin/sh\n# ${value}\n` });
      repo.git('update-index', '--chmod=+x', 'run.sh');
      repo.git('commit', '-q', '-m', 'chmod');
      return { path: 'run.sh', commit, atHead: true };
    }),
  },
  {
    name: 'reverted and reapplied',
    hides: 'a file that is reverted and comes back: at HEAD, introduced by the first',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.remove('app.conf').commit({}, 'revert');
      repo.commit({ 'app.conf': lineOf(value) }, 'reapply');
      return { path: 'app.conf', commit, atHead: true };
    }),
  },
];

/** Makes a branch with a commit of its own, and one more commit on main. */
function fork(
  repo: ReturnType<typeof startedRepo>,
  name: string,
  side: Readonly<Record<string, string>> = { [name]: `${name}\n` },
  main: Readonly<Record<string, string>> = { [`main-${name}`]: 'main\n' },
): void {
  repo.git('checkout', '-q', '-b', name, 'main');
  repo.commit(side, name);
  repo.git('checkout', '-q', 'main');
  repo.commit(main, `main beside ${name}`);
}

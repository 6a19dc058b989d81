/** Secrets in names of files and folders. */
import { planted, plainLines, type Trap } from './trap.ts';

export const NAME_TRAPS: readonly Trap[] = [
  {
    name: 'file name',
    hides: 'the name of a file, deleted since',
    plant: planted((repo, value) => {
      const commit = repo.commit({ [`logs/${value}.txt`]: 'nothing\n' });
      repo.remove('logs').commit({}, 'clean up');
      return { kind: 'file-name', path: `logs/${value}.txt`, commit, atHead: false };
    }),
  },
  {
    name: 'folder name',
    hides: 'the name of a folder, still there',
    plant: planted((repo, value) => {
      const commit = repo.commit({ [`of-${value}/a`]: '1', [`of-${value}/b/c`]: '2' });
      return { kind: 'file-name', path: `of-${value}`, commit, atHead: true, refs: ['refs/heads/main'] };
    }),
  },
  {
    name: 'name after a move',
    hides: 'the name that a file got when it was moved, its content as before, in a packed history',
    plant: planted((repo, value) => {
      repo.commit({ 'notes.txt': plainLines('notes') });
      repo.git('mv', 'notes.txt', `${value}.bak`);
      const commit = repo.commit();
      repo.git('gc', '-q');
      return { kind: 'file-name', path: `${value}.bak`, commit };
    }),
  },
  {
    name: 'name of an empty file',
    hides: 'the name of an empty file that only a merge brings in',
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '-b', 'side');
      repo.commit({ side: '1' });
      repo.git('checkout', '-q', 'main');
      repo.commit({ empty: '' });
      repo.git('merge', '-q', '--no-ff', '--no-commit', 'side');
      const commit = repo.commit({ [value]: '' }, 'merge');
      return { kind: 'file-name', path: value, commit };
    }),
  },
  {
    name: 'name of a link',
    hides: 'the name of a symbolic link',
    plant: planted((repo, value) => {
      repo.link(`to-${value}`, 'readme.md');
      return { kind: 'file-name', path: `to-${value}`, commit: repo.commit() };
    }),
  },
  {
    name: 'name in a tagged tree',
    hides: 'the name of a file in a tree that only a tag names',
    plant: planted((repo, value) => {
      repo.write({ [value]: '1' }).stage();
      repo.git('tag', 'tree', repo.git('write-tree'));
      repo.remove(value).stage();
      return { kind: 'file-name' };
    }),
  },
];

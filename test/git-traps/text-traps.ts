/** Secrets in what git keeps beside files: messages, names of people, refs and tags, notes. */
import { execFileSync } from 'node:child_process';
import { NAME_TRAPS } from './name-traps.ts';
import { lineOf, planted, type Trap } from './trap.ts';

export const TEXT_TRAPS: readonly Trap[] = [
  {
    name: 'commit message',
    hides: 'the body of a commit message',
    plant: planted((repo, value) => {
      const commit = repo.commit({ f: '1' }, `fix login\n\nworks with ${lineOf(value)}`);
      return { kind: 'commit-message', path: null, commit, refs: ['refs/heads/main'] };
    }),
  },
  {
    name: 'message of a merge',
    hides: 'the message of a merge commit',
    plant: planted((repo, value) => {
      repo.git('checkout', '-q', '-b', 'side');
      repo.commit({ f: '1' });
      repo.git('checkout', '-q', 'main');
      repo.git('merge', '-q', '--no-ff', '-m', `merge with ${value}`, 'side');
      return { kind: 'commit-message', path: null, commit: repo.head() };
    }),
  },
  {
    name: 'message in another encoding',
    hides: 'a commit message in Latin-1, under the header that says so',
    plant: planted((repo, value) => {
      const text = Buffer.from(`d\u00e9j\u00e0 vu ${value}\n`, 'latin1');
      const tree = repo.git('rev-parse', 'HEAD^{tree}');
      const who = 'a <a@example.invalid> 1700000000 +0000';
      const head = `tree ${tree}\nparent ${repo.head()}\nauthor ${who}\ncommitter ${who}\nencoding ISO-8859-1\n\n`;
      const input = Buffer.concat([Buffer.from(head), text]);
      const options = { cwd: repo.directory, input, encoding: 'utf8' } as const;
      const commit = execFileSync('git', ['hash-object', '-w', '-t', 'commit', '--stdin'], options).trim();
      repo.git('update-ref', 'refs/heads/main', commit);
      return { kind: 'commit-message', path: null, commit };
    }),
  },
  {
    name: 'author name',
    hides: 'the name of an author',
    plant: planted((repo, value) => {
      repo.gitWith({ GIT_AUTHOR_NAME: `bot ${value}` }, 'commit', '-q', '--allow-empty', '-m', 'x');
      return { kind: 'commit-message', path: null, commit: repo.head() };
    }),
  },
  {
    name: 'committer address',
    hides: 'the mail address of a committer',
    plant: planted((repo, value) => {
      repo.gitWith({ GIT_COMMITTER_EMAIL: `${value}@example.invalid` }, 'commit', '-q', '--allow-empty', '-m', 'x');
      return { kind: 'commit-message', path: null, commit: repo.head() };
    }),
  },
  {
    name: 'header of a commit',
    hides: 'a header of a commit that git shows to nobody',
    plant: planted((repo, value) => {
      const [head, body] = repo.git('cat-file', 'commit', 'HEAD').split('\n\n') as [string, string];
      const input = `${head}\nx-deploy ${value}\n\n${body}\n`;
      const options = { cwd: repo.directory, input, encoding: 'utf8' } as const;
      const commit = execFileSync(
        'git',
        ['hash-object', '-w', '-t', 'commit', '--stdin', '--literally'],
        options,
      ).trim();
      repo.git('update-ref', 'refs/heads/main', commit);
      return { kind: 'commit-message', path: null, commit };
    }),
  },
  {
    name: 'tag message',
    hides: 'the message of an annotated tag',
    plant: planted((repo, value) => {
      repo.git('tag', '-a', '-m', `release\n\n${lineOf(value)}`, 'v1');
      return { kind: 'tag', path: 'v1', refs: ['refs/tags/v1'] };
    }),
  },
  {
    name: 'tag of a tag',
    hides: 'the message of a tag that only another tag names',
    plant: planted((repo, value) => {
      repo.git('tag', '-a', '-m', `inner ${value}`, 'inner');
      repo.git('tag', '-a', '-m', 'outer', 'outer', 'inner');
      repo.git('tag', '-d', 'inner');
      return { kind: 'tag' };
    }),
  },
  {
    name: 'tag of a blob',
    hides: 'a blob that only a tag names',
    plant: planted((repo, value) => {
      repo.write({ '.git/text': lineOf(value) });
      repo.git('tag', 'key', repo.git('hash-object', '-w', repo.path('.git', 'text')));
      repo.remove('.git/text');
      return { kind: 'blob', path: null };
    }),
  },
  {
    name: 'tag of a tree',
    hides: 'a tree that only a tag names',
    plant: planted((repo, value) => {
      repo.write({ 'gone.conf': lineOf(value) }).stage();
      repo.git('tag', 'tree', repo.git('write-tree'));
      repo.remove('gone.conf').stage();
      return { kind: 'blob' };
    }),
  },
  {
    name: 'note',
    hides: 'a note on a commit',
    plant: planted((repo, value) => {
      repo.git('notes', 'add', '-m', `reviewed with ${value}`);
      return { kind: 'blob', commit: repo.head('refs/notes/commits') };
    }),
  },
  {
    name: 'removed note',
    hides: 'a note in another namespace, removed again',
    plant: planted((repo, value) => {
      repo.git('notes', '--ref=ci', 'add', '-m', `built with ${value}`);
      const commit = repo.head('refs/notes/ci');
      repo.git('notes', '--ref=ci', 'remove');
      return { kind: 'blob', commit };
    }),
  },
  {
    name: 'branch name',
    hides: 'the name of a branch',
    plant: planted((repo, value) => {
      repo.git('branch', `fix/${value}`);
      return { kind: 'ref', path: `refs/heads/fix/${value}` };
    }),
  },
  {
    name: 'name of a packed tag',
    hides: 'the name of a tag that lies in packed-refs',
    plant: planted((repo, value) => {
      repo.git('tag', `v1-${value}`);
      repo.git('pack-refs', '--all', '--prune');
      return { kind: 'ref', path: `refs/tags/v1-${value}` };
    }),
  },
  ...NAME_TRAPS,
];

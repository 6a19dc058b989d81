/** Where objects lie: kinds of clone, packs, borrowed and missing objects. */
import { execFileSync } from 'node:child_process';
import { makeTempDirectory, TempRepo } from '../support/temp-repo.ts';
import { lineOf, makeToken, type Planted, plainLines, planted, startedRepo, type Trap } from './trap.ts';

/** A secret in a file that the next commit deletes, in a clone made with git's own switches. */
function cloned(...flags: string[]): () => Planted {
  return () => {
    const repo = startedRepo();
    const value = makeToken();
    const commit = repo.commit({ 'app.conf': lineOf(value) });
    repo.remove('app.conf').commit({}, 'take it out');
    return { directory: repo.clone(...flags).directory, hidden: [{ value, path: 'app.conf', commit, atHead: false }] };
  };
}

/** Such a secret, and then a command on the repository. */
function stored(...commands: readonly (readonly string[])[]): () => Planted {
  return planted((repo, value) => {
    const commit = repo.commit({ 'app.conf': `${plainLines('a', 200)}${lineOf(value)}` });
    repo.commit({ 'app.conf': plainLines('a', 200) }, 'take it out');
    for (const command of commands) repo.git(...command);
    return { path: 'app.conf', commit, atHead: false };
  });
}

export const STORAGE_TRAPS: readonly Trap[] = [
  { name: 'bare', hides: 'a bare clone', plant: cloned('--bare') },
  { name: 'mirror', hides: 'a mirror clone', plant: cloned('--mirror') },
  {
    name: 'separate git directory',
    hides: 'a work tree whose .git is a file',
    plant: cloned(`--separate-git-dir=${makeTempDirectory()}/git`),
  },
  {
    name: 'shallow',
    hides: 'the only commit of a shallow clone; the receipt says that others are not here',
    plant: () => {
      const repo = startedRepo();
      const value = makeToken();
      repo.commit({ 'app.conf': lineOf(value) });
      const commit = repo.commit({ f: '1' });
      const hidden = [{ value, path: 'app.conf', commit, atHead: true }];
      return { directory: repo.clone('--depth=1').directory, hidden, receipt: 'shallow clone' };
    },
  },
  {
    name: 'partial clone',
    hides: 'a blob that a partial clone has; the receipt counts those it has not, and nothing is fetched',
    plant: () => {
      const repo = startedRepo();
      const value = makeToken();
      repo.commit({ 'old.conf': lineOf(makeToken()) });
      repo.remove('old.conf').commit({}, 'take it out');
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.git('config', 'uploadpack.allowFilter', 'true');
      const clone = repo.clone('--filter=blob:none');
      clone.git('config', 'protocol.file.allow', 'always');
      const hidden = [{ value, path: 'app.conf', commit, atHead: true }];
      return { directory: clone.directory, hidden, receipt: 'not in this partial clone' };
    },
  },
  {
    name: 'alternates',
    hides: 'objects that a clone borrows from another repository',
    plant: () => {
      const repo = startedRepo();
      const value = makeToken();
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.remove('app.conf').commit({}, 'take it out');
      const target = new TempRepo(makeTempDirectory());
      repo.git('clone', '-q', '--shared', repo.directory, target.directory);
      return { directory: target.directory, hidden: [{ value, path: 'app.conf', commit, atHead: false }] };
    },
  },
  {
    name: 'SHA-256',
    hides: 'a repository of the other object format',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.remove('app.conf').commit({}, 'take it out');
      repo.git('gc', '-q');
      return { path: 'app.conf', commit, atHead: false };
    }, '--object-format=sha256'),
  },
  { name: 'one pack', hides: 'a version that is a delta in a pack', plant: stored(['gc', '-q']) },
  {
    name: 'several packs',
    hides: 'the older of two packs',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': `${plainLines('a', 200)}${lineOf(value)}` });
      repo.git('repack', '-q', '-d');
      repo.commit({ 'app.conf': plainLines('a', 200) }, 'take it out');
      repo.git('repack', '-q', '-d');
      return { path: 'app.conf', commit, atHead: false };
    }),
  },
  {
    name: 'loose and packed',
    hides: 'a loose object beside a pack',
    plant: planted((repo, value) => {
      repo.git('gc', '-q');
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.remove('app.conf').commit({}, 'take it out');
      return { path: 'app.conf', commit, atHead: false };
    }),
  },
  {
    name: 'multi-pack-index',
    hides: 'packs that only a multi-pack-index lists in common',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.git('repack', '-q', '-d');
      repo.remove('app.conf').commit({}, 'take it out');
      repo.git('repack', '-q', '-d');
      repo.git('multi-pack-index', 'write', '--bitmap');
      return { path: 'app.conf', commit, atHead: false };
    }),
  },
  {
    name: 'commit-graph and bitmaps',
    hides: 'a version behind a commit-graph with path filters',
    plant: stored(['repack', '-q', '-a', '-d', '-b'], ['commit-graph', 'write', '--reachable', '--changed-paths']),
  },
  {
    name: 'index version 1',
    hides: 'a pack whose index is of the old format',
    plant: stored(['-c', 'pack.indexVersion=1', 'repack', '-q', '-a', '-d']),
  },
  {
    name: 'fetched in two goes',
    hides: 'a thin pack of a second fetch',
    plant: () => {
      const repo = startedRepo();
      const value = makeToken();
      repo.commit({ 'app.conf': plainLines('a', 200) });
      const clone = repo.clone('--bare');
      const commit = repo.commit({ 'app.conf': `${plainLines('a', 200)}${lineOf(value)}` });
      repo.commit({ 'app.conf': plainLines('b', 200) });
      const keep = ['-c', 'protocol.file.allow=always', '-c', 'fetch.unpackLimit=1'];
      clone.git(...keep, 'fetch', '-q', `file://${repo.directory}`, 'main:refs/heads/later');
      return { directory: clone.directory, hidden: [{ value, path: 'app.conf', commit }] };
    },
  },
  {
    name: 'object that is lost',
    hides: 'a blob in a repository that has lost another; the receipt says so',
    plant: () => {
      const repo = startedRepo();
      const value = makeToken();
      repo.commit({ 'lost.conf': 'lost\n' });
      const lost = repo.oid('lost.conf');
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.remove(`.git/objects/${lost.slice(0, 2)}/${lost.slice(2)}`);
      const hidden = [{ value, path: 'app.conf', commit, atHead: true }];
      return { directory: repo.directory, hidden, receipt: 'missing from the repository' };
    },
  },
  {
    name: 'many versions',
    hides: 'one of two hundred versions of a file, deep in a chain of deltas',
    plant: () => {
      const repo = startedRepo();
      const value = makeToken();
      const versions = Array.from(
        { length: 200 },
        (_, i) => plainLines(i === 120 ? value : `v${i}`, 3) + plainLines('same', 300),
      );
      fastImport(repo, versions);
      repo.git('gc', '-q');
      const commit = repo.head(`main~${200 - 1 - 120}`);
      return { directory: repo.directory, hidden: [{ value, path: 'file', commit, atHead: false }] };
    },
  },
];

/** A commit a version of the file `file`, on top of main. */
function fastImport(repo: TempRepo, versions: readonly string[]): void {
  const commits = versions.map((text, i) => {
    const from = i === 0 ? 'from refs/heads/main^0\n' : '';
    const who = `Ann Author <ann@example.invalid> ${1_700_001_000 + i} +0000`;
    return `commit refs/heads/main\ncommitter ${who}\ndata 1\nx\n${from}M 100644 inline file\ndata ${text.length}\n${text}\n`;
  });
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repo.directory, input: commits.join('') });
}

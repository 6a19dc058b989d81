/** Attributes and settings that change what git shows, or make it run a program. */
import { makeTempDirectory, TempRepo } from '../support/temp-repo.ts';
import { lineOf, makeToken, type Planted, planted, startedRepo, type Trap } from './trap.ts';

/** A token in `app.conf`, changed once, under settings that name a program: it must not run. */
function withProgram(
  arrange: (repo: TempRepo, program: string) => void,
  environmentOf?: (program: string) => Record<string, string>,
): () => Planted {
  return () => {
    const repo = startedRepo();
    const outside = new TempRepo(makeTempDirectory());
    const marker = outside.path('it-ran');
    const program = outside.trap('program', marker);
    const value = makeToken();
    repo.commit({ 'app.conf': 'nothing\n' });
    const commit = repo.commit({ 'app.conf': `nothing\n${lineOf(value)}` });
    arrange(repo, program);
    const hidden = [{ value, path: 'app.conf', commit, atHead: true }];
    const markers = [marker];
    return {
      directory: repo.directory,
      hidden,
      markers,
      ...(environmentOf ? { environment: environmentOf(program) } : {}),
    };
  };
}

/** A token in `app.conf` under an attribute, set in the same commit. */
function withAttribute(attribute: string): () => Planted {
  return planted((repo, value) => {
    const commit = repo.commit({ '.gitattributes': `*.conf ${attribute}\n`, 'app.conf': lineOf(value) });
    return { path: 'app.conf', commit, atHead: true };
  });
}

/** A token in `app.conf` under settings of the repository. */
function withSettings(...settings: readonly (readonly [name: string, value: string])[]): () => Planted {
  return planted((repo, value) => {
    repo.commit({ 'app.conf': 'nothing\n' });
    const commit = repo.commit({ 'app.conf': `nothing\n${lineOf(value)}` });
    for (const [name, setting] of settings) repo.git('config', name, setting);
    return { path: 'app.conf', commit, atHead: true };
  });
}

export const SETTINGS_TRAPS: readonly Trap[] = [
  { name: '-diff attribute', hides: 'a text file that git is told not to compare', plant: withAttribute('-diff') },
  { name: 'binary attribute', hides: 'a text file that git is told is binary', plant: withAttribute('binary') },
  { name: 'export-ignore', hides: 'a file that archives leave out', plant: withAttribute('export-ignore') },
  {
    name: 'linguist-generated',
    hides: 'a file that forges collapse in reviews',
    plant: withAttribute('linguist-generated -text'),
  },
  {
    name: 'attributes outside the tree',
    hides: 'a text file that .git/info/attributes makes binary',
    plant: planted((repo, value) => {
      const commit = repo.commit({ 'app.conf': lineOf(value) });
      repo.write({ '.git/info/attributes': '* binary\n' });
      return { path: 'app.conf', commit, atHead: true };
    }),
  },
  {
    name: 'CRLF conversion',
    hides: 'a file with CRLF under text=auto eol=crlf and core.autocrlf',
    plant: planted((repo, value) => {
      repo.git('config', 'core.autocrlf', 'true');
      const commit = repo.commit({
        '.gitattributes': '* text=auto eol=crlf\n',
        'app.conf': `a\r\n${lineOf(value).trim()}\r\nb\r\n`,
      });
      return { path: 'app.conf', commit, atHead: true };
    }),
  },
  {
    name: 'ident and working-tree-encoding',
    hides: 'a file that is UTF-16 in the work tree and UTF-8 in the repository',
    plant: planted((repo, value) => {
      const text = Buffer.from(`\uFEFFname = x\n${lineOf(value)}`, 'utf16le');
      const commit = repo.commit({
        '.gitattributes': '*.conf working-tree-encoding=UTF-16LE-BOM ident\n',
        'app.conf': text,
      });
      return { path: 'app.conf', commit, atHead: true };
    }),
  },
  {
    name: 'textconv',
    hides: 'a file that a configured program would convert',
    plant: withProgram((repo, program) => {
      repo.write({ '.git/info/attributes': '*.conf diff=spy\n' });
      repo.git('config', 'diff.spy.textconv', program);
      repo.git('config', 'diff.spy.cachetextconv', 'true');
    }),
  },
  {
    name: 'diff driver command',
    hides: 'a file that a configured program would compare',
    plant: withProgram((repo, program) => {
      repo.write({ '.git/info/attributes': '*.conf diff=spy\n' });
      repo.git('config', 'diff.spy.command', program);
    }),
  },
  {
    name: 'diff.external',
    hides: 'every file, behind an external diff program',
    plant: withProgram((repo, program) => void repo.git('config', 'diff.external', program)),
  },
  {
    name: 'GIT_EXTERNAL_DIFF',
    hides: 'every file, behind an external diff program of the environment',
    plant: withProgram(
      () => {},
      (program) => ({ GIT_EXTERNAL_DIFF: program }),
    ),
  },
  {
    name: 'fsmonitor, hooks, pager, gpg',
    hides: 'a plain file in a repository whose settings name programs',
    plant: withProgram((repo, program) => {
      for (const name of [
        'core.fsmonitor',
        'core.pager',
        'pager.log',
        'gpg.program',
        'core.sshCommand',
        'core.editor',
      ]) {
        repo.git('config', name, program);
      }
      repo.git('config', 'log.showSignature', 'true');
      repo.git('config', 'core.alternateRefsCommand', program);
      repo.git('config', 'uploadpack.packObjectsHook', program);
    }),
  },
  {
    name: 'clean and smudge filters',
    hides: 'a file that a configured filter rewrites',
    plant: withProgram((repo, program) => {
      repo.write({ '.git/info/attributes': '*.conf filter=spy\n' });
      repo.git('config', 'filter.spy.clean', program);
      repo.git('config', 'filter.spy.smudge', program);
      repo.git('config', 'filter.spy.process', program);
    }),
  },
  {
    name: 'diff.noprefix',
    hides: 'a plain file, patches without a/ and b/',
    plant: withSettings(['diff.noprefix', 'true']),
  },
  {
    name: 'diff.mnemonicPrefix',
    hides: 'a plain file, patches with other prefixes',
    plant: withSettings(['diff.mnemonicPrefix', 'true']),
  },
  {
    name: 'color and word diff',
    hides: 'a plain file, colours always on',
    plant: withSettings(['color.ui', 'always'], ['diff.colorMoved', 'zebra'], ['diff.wordRegex', '.']),
  },
  {
    name: 'other log settings',
    hides: 'a plain file under log and diff settings of the repository',
    plant: withSettings(
      ['diff.orderFile', '/nonexistent'],
      ['diff.context', '0'],
      ['diff.interHunkContext', '5'],
      ['diff.renames', 'copies'],
      ['diff.statGraphWidth', '1'],
      ['log.diffMerges', 'off'],
      ['log.date', 'relative'],
      ['log.decorate', 'full'],
      ['log.mailmap', 'true'],
      ['format.pretty', 'oneline'],
      ['diff.algorithm', 'patience'],
      ['core.bigFileThreshold', '1'],
    ),
  },
  {
    name: 'diff.relative, in a folder',
    hides: 'a file beside the folder that is scanned from',
    plant: () => {
      const repo = startedRepo();
      const value = makeToken();
      repo.git('config', 'diff.relative', 'true');
      const commit = repo.commit({ 'app.conf': lineOf(value), 'folder/x': 'x\n' });
      return { directory: repo.path('folder'), hidden: [{ value, path: 'app.conf', commit, atHead: true }] };
    },
  },
];

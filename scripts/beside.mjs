/**
 * esbuild plugins for what lies beside the program in files of its own: every start reads the whole of the program, and V8 takes
 * and keeps a piece of memory for each byte and each function of it.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadTypeScript } from './load-typescript.mjs';

/** Large packages that only some runs need. */
export const LIBRARIES = ['fast-glob', 'picomatch', 're2js', 'yargs'];

/** Leaves the libraries to `dist/lib`; picomatch, which every run imports and few call, until it is called. */
export const librariesBeside = {
  name: 'libraries-beside',
  setup(build) {
    const filter = new RegExp(`^(${LIBRARIES.join('|')})$`);
    build.onResolve({ filter: /^\.\/lib\// }, ({ path: file }) => ({ path: file, external: true }));
    build.onResolve({ filter }, ({ path: name, kind }) =>
      kind === 'import-statement' && name === 'picomatch'
        ? { path: name, namespace: 'lazy-library' }
        : { path: `./lib/${name}.js`, external: true },
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy-library' }, ({ path: name }) => ({
      contents: `export default (...given) => require('./lib/${name}.js')(...given);`,
      loader: 'js',
    }));
  },
};

/** Puts the texts of the shipped rules, a line each, into `dist/rules.txt`, which the program reads in one piece. */
export const rulesBeside = {
  name: 'rules-beside',
  setup(build) {
    build.onLoad({ filter: /shipped\.gen\.ts$/ }, async (found) => {
      const texts = await loadTypeScript(path.relative(build.initialOptions.absWorkingDir, found.path));
      const names = Object.keys(texts);
      writeFileSync(
        path.join(build.initialOptions.absWorkingDir, 'dist/rules.txt'),
        Object.values(texts).join('\n\n'),
        'latin1',
      );
      return {
        contents: `import { readFileSync } from 'node:fs';
export const [${names.join(', ')}] = readFileSync(__dirname + '/rules.txt', 'latin1').split('\\n\\n');`,
        loader: 'js',
      };
    });
  },
};

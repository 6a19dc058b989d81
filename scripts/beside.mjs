/**
 * esbuild plugins for what lies beside the program in files of its own: every start reads the whole of the program, and V8 takes
 * and keeps a piece of memory for each byte and each function of it.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadTypeScript } from './load-typescript.mjs';

/** Large packages that only some runs import, all of them with `await import()`. */
export const LIBRARIES = ['fast-glob', 're2js', 'yargs'];

/** Leaves the libraries to `dist/lib`. */
export const librariesBeside = {
  name: 'libraries-beside',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${LIBRARIES.join('|')})$`) }, (found) => ({
      path: `./lib/${found.path}.js`,
      external: true,
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

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

/**
 * Puts the shipped rules beside the program: `dist/rules-index.txt`, which every run reads, `dist/rules.txt`, a rule a line, for runs
 * that meet a keyword, with `dist/rules.neighbours`, and `dist/rules.tables` for the kernel.
 */
export const rulesBeside = {
  name: 'rules-beside',
  setup(build) {
    const { absWorkingDir } = build.initialOptions;
    build.onLoad({ filter: /shipped\.gen\.ts$/ }, async (found) => {
      const { compositesText, digestText, packedIndex, readNeighbours, readRules } = await loadTypeScript(
        path.relative(absWorkingDir, found.path),
      );
      const { packRuleSetTables } = await loadTypeScript('src/engine/rule-set.ts');
      const { unpackIndex } = await loadTypeScript('src/rules/packed-index.ts');
      const write = (name, content) => writeFileSync(path.join(absWorkingDir, 'dist', name), content);
      const rules = readRules();
      // ASCII, so that a length is a number of bytes.
      const lengths = rules.split('\n').map((line) => line.length);
      const texts = [compositesText, ...Object.values(packedIndex), JSON.stringify(lengths), digestText];
      if (texts.some((text) => /[\0\u0100-\uffff]/.test(text))) throw new Error('the index is no latin1 text');
      writeFileSync(path.join(absWorkingDir, 'dist/rules-index.txt'), texts.join('\0'), 'latin1');
      write('rules.txt', rules);
      write('rules.neighbours', readNeighbours());
      write('rules.tables', packRuleSetTables(unpackIndex(packedIndex)));
      return {
        contents: `import { openSync, readFileSync, readSync } from 'node:fs';
const read = (name) => readFileSync(__dirname + '/' + name, 'latin1');
const [compositesText, literals, others, numbers, rest, lengthsText, digestText] = read('rules-index.txt').split('\\0');
export { compositesText, digestText };
export const packedIndex = { literals, others, numbers, rest };
let file, lengths;
export const readLine = (index) => {
  file ??= openSync(__dirname + '/rules.txt');
  lengths ??= JSON.parse(lengthsText);
  const bytes = Buffer.alloc(lengths[index]);
  let at = index;
  for (let i = 0; i < index; i++) at += lengths[i];
  readSync(file, bytes, 0, bytes.length, at);
  return bytes.toString('latin1');
};
export const readRules = () => read('rules.txt');
export const readNeighbours = () => readFileSync(__dirname + '/rules.neighbours');
export const readTables = () => readFileSync(__dirname + '/rules.tables');`,
        loader: 'js',
      };
    });
  },
};

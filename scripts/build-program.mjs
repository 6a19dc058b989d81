/**
 * The program, in a few scripts: what a run does not need it does not load. esbuild splits modules where they are imported at run time;
 * the pieces of a group, which are needed together, become one script that V8 can keep what it compiled of (load-compiled.ts).
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { librariesBeside, rulesBeside } from './beside.mjs';
import { lazyBuiltins } from './lazy-builtins.mjs';

/** By script: modules with which all that they import by a statement comes, unless a script before has it. The rest is the last one's. */
const GROUPS = {
  program: [
    'src/cli/process.ts',
    'src/cli/commands/scans.ts',
    'src/rules/shipped.ts',
    'src/scan/scan-changes.ts',
    'src/sources/staged.ts',
    'src/sources/files.ts',
    'src/sources/open-file.ts',
  ],
  'program-git': [
    'src/sources/history.ts',
    'src/sources/range.ts',
    'src/scan/scan-packs.ts',
    'src/scan/blob-memory.ts',
    'src/scan/kept-run.ts',
  ],
  'program-reports': ['src/report/formats.ts'],
  'program-logs': ['src/sources/plan-logs.ts', 'src/sources/logs.ts', 'src/cli/commands/redact.ts'],
  'program-ignore': ['node_modules/ignore/index.js'],
  'program-worker': ['src/scan/worker.ts'],
  'program-more': [],
};

/** Writes `dist/program*.js`; what runs first is the first piece of `program.js`. `options` are esbuild's for all that is built, `hereLine` begins each piece. */
export async function buildProgram({ options, hereLine }) {
  const { outputFiles, metafile } = await build({
    ...options,
    define: { ...options.define, 'import.meta.url': '__here.url' },
    entryPoints: { [ENTRY]: 'src/cli/process.ts', [WORKER]: 'src/scan/worker.ts' },
    outdir: 'dist',
    splitting: true,
    chunkNames: 'piece-[hash]',
    plugins: [rulesBeside, librariesBeside, lazyBuiltins],
    write: false,
    metafile: true,
  });
  const texts = new Map(outputFiles.map((file) => [path.basename(file.path), file.text]));
  const pieces = new Map(Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output]));
  const groups = groupPieces(pieces);
  // One piece names another by its script and its place in there.
  const places = [...groups].flatMap(([script, names]) => names.map((name, place) => [name, `${script}/${place}`]));
  const placed = (text) => places.reduce((all, [name, place]) => all.replaceAll(`./${name}`, `./${place}`), text);
  for (const [script, names] of groups) {
    const functions = names.map((name) => toFunction(placed(texts.get(name)), options, hereLine));
    const code = `([${(await Promise.all(functions)).join(',\n')}])`;
    writeFileSync(path.join(options.absWorkingDir, `dist/${script}.js`), toAscii(code));
  }
}

const ENTRY = 'piece-0';
const WORKER = 'piece-worker';

function groupPieces(pieces) {
  const left = new Set([...pieces.keys()].sort());
  const groups = new Map();
  for (const [script, modules] of Object.entries(GROUPS)) {
    const names = [];
    const take = (name) => {
      if (!left.delete(name)) return;
      names.push(name);
      for (const { path: file, kind } of pieces.get(name).imports) {
        if (kind === 'import-statement') take(path.basename(file));
      }
    };
    for (const module of modules) for (const [name, { entryPoint }] of pieces) if (entryPoint === module) take(name);
    if (modules.length === 0) for (const name of left) take(name);
    groups.set(script, names);
  }
  return groups;
}

async function toFunction(text, options, hereLine) {
  const { target, minify } = options;
  // A script has no import().
  const { code } = await transform(text, { format: 'cjs', supported: { 'dynamic-import': false }, target });
  // Pieces know each other: none needs a copy of what another exports, in the form that other modules expect.
  const plain = code
    .replace(/^module\.exports = __toCommonJS\((\w+)\);$/m, 'module.exports = $1;')
    .replaceAll(/__toESM\((require\("\.\/program[^"]*"\))\)/g, '$1');
  const { code: short } = await transform(plain, { minify, target });
  return `function(exports,require,module,__filename,__dirname){${hereLine}${short}}`;
}

/** esbuild escapes what is not ASCII everywhere but in regexes; the program is read as latin1. */
function toAscii(code) {
  return code.replaceAll(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

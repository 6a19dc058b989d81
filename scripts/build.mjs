/**
 * Builds dist/: the CLI (an entry that answers `--version`, and the program), the scan worker, the library with its types,
 * and the Action as one file. dist/action/ is tracked by git and is rebuilt in place; the rest is made anew.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './generate.mjs';
import { LIBRARIES } from './beside.mjs';
import { buildProgram } from './build-program.mjs';
import { lazyBuiltins } from './lazy-builtins.mjs';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = (file) => path.join(top, file);
const { version, engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

/**
 * Bundled CommonJS (fast-glob, picomatch) calls `require` for Node's own modules, which a module has not. Aliased, since
 * yargs declares the plain name.
 */
const requireLine =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const shared = {
  absWorkingDir: top,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  define: { TIGHTLIP_VERSION: JSON.stringify(version), TIGHTLIP_NODE: JSON.stringify(engines.node.replace('>=', '')) },
  loader: { '.wasm': 'binary' },
  legalComments: 'none',
  logLevel: 'warning',
};

// The generator has said why; a build with rules of yesterday would be worse than none.
if (process.exitCode) process.exit();
clean();
// The program is CommonJS in one file: Node's loader of modules costs a tenth of a bare start, every further file a hundredth,
// and V8 can keep what it compiled of a script (see load-compiled.ts).
const commonJs = {
  ...shared,
  format: 'cjs',
  // What is left to another file is read by `require` as well: a script of its own has no import().
  supported: { 'dynamic-import': false },
  minify: true,
  define: { ...shared.define, 'import.meta.url': '__here.url' },
  outdir: 'dist',
  plugins: [lazyBuiltins],
};
/** esbuild puts "use strict" behind a banner, where it would say nothing. */
const hereLine = `"use strict"; const __here = { get url() { return require('node:url').pathToFileURL(__filename).href; } };`;
await buildProgram({ options: { ...shared, minify: true }, hereLine });
for (const name of LIBRARIES) {
  await build({
    ...commonJs,
    entryPoints: { [name]: name },
    outdir: 'dist/lib',
    plugins: [],
    banner: { js: hereLine },
    // As Node gives what is CommonJS: the program takes the whole for the default.
    footer: { js: 'if (module.exports.__esModule && module.exports.default) module.exports = module.exports.default;' },
  });
}
const program = createHash('sha256');
for (const name of readdirSync(at('dist')).sort())
  if (/^program.*\.js$/.test(name)) program.update(readFileSync(at(`dist/${name}`)));
const TIGHTLIP_BUILD = JSON.stringify(program.digest('hex').slice(0, 16));
await build({
  ...commonJs,
  entryPoints: { cli: 'src/cli.ts', 'scan-worker': 'src/scan-worker.ts' },
  define: { ...shared.define, TIGHTLIP_BUILD },
});
chmodSync(at('dist/cli.js'), 0o755);
// The library stays readable.
await build({
  ...shared,
  entryPoints: { index: 'src/index.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [lazyBuiltins],
});
giveRequire();
sayFormat('dist', 'commonjs');
if (existsSync(at('src/action.ts'))) {
  await build({
    ...shared,
    entryPoints: ['src/action.ts'],
    outfile: 'dist/action/index.js',
    banner: { js: requireLine },
  });
  sayFormat('dist/action', 'module');
}
if (existsSync(at('src/index.ts')) && process.env['TIGHTLIP_BUILD_NO_TYPES'] !== '1') {
  const tsc = at('node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '--emitDeclarationOnly', '--outDir', 'dist/types'], {
    cwd: top,
    stdio: 'inherit',
  });
  sayFormat('dist/types', 'module');
}

function clean() {
  if (!existsSync(at('dist'))) return;
  for (const name of readdirSync(at('dist'))) if (name !== 'action') rmSync(at(`dist/${name}`), { recursive: true });
}

/** Node takes what lies in a folder for what the nearest package.json says. */
function sayFormat(folder, type) {
  writeFileSync(at(`${folder}/package.json`), `${JSON.stringify({ type })}\n`);
}

/** Only the chunk with esbuild's own helper asks for `require`: the others, the first above all, are spared the line. */
function giveRequire() {
  for (const name of readdirSync(at('dist/chunks'))) {
    const file = at(`dist/chunks/${name}`);
    const code = readFileSync(file, 'utf8');
    if (code.includes('Dynamic require of')) writeFileSync(file, `${requireLine}\n${code}`);
  }
}

/**
 * Builds dist/: the CLI (code-split, so that a command loads only itself), the library with its types, the scan worker,
 * and the Action as one file. dist/action/ is tracked by git and is rebuilt in place; the rest is made anew.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './generate.mjs';
import { lazyBuiltins } from './lazy-builtins.mjs';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = (file) => path.join(top, file);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

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
  define: { TIGHTLIP_VERSION: JSON.stringify(version) },
  loader: { '.wasm': 'binary' },
  legalComments: 'none',
  logLevel: 'warning',
};

// The generator has said why; a build with rules of yesterday would be worse than none.
if (process.exitCode) process.exit();
clean();
/** Each entry by itself: shared chunks would cut the CLI's code into three times as many files, and every file costs. */
const entries = { cli: 'src/cli.ts', index: 'src/index.ts' };
for (const [name, file] of Object.entries(entries)) {
  await build({
    ...shared,
    entryPoints: { [name]: file },
    outdir: 'dist',
    splitting: true,
    // Half the bytes are a tenth of the start of a commit's check. The library stays readable.
    minify: name === 'cli',
    chunkNames: `chunks/${name}-[name]-[hash]`,
    plugins: [lazyBuiltins],
  });
}
await build({
  ...shared,
  entryPoints: { 'scan-worker': 'src/scan/worker.ts' },
  minify: true,
  outdir: 'dist',
  banner: { js: requireLine },
});
giveRequire();
chmodSync(at('dist/cli.js'), 0o755);
if (existsSync(at('src/action.ts'))) {
  await build({
    ...shared,
    entryPoints: ['src/action.ts'],
    outfile: 'dist/action/index.js',
    banner: { js: requireLine },
  });
}
if (existsSync(at('src/index.ts')) && process.env['TIGHTLIP_BUILD_NO_TYPES'] !== '1') {
  const tsc = at('node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '--emitDeclarationOnly', '--outDir', 'dist/types'], {
    cwd: top,
    stdio: 'inherit',
  });
}

function clean() {
  if (!existsSync(at('dist'))) return;
  for (const name of readdirSync(at('dist'))) if (name !== 'action') rmSync(at(`dist/${name}`), { recursive: true });
}

/** Only the chunk with esbuild's own helper asks for `require`: the others, the first above all, are spared the line. */
function giveRequire() {
  for (const name of readdirSync(at('dist/chunks'))) {
    const file = at(`dist/chunks/${name}`);
    const code = readFileSync(file, 'utf8');
    if (code.includes('Dynamic require of')) writeFileSync(file, `${requireLine}\n${code}`);
  }
}

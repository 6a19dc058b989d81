/**
 * Runs after `npm ci` and `npm install` in this repository, and before packing: builds dist/ and puts the git hooks in
 * place, so that a fresh clone's first commit is guarded. Does nothing where there is nothing to do it with.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const has = (module) => existsSync(path.join(top, 'node_modules', module, 'package.json'));

// `npm install -g git+…`, as the pre-commit framework does it, prepares a clone whose tools npm took for global ones: they are fetched here.
const { npm_config_global: isGlobal, npm_execpath: npm } = process.env;
if (!has('esbuild') && isGlobal === 'true' && npm !== undefined && !existsSync(path.join(top, 'dist/cli.js'))) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_global/i.test(name)));
  const words = ['ci', '--global=false', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync(process.execPath, [npm, ...words], { cwd: top, env, stdio: 'inherit' });
}

// `npm ci --omit=dev` leaves no tools; what was packed or checked out before stays as it is.
if (!has('esbuild')) {
  console.error('tightlip: no development tools here, so nothing was built; run npm ci without --omit=dev');
  process.exit(0);
}
execFileSync(process.execPath, [path.join(top, 'scripts/build.mjs')], { cwd: top, stdio: 'inherit' });

const isCheckout = existsSync(path.join(top, '.git'));
const isDependency = top.split(path.sep).includes('node_modules');
if (isCheckout && !isDependency && !process.env['CI'] && has('husky')) {
  process.chdir(top);
  const { default: installHooks } = await import('husky');
  const problem = installHooks();
  if (problem) console.error(`tightlip: the git hooks are not in place: ${problem}`);
}

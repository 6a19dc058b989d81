/**
 * Checks rule packs before the CLI is built: `node scripts/check-rules.mjs [FILE…]`, without a file all of rules/. The
 * static checks first, then every example through the engine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { loadTypeScript } from './load-typescript.mjs';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const room = await loadTypeScript('src/scan/check-packs.ts');
const shipped = readdirSync(path.join(top, 'rules'))
  .filter((name) => name.endsWith('.toml'))
  .toSorted()
  .map((name) => ({ file: `rules/${name}`, text: readFileSync(path.join(top, 'rules', name), 'utf8') }));
const asked = process.argv.slice(2).map((file) => path.relative(top, path.resolve(file)).replaceAll('\\', '/'));
const missing = asked.filter((file) => !shipped.some((pack) => pack.file === file));
const others = missing.map((file) => ({ file, text: readFileSync(path.join(top, file), 'utf8') }));
const problems = await room.checkPackFiles([...shipped, ...others], {
  shipped: true,
  base: { rules: [], composites: [] },
  only: asked,
});
for (const problem of problems) console.log(problem);
const names = asked.length === 0 ? 'all packs' : asked.join(', ');
console.log(
  problems.length === 0 ? `${names}: no problems` : `${problems.length} problem${problems.length === 1 ? '' : 's'}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

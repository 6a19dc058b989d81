/** What npm runs where it prepares a clone: `npm install -g git+…`, as the pre-commit framework does it, brings a program and not an empty folder. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { TempRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterEach(removeTempDirectories);

/** An npm that writes down how it was called, and brings the tools. */
const NPM = `
const fs = require('node:fs');
const globals = Object.keys(process.env).filter((name) => /^npm_config_global/i.test(name));
fs.writeFileSync('called.txt', [...process.argv.slice(2), ...globals].join(' '));
fs.mkdirSync('node_modules/esbuild', { recursive: true });
fs.writeFileSync('node_modules/esbuild/package.json', '{}');
`;
const BUILD = `import { mkdirSync, writeFileSync } from 'node:fs';\nmkdirSync('dist');\nwriteFileSync('dist/cli.js', '');\n`;

function prepare(environment: Readonly<Record<string, string>>): {
  clone: TempRepo;
  code: number | null;
  said: string;
} {
  const clone = new TempRepo(makeTempDirectory()).write({
    'package.json': '{"type":"module"}',
    'npm.cjs': NPM,
    'scripts/build.mjs': BUILD,
    'scripts/prepare.mjs': readFileSync('scripts/prepare.mjs'),
  });
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], npm_execpath: clone.path('npm.cjs'), ...environment };
  const { status, stderr } = spawnSync(process.execPath, ['scripts/prepare.mjs'], {
    cwd: clone.directory,
    env,
    encoding: 'utf8',
  });
  return { clone, code: status, said: stderr };
}

test('a clone that is installed for everybody fetches its tools and is built', () => {
  const { clone, code } = prepare({ npm_config_global: 'true', npm_config_global_prefix: '/usr' });
  expect(code).toBe(0);
  expect(existsSync(path.join(clone.directory, 'dist/cli.js'))).toBe(true);
  expect(readFileSync(clone.path('called.txt'), 'utf8')).toBe(
    'ci --global=false --include=dev --ignore-scripts --no-audit --no-fund',
  );
});

test('a checkout without tools stays as it is, and says so', () => {
  const { clone, code, said } = prepare({});
  expect(code).toBe(0);
  expect(said).toContain('no development tools here');
  expect(existsSync(clone.path('called.txt'))).toBe(false);
});

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { cliEnvironment, makeSecret, secretLine } from '../support/run-cli.ts';
import { makeRepo, removeTempDirectories } from '../support/temp-repo.ts';

const run = promisify(execFile);
const TSC = path.resolve('node_modules/typescript/bin/tsc');

/** The example of the README. */
function example(): string {
  const section = readFileSync('README.md', 'utf8').split('## As a library')[1]!;
  return /```ts\n([^]*?)```/.exec(section)![1]!;
}

afterAll(removeTempDirectories);

describe('the library', () => {
  it('does what the README says, and its types agree', async () => {
    const repo = makeRepo();
    mkdirSync(repo.path('node_modules/@types'), { recursive: true });
    symlinkSync(path.resolve('.'), repo.path('node_modules/tightlip'), 'junction');
    symlinkSync(path.resolve('node_modules/@types/node'), repo.path('node_modules/@types/node'), 'junction');
    repo.write({ 'example.mts': example(), 'app.env': secretLine('library') });
    const strict = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node'];
    await run(process.execPath, [TSC, ...strict, 'example.mts'], { cwd: repo.path() });

    repo.git('add', 'app.env');
    const child = run(process.execPath, ['example.mjs'], { cwd: repo.path(), env: cliEnvironment() });
    child.child.stdin!.end(`a\n${secretLine('library')}b\n`);
    const ended = await child.catch((error: unknown) => error as { stdout: string; code: number });
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stdout).toMatch(/^[a-z-]+ \{[^}]*path: 'app\.env'[^}]*\}\na\n.*\[REDACTED:[a-z-]+\]\nb\n$/);
    expect(ended.stdout).not.toContain(makeSecret('library'));
  });
});

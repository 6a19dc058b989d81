/** Files that change or go away while they are read, and one that cannot be read, whoever asks. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Ended, runCli, secretLine } from '../support/run-cli.ts';
import { makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

/** Preloaded: does something to `used.txt` right after the program has opened it and asked for its size, or right before. */
function scanWhile(when: 'before open' | 'after size', happening: string, content: string | Buffer): Promise<Ended> {
  const cwd = makeTempDirectory();
  writeFileSync(path.join(cwd, 'a.env'), secretLine('other'));
  const used = path.join(cwd, 'used.txt');
  writeFileSync(used, content);
  const file = path.join(makeTempDirectory(), 'preload.cjs');
  const hooks = {
    'before open': `const { openSync } = fs;
      fs.openSync = (name, ...rest) => { if (name === used) happen(); return openSync(name, ...rest); };`,
    'after size': `const { openSync, fstatSync } = fs;
      let watched = -1;
      fs.openSync = (name, ...rest) => { const got = openSync(name, ...rest); if (name === used) watched = got; return got; };
      fs.fstatSync = (got, ...rest) => { const stat = fstatSync(got, ...rest); if (got === watched) happen(); return stat; };`,
  };
  writeFileSync(
    file,
    `const fs = require('node:fs');
    const used = ${JSON.stringify(used)};
    const happen = () => { ${happening} };
    ${hooks[when]}
    require('node:module').syncBuiltinESMExports();`,
  );
  return runCli(['files', '--format', 'json'], { cwd, env: { NODE_OPTIONS: `--require=${file}` } });
}

const LARGE = Buffer.alloc(33 << 20, 'text of a line\n');

describe('a file', () => {
  test.each([
    ['is deleted before it is opened', 'before open', 'fs.rmSync(used);', 'text', 'cannot be read: no longer there'],
    ['is truncated', 'after size', 'fs.truncateSync(used, 5);', 'a long text', 'became shorter while it was read'],
    [
      'that is large is truncated',
      'after size',
      'fs.truncateSync(used, 6 << 20);',
      LARGE,
      'became shorter while it was read',
    ],
    [
      'grows without end',
      'after size',
      "fs.appendFileSync(used, Buffer.alloc(40 << 20, 'text\\n'));",
      'text',
      'grew while it was read: the rest is not read',
    ],
  ] as const)('that %s is named, and all else is read', async (_, when, happening, content, reason) => {
    const { code, stdout } = await scanWhile(when, happening, content);
    const { findings, receipt } = JSON.parse(stdout);
    expect({ code, findings: findings.length }).toEqual({ code: 1, findings: 1 });
    expect(receipt).toMatchObject({ complete: false, skips: [{ path: 'used.txt', kind: 'failure', reason }] });
  });

  test.each([
    ['one that is small: it is read on', 'text\n'],
    ['one that is large: what it had is read', LARGE],
  ])('may grow: %s', async (_, content) => {
    const happening = `fs.appendFileSync(used, ${JSON.stringify(secretLine('grown'))});`;
    const { stdout } = await scanWhile('after size', happening, content);
    const { findings, receipt } = JSON.parse(stdout);
    expect(receipt).toMatchObject({ complete: true, skips: [] });
    expect(findings).toHaveLength(content === LARGE ? 1 : 2);
  });

  // Not by permissions: root, who runs tests in containers, may read everything else.
  test.skipIf(!existsSync('/proc/self/mem'))('that cannot be read is named', async () => {
    const cwd = makeTempDirectory();
    for (const command of ['files', 'logs']) {
      const { code, stdout } = await runCli([command, '/proc/self/mem'], { cwd });
      expect(code).toBe(3);
      expect(stdout).toContain('/proc/self/mem: cannot be read: input/output error');
    }
  });
});

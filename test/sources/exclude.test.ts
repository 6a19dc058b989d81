import { describe, expect, it } from 'vitest';
import { createExcluder } from '../../src/sources/exclude.ts';

describe('createExcluder', () => {
  it.each<[glob: string, yes: string[], no: string[]]>([
    ['*.lock', ['a.lock', 'd/e/a.lock', '.x/y.lock'], ['a.lock.txt', 'lock']],
    ['fixtures', ['fixtures', 'fixtures/a', 'd/fixtures/e/a'], ['fixtures2/a', 'a/fixtures.txt']],
    ['test/fixtures', ['test/fixtures/a', 'test/fixtures/.b/c'], ['d/test/fixtures/a', 'test/fixture']],
    ['./test/fixtures/', ['test/fixtures/a'], ['test/a']],
    ['test/**/*.pem', ['test/a.pem', 'test/d/.e/a.pem'], ['a.pem', 'src/test.pem']],
    ['**/*.{crt,pem}', ['a.crt', 'd/a.pem'], ['a.key']],
    ['/fixtures', ['fixtures/a'], ['d/fixtures/a']],
    ['/test/*.pem', ['test/a.pem'], ['d/test/a.pem']],
    ['./fixtures', ['fixtures/a', 'd/fixtures/a'], []],
    ['!(a)', ['b'], ['a']],
    [String.raw`test\fixtures`, ['test/fixtures/a'], ['test\\fixtures', 'd/test/fixtures/a']],
    [String.raw`src\*.pem`, ['src*.pem'], ['src/a.pem']],
    [String.raw`a\\b`, [String.raw`a\b`], ['a/b']],
    [String.raw`\[x\].env`, ['[x].env', 'd/[x].env'], ['x.env']],
    ['a b*', ['a bc', 'd/a b/c'], ['ab']],
    ['*.env', ['../a.env', '../../d/a.env'], ['../a.env.txt']],
    ['**/d/*.env', ['../d/a.env', '../../x/d/a.env'], ['../e/a.env']],
    ['d', ['../d/a', '../x/d/e/a'], ['../e/a']],
    ['x/d', ['x/d/a'], ['../x/d/a']],
    ['../x/d', ['../x/d/a'], ['x/d/a', '../../x/d/a']],
    ['été/*.env'.normalize('NFC'), ['été/é.env'.normalize('NFD')], ['ete/é.env']],
    ['été'.normalize('NFD'), ['d/été/a'.normalize('NFC')], ['ete']],
  ])('%s', async (glob, yes, no) => {
    const excluder = await createExcluder([glob]);
    for (const path of yes) expect([path, excluder.excludes(path)]).toEqual([path, true]);
    for (const path of no) expect([path, excluder.excludes(path)]).toEqual([path, false]);
  });

  it.each<[globs: string[], yes: string[], no: string[]]>([
    [['!src'], [], ['src/a', 'other']],
    [
      ['test', '!test/keep'],
      ['test/a', 'd/test/keep/a'],
      ['test/keep/a', 'src/a'],
    ],
    [['!test/keep', 'test'], ['test/keep/a'], ['src/a']],
    [['*.pem', '!/own.pem', 'own.pem'], ['own.pem', 'd/own.pem'], ['a.txt']],
  ])('takes back in order: %j', async (globs, yes, no) => {
    const excluder = await createExcluder(globs);
    for (const path of yes) expect([path, excluder.excludes(path)]).toEqual([path, true]);
    for (const path of no) expect([path, excluder.excludes(path)]).toEqual([path, false]);
  });

  it.each([[], ['/'], ['./'], ['!'], ['!/', '/']])('leaves nothing out without a glob: %j %j', async (...globs) => {
    expect((await createExcluder(globs)).excludes('anything')).toBe(false);
  });
});

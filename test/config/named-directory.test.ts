import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNamedDirectory } from '../../src/config/load.ts';

let outside = '';
const at = (...parts: string[]): string => path.join(outside, ...parts);

beforeEach(() => {
  outside = mkdtempSync(path.join(tmpdir(), 'tightlip-named-'));
  for (const folder of ['one/.git', 'one/app', 'one/vendor/inner/.git', 'two/.git', 'plain']) {
    mkdirSync(at(folder), { recursive: true });
  }
  writeFileSync(at('one/app/k.txt'), 'x');
});

afterEach(() => rmSync(outside, { recursive: true, force: true }));

describe('where the configuration of named files is looked for', () => {
  it('is the repository that holds them, seen from outside', () => {
    expect(findNamedDirectory(outside, ['one'])).toBe(at('one'));
    expect(findNamedDirectory(outside, ['one/app/k.txt', at('one/app')])).toBe(at('one'));
    expect(findNamedDirectory(outside, ['one/app/*.txt'])).toBe(at('one'));
    expect(findNamedDirectory(at('two'), ['../one'])).toBe(at('one'));
  });

  it('is the working directory inside a repository that holds them, and for a repository within it', () => {
    expect(findNamedDirectory(at('one/app'), ['k.txt'])).toBe(at('one/app'));
    expect(findNamedDirectory(at('one'), ['vendor/inner'])).toBe(at('one'));
  });

  it('is the working directory when nothing is named, or not one repository', () => {
    expect(findNamedDirectory(outside, [])).toBe(outside);
    expect(findNamedDirectory(outside, ['one', 'two'])).toBe(outside);
    expect(findNamedDirectory(outside, ['one', 'plain'])).toBe(outside);
    expect(findNamedDirectory(outside, ['plain'])).toBe(outside);
  });

  it('is the working directory when that has a configuration', () => {
    writeFileSync(at('tightlip.toml'), '');
    expect(findNamedDirectory(outside, ['one'])).toBe(outside);
  });
});

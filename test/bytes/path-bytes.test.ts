import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareGlob, diskPath, pathOfBytes, shownPath } from '../../src/bytes/path-bytes.ts';

const names = fc.array(
  fc.oneof(
    fc.integer({ min: 0x61, max: 0x7a }),
    fc.integer({ min: 0x80, max: 0xff }),
    fc.constantFrom(0xc3, 0xa9, 0x2f),
  ),
  { maxLength: 12 },
);

describe.skipIf(process.platform === 'win32')('path-bytes', () => {
  it('any bytes are a path that leads back to them, and are shown as a decoder shows them', () => {
    fc.assert(
      fc.property(names, (codes) => {
        const bytes = Buffer.from(codes);
        const path = pathOfBytes(bytes);
        expect(Buffer.from(diskPath(path))).toEqual(bytes);
        expect(shownPath(path)).toBe(new TextDecoder().decode(bytes));
      }),
    );
  });

  it('leaves paths of UTF-8 as they are', () => {
    for (const path of ['src/é/\u{1f480}.ts', 'a\ufffd.env']) {
      expect(pathOfBytes(Buffer.from(path))).toBe(path);
      expect(diskPath(path)).toBe(path);
      expect(shownPath(path)).toBe(path);
    }
  });
});

describe('bareGlob', () => {
  it.each([
    ['dist\\js\\**', 'dist/js/**'],
    ['.\\vendor', 'vendor'],
    ['what\\*', 'what\\*'],
    ['./a//', 'a'],
  ])('%s is %s', (glob, bare) => expect(bareGlob(glob)).toBe(bare));
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SNIFF_BYTES, sniffEncoding, toText } from '../../src/bytes/encoding.ts';

const decoded = (bytes: Uint8Array): string | null => {
  const text = toText(bytes);
  return text === null ? null : Buffer.from(text).toString('utf8');
};
const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
/** Letters, figures and line ends: what a settings file is made of. */
const settings = fc.stringMatching(/^[A-Za-z0-9_=\r\n]{8,200}$/);

describe('sniffEncoding', () => {
  it('judges every byte the same in the first content that a thread sees and in later ones', () => {
    const judge = (): string[] =>
      Array.from({ length: 256 }, (_, byte) => sniffEncoding(new Uint8Array(20).fill(byte)).kind);
    const first = judge();
    expect(new Set(first)).toEqual(new Set(['text', 'binary']));
    for (let i = 0; i < 4; i++) sniffEncoding(new Uint8Array(SNIFF_BYTES).fill(0x61));
    expect(judge()).toEqual(first);
  });

  it('sees one odd control character or NUL in sixty, wherever it stands, and none in what text is made of', () => {
    for (let byte = 0; byte < 256; byte++) {
      const isOdd = byte === 0x7f || (byte < 0x20 && ![7, 8, 9, 10, 11, 12, 13, 0x1b].includes(byte));
      for (let at = 0; at < 30; at++) {
        // Two pairs: more than a fiftieth and one, in no run and on both sides of the pairs.
        const bytes = Buffer.alloc(40, 'text\n')
          .fill(byte, at, at + 2)
          .fill(byte, at + 4, at + 6);
        expect(sniffEncoding(bytes).kind, `${byte} at ${at}`).toBe(isOdd ? 'binary' : 'text');
      }
    }
  });

  it('takes UTF-8 and any other superset of ASCII as it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = Buffer.from(text.replaceAll(/[\0-\x1f\x7f]/g, ' '), 'utf8');
        if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return;
        expect(toText(bytes)).toBe(bytes);
      }),
    );
    const latin1 = Buffer.from('pässwört=1', 'latin1');
    expect(toText(latin1)).toBe(latin1);
  });

  it('decodes UTF-16 of both byte orders, with and without a mark, with and without a stray byte', () => {
    fc.assert(
      fc.property(settings, fc.boolean(), (text, stray) => {
        const tail = stray ? [Buffer.from('\n')] : [];
        expect(decoded(Buffer.concat([Buffer.from(text, 'utf16le'), ...tail]))).toBe(text);
        expect(decoded(Buffer.concat([big(text), ...tail]))).toBe(text);
        expect(decoded(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le'), ...tail]))).toBe(text);
        expect(decoded(Buffer.concat([Buffer.from([0xfe, 0xff]), big(text), ...tail]))).toBe(text);
      }),
    );
  });

  it('decodes what a mark announces, whatever the script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        const text = `${words}\n`;
        expect(decoded(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))).toBe(text);
      }),
    );
  });

  it('takes a mark with no NUL behind it for nothing', () => {
    for (const mark of [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])]) {
      const bytes = Buffer.concat([mark, Buffer.from('\nname = value\n')]);
      expect(toText(bytes)).toBe(bytes);
    }
  });

  it.each<[string, Uint8Array]>([
    ['one NUL in a short text', Buffer.from('-- dump\nINSERT 1;\n\0\nvalue here\n')],
    [
      'a hole left by a crash',
      Buffer.concat([Buffer.from('line\n'.repeat(50)), Buffer.alloc(4096), Buffer.from('line\n')]),
    ],
    ['terminal colours', Buffer.from('\x1b[31mred\x1b[0m\n'.repeat(20))],
    ['a NUL beyond what is looked at', Buffer.concat([Buffer.alloc(70_000, 'text\n'), Buffer.alloc(9)])],
  ])('reads %s', (_, bytes) => {
    expect(toText(bytes)).not.toBeNull();
  });

  it.each<[string, Uint8Array]>([
    [
      'an executable',
      Buffer.concat([
        Buffer.from('\x7fELF'),
        Buffer.alloc(300),
        Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256)),
      ]),
    ],
    ['noise', Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * i * 31 + (i >> 3) * 17) % 256))],
  ])('calls %s binary', (_, bytes) => {
    expect(sniffEncoding(bytes).kind).toBe('binary');
  });

  it('never throws, and gives null or bytes, for any content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const text = toText(bytes);
        expect(text === null || text instanceof Uint8Array).toBe(true);
      }),
    );
  });
});

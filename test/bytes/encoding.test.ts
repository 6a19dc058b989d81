import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SNIFF_BYTES, sniffEncoding, toText } from '../../src/bytes/encoding.ts';
import { utf32Encoder } from '../../src/bytes/utf32.ts';

const decoded = (bytes: Uint8Array): string | null => {
  const text = toText(bytes);
  return text === null ? null : Buffer.from(text).toString('utf8');
};
const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
/** Letters, figures and line ends: what a settings file is made of. */
const settings = fc.stringMatching(/^[A-Za-z0-9_=\r\n]{8,200}$/);

/** As {@link sniffEncoding} without a byte order mark, with every byte counted. */
function countedKind(head: Uint8Array): string {
  const kept: number[] = [];
  for (let i = 0; i < head.length; i++) {
    let end = i;
    while (head[end] === 0) end++;
    if (end - i >= 8) i = end - 1;
    else kept.push(i);
  }
  const nuls = kept.filter((i) => head[i] === 0);
  const controls = kept.filter(
    (i) => head[i] !== 0 && /[\x01-\x06\x0e-\x1a\x1c-\x1f\x7f]/.test(String.fromCharCode(head[i]!)),
  );
  const even = nuls.filter((i) => i % 2 === 0).length;
  const most = Math.max(even, nuls.length - even);
  if (most > kept.length * 0.2 && nuls.length - most < most / 8) return 'utf-16';
  const foreign = kept.filter((i) => head[i]! >= 0x80).length;
  const isListed = nuls.every((i) => head[i - 1] !== 0 && head[i + 1] !== 0) && kept.length >= nuls.length * 12;
  if (controls.length + foreign === 0 && isListed) return 'text';
  return controls.length + nuls.length > kept.length / 50 + 1 ? 'binary' : 'text';
}

describe('sniffEncoding', () => {
  it('judges by all bytes, however soon it can tell', () => {
    const part = fc.oneof(
      fc.constantFrom([65], [0], [65, 0], [0, 65], [0, 0, 65, 65], [3], [0x85], [...Buffer.from('A_KEY=value-1\0')]),
      fc.constant(Array.from({ length: 9 }, () => 0)),
    );
    const run = fc
      .tuple(part, fc.integer({ min: 1, max: 40 }))
      .map(([bytes, times]) => Array(times).fill(bytes).flat());
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }), (runs) => {
        // A first byte that is no part of a byte order mark.
        const bytes = Uint8Array.from([65, 66, ...runs.flat()]);
        const { kind } = sniffEncoding(bytes);
        kinds.add(kind);
        expect(kind).toBe(countedKind(bytes));
      }),
      { numRuns: 2000 },
    );
    expect(kinds.size).toBe(3);
  });

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
      const isOdd = byte === 0x7f || (byte < 0x20 && ![1, 7, 8, 9, 10, 11, 12, 13, 0x1b].includes(byte));
      for (let at = 0; at < 30; at++) {
        // Two pairs: more than a fiftieth and one, in no run and on both sides of the pairs.
        const bytes = Buffer.alloc(40, 'text\n')
          .fill(byte, at, at + 2)
          .fill(byte, at + 4, at + 6);
        expect(sniffEncoding(bytes).kind, `${byte} at ${at}`).toBe(isOdd ? 'binary' : 'text');
      }
    }
  });

  it('takes the log of an order gateway as it stands, whose fields SOH parts', () => {
    const log = Buffer.from(
      `${['8=FIX.4.4', '9=70', '35=A', '49=DESK', '56=BROKER', '34=1', '98=0', '10=051'].join('\x01')}\x01\n`,
    );
    expect(toText(log)).toBe(log);
    expect(sniffEncoding(Buffer.concat([log, Buffer.alloc(12, '\x02\x03\x04')])).kind).toBe('binary');
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

  it('decodes UTF-32 with a mark, in both byte orders', () => {
    fc.assert(
      fc.property(settings, fc.nat(3), (text, stray) => {
        for (const littleEndian of [true, false]) {
          const encoded = utf32Encoder(littleEndian).push(Buffer.from(`\ufeff${text}`));
          expect(decoded(Buffer.concat([encoded, Buffer.alloc(stray, 0x41)]))).toBe(text);
        }
      }),
    );
    expect(sniffEncoding(Buffer.from('\ufeff\0key = value', 'utf16le')).kind).toBe('utf-16');
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
    ['a list between NULs, as env -0 writes it', Buffer.from('PATH=/usr/bin:/bin\0A_KEY=value\0HOME=/home/ann\0')],
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
    ['a table of short names between NULs', Buffer.from('main\0printf\0exit\0puts\0free\0malloc\0'.repeat(9))],
    ['names between NULs and numbers', Buffer.from('first name\0\0\0\x01second name\0\0\0\x02'.repeat(9))],
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

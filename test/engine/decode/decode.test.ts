import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../src/engine/decode/base64.ts';
import { derive, deriveTexts } from '../../../src/engine/decode/derived.ts';
import { findEncodedRuns } from '../../../src/engine/decode/runs.ts';

const bytesOf = (text: string) => Buffer.from(text);
const texts = (text: string) => deriveTexts(bytesOf(text)).map((derived) => Buffer.from(derived.bytes).toString());
const SECRET = ['sk', 'live', 'a8Kq2Zx91mPw04rTy77b'].join('_');
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('base64', () => {
  it('agrees with the platform on everything it accepts', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        const buffer = Buffer.from(data);
        for (const form of ['base64', 'base64url'] as const) {
          expect(Buffer.from(decodeBase64(bytesOf(buffer.toString(form)))!)).toEqual(buffer);
        }
      }),
    );
  });
  it.each(['A', 'AB=C', 'AA A', 'A===', 'é'])('refuses %j', (text) => {
    expect(decodeBase64(bytesOf(text))).toBeNull();
  });
});

describe('derived texts', () => {
  it.each([
    ['standard', base64(SECRET)],
    ['url-safe', Buffer.from(`>>>?${SECRET}>>>`).toString('base64url')],
    ['twice', base64(base64(SECRET))],
    ['hex', Buffer.from(SECRET).toString('hex')],
    ['upper hex', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['\\x escapes', [...SECRET].map((c) => `\\x${c.charCodeAt(0).toString(16)}`).join('')],
    ['\\u escapes', [...SECRET].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')],
    ['some escapes', SECRET.replaceAll('_', '\\x5f').replaceAll('7', '\\x37')],
    ['percent', [...SECRET].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')],
  ])('%s', (_, encoded) => {
    const text = `blob: "${encoded}"\n`;
    const found = deriveTexts(bytesOf(text)).filter((derived) => Buffer.from(derived.bytes).includes(SECRET));
    expect(found.map((derived) => text.slice(derived.span.start, derived.span.end))).toEqual([encoded]);
  });

  it('maps offsets to where their code begins', () => {
    const text = `x ${base64(`ab cd ${SECRET}`)}`;
    const bytes = bytesOf(text);
    const [run] = findEncodedRuns(bytes);
    const derived = derive(bytes, run!)!;
    expect([0, 3, 6].map((offset) => derived.map(offset))).toEqual([2, 6, 10]);
    expect(derived.map(derived.bytes.length)).toBe(text.length);
    for (const encoded of ['\\x41\\x42c\\x44\\x45'.repeat(2), '%41%42c%44%45'.repeat(3)]) {
      const origin = bytesOf(encoded);
      const [only] = findEncodedRuns(origin);
      const inner = derive(origin, only!)!;
      const mapped = [...inner.bytes.keys()].map((offset) => encoded.slice(inner.map(offset), inner.map(offset + 1)));
      expect(mapped.join('')).toBe(encoded);
    }
  });

  it.each([
    ['an image', `data:image/png;base64,${randomBytes(300).toString('base64')}`],
    ['a source map', `sourceMappingURL=data:application/json;base64,${base64('{"version":3,"sources":["a.ts"]}')}`],
    ['an integrity hash', `"integrity": "sha512-${randomBytes(64).toString('base64')}"`],
    ['a digest', randomBytes(32).toString('hex')],
    ['a JSON Web Token', `${base64('{"alg":"HS256"}xxxxxxxxx')}.${base64('{"sub":"a user of some length"}')}.x`],
    ['a path', 'src/engine/matchers/connection-url.test.ts node_modules/@scope/package-name'],
    ['an identifier', 'aVeryLongIdentifierOfSomeJavaFrameworkFactoryBean'],
    ['a file of one run', base64('text '.repeat(5000))],
  ])('nothing from %s', (_, text) => {
    expect(texts(text)).toEqual([]);
  });
});

/** The slow obvious way for base64 and hex: every maximal run by regular expression, then what is said of it. */
function plainRuns(text: string): string[] {
  const found: string[] = [];
  for (const { 0: run, index } of text.matchAll(/[A-Za-z0-9+/_-]{24,}/g)) {
    const end = index + run.length;
    if (run.length > 16_384) continue;
    if (/^[0-9a-f]+$/i.test(run) && run.length >= 32 && run.length % 2 === 0) found.push(`hex ${index} ${end}`);
    else if (/^([A-Za-z0-9+/]+|[\w-]+)$/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run)) {
      const embedded = run.startsWith('sha') || /;[^]{4}64,$/.test(text.slice(0, index));
      const dotted = text[index - 1] === '.' || text[end] === '.';
      if (!embedded && !dotted) found.push(`base64 ${index} ${end + /^={0,2}/.exec(text.slice(end))![0].length}`);
    }
  }
  return found;
}

describe('properties', () => {
  it('finds the runs that looking at every byte finds', () => {
    const part = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'aaZZ99f+/-_'), minLength: 18, maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdefF'), minLength: 20, maxLength: 70 }),
      fc.string({ unit: fc.constantFrom(...'aZ9 .=\n\xe9\0,'), maxLength: 40 }),
      fc.constantFrom('sha256-', ';base64,', '.', '=', '==', ' '),
    );
    let total = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12, size: 'max' }), (parts) => {
        const text = parts.join('');
        const runs = findEncodedRuns(Buffer.from(text, 'latin1'));
        const told = runs.map(({ encoding, start, end }) => `${encoding} ${start} ${end}`);
        expect(told).toEqual(plainRuns(text));
        total += told.length;
      }),
      { numRuns: 2000 },
    );
    expect(total).toBeGreaterThan(200);
  });
  it('finds a text in base64 wherever it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ !#$,:;\n]{0,60}$/), fc.stringMatching(/^[ -~]{40,80}$/), (around, text) => {
        const encoded = base64(`${text}aZ`);
        expect(texts(`${around} ${encoded} ${around}`)).toContain(`${text}aZ`);
      }),
    );
  });
  it('arbitrary bytes never crash, runs lie inside and in order', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (data) => {
        deriveTexts(data);
        for (const run of findEncodedRuns(data)) expect(run.start < run.end && run.end <= data.length).toBe(true);
      }),
    );
  });
  it('is linear', () => {
    for (const flood of ['A', 'a/', 'ab ', '\\x41', '%41', '\\', '%', 'QUJD', '4141', '\\x41 ', 'Aa0 ']) {
      const began = performance.now();
      deriveTexts(bytesOf(flood.repeat(1_000_000 / flood.length)));
      expect(performance.now() - began, flood).toBeLessThan(1000);
    }
  });
});

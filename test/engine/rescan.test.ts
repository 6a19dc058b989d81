import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import { VersionScanner } from '../../src/engine/rescan.ts';
import { uniqueRaw } from '../../src/engine/resolve.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { deriveMatches, scanRaw } from '../../src/engine/scan-document.ts';
import { ScannedVersion } from '../../src/engine/scanned-version.ts';
import { VerdictMemo, type WindowHasher } from '../../src/engine/verdict-memo.ts';
import { createGitKernel } from '../../src/git/kernel/create-kernel.ts';
import { KernelMemory } from '../../src/git/kernel/memory.ts';
import { makeRule, makeRuleSet } from '../support/rules.ts';

const ruleSet = compileRuleSet(
  makeRuleSet([
    makeRule({
      id: 'test-id',
      keywords: ['akia'],
      pattern: '(?<![A-Z0-9])(?<secret>AKIA[A-Z0-9]{6})(?![A-Z0-9])',
      before: 2,
      after: 8,
    }),
    makeRule({
      id: 'test-far',
      keywords: ['secret'],
      pattern: 'secret[^z]{0,40}=(?<secret>[a-z0-9]{4,12})z',
      after: 60,
      before: 2,
    }),
    // With gates, which anchors that are not kept depend on.
    makeRule({
      id: 'test-named',
      keywords: ['token'],
      matcher: 'assignment',
      names: ['(^|_)token$', '^token_key$'],
      value: '[a-z0-9]{4,20}',
      before: 64,
      after: 100,
    }),
    makeRule({ id: 'test-url', keywords: ['http://'], matcher: 'connection-url', before: 512, after: 2048 }),
    makeRule({ id: 'test-header', keywords: ['cookie'], matcher: 'auth-header', before: 64, after: 4096 }),
    makeRule({ id: 'test-back', keywords: ['marker'], pattern: '(?<secret>q[a-p]{3,30})marker', after: 2, before: 34 }),
  ]),
);

const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'AKIAABCDEF ',
      'AKIAABCDEFG ',
      'secret=abcdz',
      'secret long way =abcd12z',
      'qabcdmarker',
      'marker',
      'AKIA',
      'sec',
      'ret=',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'token = abc1234\n',
      'the token ',
      'key: ',
      'token',
      ',x\n',
      'a,',
      '\n',
      '"v4lue5"',
      'http://',
      'ann:s3cr3tpw@host/ ',
      'host/path ',
      'Cookie: ',
      'cookie',
      'session=abcdef0123456789; ',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'abq =AKz\n'.split('')), maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('.'.repeat(70), ' '.repeat(200)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      btoa('one AKIAABCDEF in a run'),
      Buffer.from('the AKIAGHIJKL of hex').toString('hex'),
      '\\x41\\x4b\\x49\\x41ABCDEFGHIJ',
      '%41%4b%49%41ABCDEF%20and%20more%20of%20it',
      'QUtJQUFC',
      '=',
      'kind: Secret\n',
      'kind',
      'machine ',
      ',secret_key\n',
    ),
  },
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** An edit as git makes them: copies from anywhere in the base (also split, overlapping, out of order) and inserts. */
const edit = fc.array(
  fc.oneof(
    fc.record({ copy: fc.constant(true), at: fc.nat(), length: fc.nat(400), split: fc.boolean() }),
    fc.record({ copy: fc.constant(false), text }),
  ),
  { maxLength: 8 },
);

type Edit = ReturnType<typeof edit.generate> extends { value_: infer T } ? T : never;

function apply(base: string, steps: Edit): { ops: Int32Array; text: string } {
  const ops: number[] = [];
  let out = '';
  const copy = (start: number, end: number): void => {
    if (end <= start) return;
    ops.push(1, start, end - start);
    out += base.slice(start, end);
  };
  for (const step of steps) {
    if ('text' in step) {
      if (step.text.length > 0) ops.push(0, out.length, step.text.length);
      out += step.text;
      continue;
    }
    const start = base.length === 0 ? 0 : step.at % base.length;
    const end = Math.min(base.length, start + step.length);
    const middle = step.split ? (start + end) >> 1 : end;
    copy(start, middle);
    copy(middle, end);
  }
  return { ops: Int32Array.from(ops), text: out };
}

/** Hashes a copy of the document in the kernel's memory. */
class CopyHasher implements WindowHasher {
  readonly #kernel = createGitKernel(new KernelMemory());
  a = 0;
  b = 0;

  take(bytes: Uint8Array): void {
    this.#kernel.memory.ensure(65536 + bytes.length);
    this.#kernel.memory.bytes.set(bytes, 65536);
  }

  hash(from: number, to: number, first: number, second: number): void {
    this.#kernel.hash(65536 + from, to - from, first, second, 32768);
    const { words } = this.#kernel.memory;
    [this.a, this.b] = [words[8192]!, words[8193]!];
  }
}

/** What a version holds, as it can be compared. */
function contentOf(version: ScannedVersion): unknown {
  const { sizeBytes, count, ends, literals, matches, encoded, headSigns } = version;
  const anchors = Array.from({ length: count }, (_, i) => [ends[i], literals[i]]);
  return { sizeBytes, anchors, matches, encoded, headSigns };
}

function scanWhole(document: string): ScannedVersion {
  const version = new ScannedVersion();
  new VersionScanner(ruleSet).scan(fromLatin1(document), version);
  return version;
}

describe('rescan', () => {
  it('equals a whole scan of every version, along chains of random edits', () => {
    let inherited = 0;
    let encoded = 0;
    const rules = new Set<number>();
    const hasher = new CopyHasher();
    const scanner = new VersionScanner(ruleSet, { hasher, memo: new VerdictMemo() });
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (first, edits) => {
        let current = first;
        let version = scanWhole(current);
        let next = new ScannedVersion();
        for (const steps of edits) {
          const { ops, text: edited } = apply(current, steps as Edit);
          const bytes = fromLatin1(edited);
          const before = new Set(version.matches.map(({ raw }) => raw));
          hasher.take(bytes);
          scanner.rescan(version, ops, bytes, next);
          inherited += next.matches.filter(({ raw }) => before.has(raw)).length;
          encoded += next.encoded.length;
          for (const { raw } of next.matches) for (const { rule } of raw) rules.add(rule);
          const whole = scanWhole(edited);
          expect(contentOf(next)).toEqual(contentOf(whole));
          // A sign may outlive its word, never the other way round.
          expect(next.wordSigns | whole.wordSigns).toBe(next.wordSigns);
          const expected = [...scanRaw(bytes, ruleSet), ...deriveMatches(bytes, ruleSet)];
          const found = next.raw().map((match) => ({ ...match, source: undefined }));
          expect(uniqueRaw(found)).toEqual(uniqueRaw(expected));
          current = edited;
          [version, next] = [next, version];
        }
      }),
      { numRuns: 700 },
    );
    expect(inherited).toBeGreaterThan(0);
    expect(encoded).toBeGreaterThan(100);
    expect(rules.size).toBe(6);
  });

  it('keeps a match when nothing near it changes, and loses it to an edit inside', () => {
    const base = `${'.'.repeat(300)}AKIAABCDEF ${'.'.repeat(300)}`;
    const starts = (steps: unknown): number[] => {
      const { ops, text: edited } = apply(base, steps as Edit);
      const version = new ScannedVersion();
      new VersionScanner(ruleSet).rescan(scanWhole(base), ops, fromLatin1(edited), version);
      return version.raw().map((match) => match.start);
    };
    const moved = [
      { copy: false, text: 'new line\n' },
      { copy: true, at: 0, length: 2000, split: true },
    ];
    expect(starts(moved)).toEqual([309]);
    const broken = [
      { copy: true, at: 0, length: 305, split: false },
      { copy: true, at: 306, length: 900, split: false },
    ];
    expect(starts(broken)).toEqual([]);
  });
});

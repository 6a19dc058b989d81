import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { hasOddity } from '../../src/bytes/encoding.ts';
import { fromLatin1 } from '../../src/bytes/latin1.ts';
import { CopiedRuns } from '../../src/engine/copied-runs.ts';
import { VersionKernel } from '../../src/engine/kernel/version-kernel.ts';
import { createVersionMachine } from '../../src/engine/kernel/wasm-module.ts';
import { createAnchorBuffer } from '../../src/engine/kernel/kernel.ts';
import { KernelVersionScanner, type PlacedDocument } from '../../src/engine/kernel-versions.ts';
import { VersionScanner } from '../../src/engine/rescan.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { ScannedVersion } from '../../src/engine/scanned-version.ts';
import { KernelMemory } from '../../src/git/kernel/memory.ts';
import { around } from '../support/assigned-texts.ts';
import { type Edit, apply, edit, ruleSet, text } from '../support/edits.ts';
import { makeRule, makeRuleSet } from '../support/rules.ts';

const SEEDS: readonly [number, number] = [1, 2];

/** A chain of versions as the walker keeps it: each behind the one it derives from, its edit behind it. */
class Chain {
  readonly memory = new KernelMemory();
  readonly kernel: VersionKernel;
  readonly scanner: KernelVersionScanner;
  #free: number;

  constructor(rules = ruleSet) {
    this.kernel = new VersionKernel(rules, this.memory, SEEDS);
    this.scanner = new KernelVersionScanner(rules, this.kernel);
    this.#free = this.kernel.end;
  }

  begin(): void {
    this.#free = this.kernel.end;
  }

  place(content: string, ops: Int32Array | null): PlacedDocument {
    const address = (this.#free + 300 + 15) & ~15;
    const at = (address + content.length + 300 + 15) & ~15;
    this.memory.ensure(at + 4 * (ops?.length ?? 0) + 300);
    this.memory.bytes.set(fromLatin1(content), address);
    if (ops !== null) this.memory.words.set(ops, at >> 2);
    return {
      address,
      bytes: this.memory.bytes.subarray(address, address + content.length),
      edit: ops === null ? null : this.memory.words.subarray(at >> 2, (at >> 2) + ops.length),
      claimedBytes: 0,
    };
  }

  scan(base: ScannedVersion | null, document: PlacedDocument): ScannedVersion {
    const version = new ScannedVersion();
    const { length } = document.bytes;
    expect(this.scanner.scan(base, document, version)).toBe(true);
    this.#free = document.address + length + document.claimedBytes;
    // What stands behind a version that is still needed.
    this.memory.bytes.fill(0xaa, this.#free);
    return version;
  }

  /** Ends and literals of all anchors that the kernel keeps. */
  anchorsOf({ listAt, listCount }: ScannedVersion): number[][] {
    const { words } = this.memory;
    return Array.from({ length: listCount }, (_, i) => [
      ...words.subarray((listAt >> 2) + 3 * i, (listAt >> 2) + 3 * i + 2),
    ]);
  }
}

/** The same edit as the walker tells it: long copies, each as long as it goes, and what is new between them. */
function asTold(ops: Int32Array, size: number): Int32Array {
  const runs = new CopiedRuns();
  runs.read(ops);
  const told: number[] = [];
  let at = 0;
  for (let run = 0; run < runs.count; run++) {
    if (runs.to(run) > at) told.push(0, at, runs.to(run) - at);
    told.push(1, runs.from(run), runs.length(run));
    at = runs.to(run) + runs.length(run);
  }
  if (at < size) told.push(0, at, size - at);
  return Int32Array.from(told);
}

function allAnchors(bytes: Uint8Array): number[][] {
  const found = createAnchorBuffer();
  ruleSet.kernel.find(bytes, 0, 0, bytes.length, found);
  const anchors = Array.from({ length: found.count }, (_, i) => [found.pairs[2 * i + 1]!, found.pairs[2 * i]!]);
  return anchors.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
}

function whole(document: string, rules = ruleSet): ScannedVersion {
  const version = new ScannedVersion();
  new VersionScanner(rules).scan(fromLatin1(document), version);
  return version;
}

/** What was found, as it can be compared: which literals led to it, and what. */
function foundIn({ sizeBytes, matches, ends, literals, encoded, headSigns }: ScannedVersion): unknown {
  const anchors = matches.map(({ anchor, raw }) => ({ end: ends[anchor], literal: literals[anchor], raw }));
  return { sizeBytes, anchors, encoded, headSigns };
}

describe('the kernel of versions', () => {
  it('equals a plain scan of every version, along chains of random edits', () => {
    const chain = new Chain();
    let matches = 0;
    let encoded = 0;
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (first, edits) => {
        chain.begin();
        chain.scanner.rest();
        let current = first;
        let version = chain.scan(null, chain.place(current, null));
        expect(foundIn(version)).toEqual(foundIn(whole(current)));
        for (const steps of edits) {
          const { ops, text: edited } = apply(current, steps as Edit);
          version = chain.scan(version, chain.place(edited, asTold(ops, edited.length)));
          const expected = whole(edited);
          expect(foundIn(version)).toEqual(foundIn(expected));
          expect(chain.anchorsOf(version)).toEqual(allAnchors(fromLatin1(edited)));
          expect(version.wordSigns | expected.wordSigns).toBe(version.wordSigns);
          matches += version.matches.length;
          encoded += version.encoded.length;
          current = edited;
        }
      }),
      { numRuns: 700 },
    );
    expect(matches).toBeGreaterThan(1000);
    expect(encoded).toBeGreaterThan(100);
  });

  it('passes over names that no rule wants, and no others', () => {
    const named = (id: string, ...names: string[]): ReturnType<typeof makeRule> =>
      makeRule({ id, keywords: ['token'], matcher: 'assignment', names, value: '.{3,}', before: 64, after: 200 });
    const chains = [
      [named('plain', '(^|_)token$'), named('longer', '^acme_token_?key$', '^my_token_key(_id)?$')],
      [named('path', '^acme_token$', '^acme_token_?key$')],
      // As little as a gate may read.
      [{ ...named('near', '(^|_)token(_[a-z]+){0,3}_key$', '^some_long_name_token$'), before: 56, after: 144 }],
    ].map((list) => {
      const rules = compileRuleSet(makeRuleSet(list));
      return { rules, chain: new Chain(rules), asked: vi.spyOn(rules.gates, 'mayMatch') };
    });
    const filler = fc.constantFrom('some_long_name_', 'words of a label ', ' '.repeat(50), 'x'.repeat(40), '');
    const text = fc.tuple(filler, around, filler, around, filler).map((parts) => parts.join(''));
    const texts = fc.array(fc.oneof(around, text), { minLength: 2, maxLength: 4 });
    let anchors = 0;
    let matches = 0;
    fc.assert(
      fc.property(fc.constantFrom(...chains), texts, ({ rules, chain, asked }, parts) => {
        const content = parts.join('token');
        chain.begin();
        asked.mockClear();
        const version = chain.scan(null, chain.place(content, null));
        anchors += version.listCount - asked.mock.calls.length;
        expect(foundIn(version), content).toEqual(foundIn(whole(content, rules)));
        matches += version.matches.length;
      }),
      { numRuns: 5000 },
    );
    expect(anchors).toBeGreaterThan(300);
    expect(matches).toBeGreaterThan(300);
  });

  it('misses nothing that stands encoded, whatever it is part of and however near an edit', () => {
    const chain = new Chain();
    const signs = fc.constantFrom(...'AZaz09+/-_=% \n."\\');
    const beside = fc.string({ unit: signs, maxLength: 40 });
    const secret = 'xx token = abc1234, AKIAABCDEF';
    const inCodes = [...secret].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');
    const written = fc.oneof(
      fc.nat({ max: 20 }).map((more) => Buffer.from(secret + 'x'.repeat(more)).toString('base64url')),
      fc.nat({ max: 20 }).map((more) => Buffer.from(secret.slice(more)).toString('hex')),
      fc.constantFrom(inCodes, Buffer.from(secret.slice(0, 18)).toString('base64')),
      fc.string({ unit: fc.constantFrom(...'AZaz09_'), minLength: 14, maxLength: 60 }),
    );
    let encoded = 0;
    fc.assert(
      fc.property(beside, written, beside, beside, fc.nat({ max: 150 }), (before, middle, after, inserted, at) => {
        chain.begin();
        chain.scanner.rest();
        const content = `${'line '.repeat(8)}${before}${middle}${after}${' line'.repeat(8)}`;
        const base = chain.scan(null, chain.place(content, null));
        expect(foundIn(base)).toEqual(foundIn(whole(content)));
        const place = Math.min(at, content.length);
        const edited = content.slice(0, place) + inserted + content.slice(place);
        const ops = [1, 0, place, 0, place, inserted.length, 1, place, content.length - place];
        const told = asTold(Int32Array.from(ops), edited.length);
        const version = chain.scan(base, chain.place(edited, told));
        expect(foundIn(version)).toEqual(foundIn(whole(edited)));
        encoded += base.encoded.length + version.encoded.length;
      }),
      { numRuns: 4000 },
    );
    expect(encoded).toBeGreaterThan(500);
  });

  it('equals a plain scan where many edits lie in one stretch, also one that is too long to be decoded', () => {
    const chain = new Chain();
    const secret = 'token = abc1234, AKIAABCDEF and more words ';
    const long = (length: number): string => Buffer.from(secret.repeat(500)).toString('base64').slice(0, length);
    const coded = [...secret].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');
    const part = fc.oneof(
      fc.integer({ min: 16_300, max: 16_460 }).map(long),
      fc.integer({ min: 20, max: 90 }).map(long),
      fc.constantFrom(coded, coded.repeat(40), ' ', '\n', '%', `"${'0af9'.repeat(20)}"`),
    );
    const parts = fc.array(part, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
    const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom('', 'AAAA', coded, ' ', 'Zm9v', '+')), { maxLength: 30 });
    let encoded = 0;
    fc.assert(
      fc.property(parts, edits, (content, changes) => {
        chain.begin();
        chain.scanner.rest();
        const base = chain.scan(null, chain.place(content, null));
        expect(foundIn(base)).toEqual(foundIn(whole(content)));
        const places = changes.map(([at, text]) => ({ at: at % content.length, text })).sort((a, b) => a.at - b.at);
        const ops: number[] = [];
        let edited = '';
        let from = 0;
        for (const { at, text } of [...places, { at: content.length, text: '' }]) {
          ops.push(1, from, at - from, 0, edited.length + at - from, text.length);
          edited += content.slice(from, at) + text;
          from = at;
        }
        const version = chain.scan(base, chain.place(edited, asTold(Int32Array.from(ops), edited.length)));
        expect(foundIn(version)).toEqual(foundIn(whole(edited)));
        encoded += version.encoded.length;
      }),
      { numRuns: 150 },
    );
    expect(encoded).toBeGreaterThan(100);
  });

  it('finds room for any number of anchors', () => {
    const chain = new Chain();
    const content = 'token = abc1234\nAKIAABCDEF marker '.repeat(3000);
    const version = chain.scan(null, chain.place(content, null));
    expect(chain.anchorsOf(version)).toEqual(allAnchors(fromLatin1(content)));
    expect(foundIn(version)).toEqual(foundIn(whole(content)));
  });

  it('recalls matches by their anchors', () => {
    const chain = new Chain();
    fc.assert(
      fc.property(text, (content) => {
        chain.begin();
        const expected = whole(content);
        const { matches, ends, literals, encoded, wordSigns, headSigns } = expected;
        const anchors = matches.map(({ anchor }) => ({ literal: literals[anchor]!, end: ends[anchor]! }));
        const recalled = new ScannedVersion();
        const document = chain.place(content, null);
        chain.scanner.recall(document, { signs: wordSigns | headSigns, anchors, runs: encoded }, recalled);
        expect(recalled.raw()).toEqual(expected.raw());
      }),
    );
  });

  it('forgets, and finds the same', () => {
    const chain = new Chain();
    const content = 'token = abc1234\n';
    chain.scan(null, chain.place(content, null));
    chain.kernel.forget();
    chain.begin();
    expect(foundIn(chain.scan(null, chain.place(content, null)))).toEqual(foundIn(whole(content)));
  });

  it('knows the control characters that text does not hold', () => {
    const chain = new Chain();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const content = Buffer.from(bytes).toString('latin1');
        chain.begin();
        expect(chain.scanner.isOdd(chain.place(content, null), false)).toBe(hasOddity(bytes));
      }),
    );
  });

  it('is not made for literals that reach over what is told as copied', () => {
    const long = compileRuleSet(
      makeRuleSet([makeRule({ id: 'test-long', keywords: ['k'.repeat(64)], pattern: 'k+' })]),
    );
    expect(() => new VersionKernel(long, new KernelMemory(), SEEDS)).toThrow(RangeError);
  });
});

describe('its hash', () => {
  const memory = new KernelMemory();
  const { hash } = createVersionMachine(memory.memory);
  const hashOf = (bytes: Uint8Array, lead: number, seed: bigint): bigint => {
    const at = 16 + lead;
    memory.bytes.fill(lead, 0, at + bytes.length + 32);
    memory.bytes.set(bytes, at);
    return hash(at, at + bytes.length, seed);
  };

  it('depends on every byte and seed of a stretch and on nothing beside it', () => {
    const content = fc.uint8Array({ minLength: 1, maxLength: 70 });
    fc.assert(
      fc.property(
        content,
        fc.nat(69),
        fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        fc.nat(9),
        (bytes, place, seed, lead) => {
          const own = hashOf(bytes, lead, seed);
          expect(own).not.toBe(0n);
          expect(hashOf(bytes, 0, seed)).toBe(own);
          const other = Uint8Array.from(bytes);
          other[place % other.length]! ^= 1 << (place & 7);
          const others = [
            hashOf(other, lead, seed),
            hashOf(bytes, lead, seed ^ 1n),
            hashOf(bytes, lead, seed ^ (1n << 32n)),
            hashOf(Uint8Array.from([...bytes, 0]), lead, seed),
            hashOf(bytes.subarray(1), lead, seed),
          ];
          expect(others).not.toContain(own);
        },
      ),
    );
  });

  it('tells many short stretches apart', () => {
    const seen = new Set<bigint>();
    for (let i = 0; i < 20_000; i++) seen.add(hashOf(Buffer.from(`key ${i}`), 0, 12n));
    expect(seen.size).toBe(20_000);
  });
});

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromUtf8 } from '../../src/bytes/latin1.ts';
import { createGitKernel } from '../../src/git/kernel/create-kernel.ts';
import { KernelMemory } from '../../src/git/kernel/memory.ts';
import type { WalkedObject } from '../../src/git/pack/walk.ts';
import { prepareRuleSet } from '../../src/rules/regex.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { BlobScanner, type FoundBlob, matchesOf } from '../../src/scan/blob-scanner.ts';
import { createContext } from '../../src/scan/context.ts';
import { keyDocument } from '../../src/scan/scan-content.ts';
import { NumberWriter, readMatches, writeFound, writeMatches } from '../../src/scan/known-blobs.ts';
import { makeSecret, secretLine } from '../support/run-cli.ts';
import { scanTask } from '../support/scan-task.ts';

const context = createContext(scanTask);

/** Lines that hold matches of several kinds, some of which join or shadow each other, and lines that hold none. */
const LINES: readonly ((seed: string) => string)[] = [
  (seed) => secretLine(seed),
  (seed) =>
    `APCA-API-KEY-ID: PK${makeSecret(seed)
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, '7')
      .slice(0, 18)}\n`,
  (seed) => `password = "${makeSecret(seed).slice(0, 14)}"\n`,
  (seed) => `url = "postgres://admin:${makeSecret(seed).slice(0, 16)}@db.internal:5432/app"\n`,
  (seed) => `token: gh${'p'}_${makeSecret(seed).slice(0, 36)}\n`,
  (seed) => `SMTP_HOST=mail.example.com\nSMTP_USER=robot\nSMTP_PASSWORD=${makeSecret(seed).slice(0, 16)}\n`,
  () => 'password = changeme\n',
  () => `${'nothing to see here, '.repeat(30)}\n`,
  () => '\n',
];
const pieces = fc.array(fc.tuple(fc.nat(LINES.length - 1), fc.nat(5)), { minLength: 1, maxLength: 24 });

function contentOf(lines: readonly (readonly [number, number])[]): Uint8Array {
  return fromUtf8(lines.map(([kind, seed]) => LINES[kind]!(`cluster ${seed}`)).join(''));
}

/** A blob as the walker gives it. */
function place(content: Uint8Array, memory: KernelMemory): WalkedObject {
  const address = 65536;
  memory.ensure(address + content.length + 4096);
  memory.bytes.set(content, address);
  const bytes = memory.bytes.subarray(address, address + content.length);
  return { node: 0, depth: 0, bytes, address, edit: null, claimedBytes: 0 };
}

it('a match that is recalled by what is near is the one that is recalled by all', async () => {
  await prepareRuleSet(shippedRules);
  const memory = new KernelMemory();
  const scanner = new BlobScanner(context, createGitKernel(memory), null);
  let recalled = 0;
  let whole = 0;
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (lines, picks) => {
      const content = contentOf(lines);
      const found = scanner.scan(place(content, memory)) as FoundBlob;
      fc.pre('version' in found && found.matches.length > 0);
      const writer = new NumberWriter();
      writeFound(found, (key) => found.keys.indexOf(key), writer);
      writeMatches(found.version, found.clusters, writer);
      const told = readMatches(writer.bytes(), content.length, context.ruleSet.literals)!;
      expect(told.clusters).toEqual(found.clusters);
      const asked = [...new Set(picks.map((pick) => pick % found.matches.length))];
      const near = scanner.recall(place(content, memory), told, asked);
      const all = scanner.recall(place(content, memory), { ...told, clusters: null }, asked);
      expect([...near.sealed].sort(([a], [b]) => a - b)).toEqual([...all.sealed].sort(([a], [b]) => a - b));
      expect(near.sealed.size).toBe(asked.length);
      for (const [number, match] of near.sealed) expect(match.valueKey).toBe(found.matches[number]!.valueKey);
      if (near.count < found.matches.length) recalled++;
      else whole++;
    }),
    { numRuns: 300 },
  );
  // Both happen.
  expect(recalled).toBeGreaterThan(20);
  expect(whole).toBeGreaterThan(20);
});

it('a scanner that has met clusters before tells the same as one that judges all matches of a content together', async () => {
  await prepareRuleSet(shippedRules);
  const memory = new KernelMemory();
  const scanner = new BlobScanner(context, createGitKernel(memory), null);
  let told = 0;
  fc.assert(
    fc.property(pieces, (lines) => {
      const content = contentOf(lines);
      const blob = place(content, memory);
      const found = scanner.scan(blob) as FoundBlob;
      fc.pre('version' in found);
      const whole = keyDocument(matchesOf(found.version, blob.bytes, context.ruleSet), blob.bytes, context);
      expect({ matches: found.matches, keys: found.keys }).toEqual(whole);
      told += found.matches.length;
    }),
    { numRuns: 300 },
  );
  expect(told).toBeGreaterThan(500);
});

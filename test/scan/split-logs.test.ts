/** A log in parts gives what it gives in one piece, whatever lies at the cuts. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../src/bytes/latin1.ts';
import { cutReach } from '../../src/engine/calm-cut.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { createBatchScanner } from '../../src/scan/batch.ts';
import type { ScanTask } from '../../src/scan/context.ts';
import { createPartJoiner } from '../../src/scan/join-parts.ts';
import type { ItemResult } from '../../src/scan/scan-item.ts';
import { cutIn } from '../../src/scan/log-cuts.ts';
import { splitLogs } from '../../src/scan/split-logs.ts';
import type { LogItem } from '../../src/sources/source.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tightlip-parts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** A log of about `bytes` bytes: mostly lines of no interest, and everything that reaches over lines. */
function makeLog(seed: number, bytes: number): string {
  const below = numbers(seed);
  const text = (length: number, alphabet = ALNUM): string =>
    Array.from({ length }, () => alphabet[below(alphabet.length)]).join('');
  const same = text(30);
  const pem = (): string =>
    ['-----BEGIN RSA PRIVATE', 'KEY-----\n'].join(' ') +
    Array.from({ length: 24 }, () => `${text(64)}\n`).join('') +
    ['-----END RSA PRIVATE', 'KEY-----\n'].join(' ');
  const kinds: (() => string)[] = [
    () => `2026-03-01T10:00:00Z INFO request done token refreshed in ${below(900)} ms é 漢😀\n`,
    () => `2026-03-01T10:00:00Z DEBUG API_TOKEN=${text(32)} kept\n`,
    () => `2026-03-01T10:00:00Z DEBUG auth_token="${same}"\n`,
    () => `aws_access_key_id = AKIA${text(16, 'ABCDEFGHIJKLMNOP234567')}\naws_secret_access_key = ${text(40)}\n`,
    () => `\x1b[32mPASSWORD\x1b[0m=\x1b[1m${text(20)}\x1b[0m\n`,
    () => `cannot reach postgres://orders:${text(18)}@db.internal:5432/orders\n`,
    pem,
  ];
  let log = '';
  while (log.length < bytes) log += (kinds[below(6) === 0 ? below(kinds.length) : 0] as () => string)();
  return log;
}

const task: ScanTask = {
  rules: shippedRules,
  runKey: randomBytes(32),
  fingerprintKey: null,
  showSecrets: false,
  source: { workingDirectory: '.', maxFileSizeBytes: null, exclude: [] },
  costs: null,
};

interface Both {
  readonly whole: ItemResult;
  readonly joined: ItemResult;
  /** How many. */
  readonly parts: number;
  /** Logs that were scanned in one piece after all. */
  readonly again: number;
}

/** Scans a log in one piece and in parts. */
async function scanBoth(log: string, shareBytes: number): Promise<Both> {
  const file = path.join(folder, 'app.log');
  writeFileSync(file, log);
  const item: LogItem = { kind: 'log', absolutePath: file, path: 'app.log', sizeBytes: statSync(file).size };
  const scanner = createBatchScanner(task);
  const parts = await splitLogs([item], 2, { shareBytes, wholeBytes: 64 << 10 });
  const results: ItemResult[] = [];
  const joiner = createPartJoiner([item], (result) => results.push(result));
  for (const part of parts) joiner.take((await scanner.scan([part]))[0] as ItemResult, part);
  const again = joiner.again.length;
  for (const one of joiner.again) joiner.takeAgain((await scanner.scan([one]))[0] as ItemResult);
  const whole = (await scanner.scan([item]))[0] as ItemResult;
  return { whole, joined: results[0] as ItemResult, parts: parts.length, again };
}

describe('a log in parts', () => {
  it('gives what it gives in one piece', async () => {
    for (let seed = 1; seed <= 2; seed++) {
      const { whole, joined, parts, again } = await scanBoth(makeLog(seed, 800_000), 160 << 10);
      expect(parts).toBeGreaterThan(4);
      expect(again).toBe(0);
      expect(whole.sealed.length).toBeGreaterThan(300);
      expect(whole.sealed.some((match) => match.repeats > 0)).toBe(true);
      expect(whole.sealed.some((match) => match.composite >= 0)).toBe(true);
      expect(whole.sealed.some((match) => match.endLine > match.startLine + 20)).toBe(true);
      expect(joined).toEqual(whole);
    }
  }, 120_000);

  it('is scanned in one piece when records go on over lines', async () => {
    const record = (log: string): string =>
      `${JSON.stringify({ log, stream: 'stdout', time: '2026-03-01T10:00:00Z' })}\n`;
    const secret = randomBytes(16).toString('hex');
    const filler = record(`${'all is well '.repeat(10)}\n`);
    const cut = record('DEPLOY_TOKEN=') + record(`${secret}\n`);
    const log = filler.repeat(3700) + cut + filler.repeat(7300);
    const { whole, joined, parts, again } = await scanBoth(log, 600 << 10);
    expect({ parts: parts > 1, again }).toEqual({ parts: true, again: 1 });
    expect(whole.sealed).toHaveLength(1);
    expect(joined).toEqual(whole);
  });

  it('is never cut inside a key', () => {
    const ruleSet = compileRuleSet(shippedRules);
    const noise = 'INFO all is well\n'.repeat(6000);
    const key = `${['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' ')}\n${`${randomBytes(48).toString('base64')}\n`.repeat(24)}`;
    const end = `${['-----END RSA PRIVATE', 'KEY-----'].join(' ')}\n`;
    // Lengths of what stands before, so that the first line that may be cut lies everywhere in the key.
    const { before: needed } = cutReach(ruleSet);
    const cuts = [0, 300, 900, 1500].map((shift) => {
      const before = noise.slice(0, Math.ceil((needed + 34 - shift) / 17) * 17);
      const cut = cutIn(fromUtf8(before + key + end + noise), ruleSet);
      return { at: cut?.at ?? -1, from: before.length, to: before.length + key.length + end.length };
    });
    for (const { at, from, to } of cuts)
      expect(at !== -1 && (at <= from || at >= to), `${at} in ${from}-${to}`).toBe(true);
    expect(cuts.some(({ at, to }) => at >= to)).toBe(true);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, latin1 } from '../../src/bytes/latin1.ts';
import {
  EMPTY_TALLY,
  type LineTally,
  type Position,
  addTally,
  positionAfter,
  tallyLines,
} from '../../src/bytes/line-tally.ts';
import { joinLogText, originalSpans } from '../../src/engine/decode/log-text.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import type { SealedMatch } from '../../src/findings/finding.ts';
import { type StreamScan, createStreamScan } from '../../src/scan/scan-content.ts';
import { createLogTextStream } from '../../src/scan/log-text-stream.ts';
import { TOKEN_RULE, makeRuleSet } from '../support/rules.ts';

const docker = (log: string, stream = 'stdout'): string =>
  `${JSON.stringify({ log, stream, time: '2026-03-01T10:00:00Z' })}\n`;

/** The text of a whole input read in pieces, and the original position of each of its bytes. */
function readInPieces(input: Uint8Array, cuts: readonly number[]): { text: string; positions: Position[] } {
  const stream = createLogTextStream();
  const positions: Position[] = [];
  let text = '';
  let tally: LineTally = EMPTY_TALLY;
  let at = 0;
  for (const cut of [...cuts, input.length]) {
    const before = tally;
    const given = stream.push(Uint8Array.from(input.subarray(at, cut)), cut === input.length, () => before);
    for (let i = 0; i < given.length; i++) {
      const position = positionAfter(addTally(tally, tallyLines(given, 0, i)));
      positions.push(stream.toOriginal(text.length + i, position));
    }
    text += latin1(given);
    tally = addTally(tally, tallyLines(given));
    at = cut;
  }
  return { text, positions };
}

describe('createLogTextStream', () => {
  it('gives the same text and positions for any cuts, those of the original', () => {
    const rows = fc.constantFrom(
      'plain é 漢😀\n',
      '\n',
      '\x1b[32mgreen\x1b[0m é\n',
      'a\x1b]8;;u\x1b\\b\n',
      docker('whole\n'),
      docker('part é '),
      docker('err\n', 'stderr'),
      docker('err part', 'stderr'),
      docker('\x1b[1mrest\n'),
    );
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 12 }), fc.array(fc.nat(900), { maxLength: 6 }), (all, cuts) => {
        const input = fromUtf8(all.join(''));
        const whole = joinLogText(input);
        const sorted = cuts.map((cut) => Math.min(cut, input.length)).sort((a, b) => a - b);
        const { text, positions } = readInPieces(input, sorted);
        expect(text).toBe(latin1(whole.bytes));
        for (let i = 0; i < text.length; i++) {
          const origin = originalSpans(whole, i, i + 1)[0] as number;
          expect(positions[i]).toEqual(positionAfter(tallyLines(input, 0, origin)));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('createStreamScan', () => {
  const token = ['tok', 'Ab3dEf6hIj9l'].join('_');
  const rules = makeRuleSet([TOKEN_RULE]);
  const context = {
    ruleSet: compileRuleSet(rules),
    sealer: { ruleAt: compileRuleSet(rules).ruleAt, runKey: fromUtf8('k'), fingerprintKey: null, showSecrets: true },
    memo: null,
    seeds: [1, 2] as const,
    probe: null,
    source: { workingDirectory: '/', maxFileSizeBytes: null, exclude: [] },
  };

  function placesIn(input: string, step: number): (readonly [number, number, number, string | undefined])[] {
    const scan: StreamScan<SealedMatch> = createStreamScan(context);
    const bytes = fromUtf8(input);
    for (let at = 0; at < bytes.length; at += step) {
      const last = at + step >= bytes.length;
      scan.feed({ origin: { kind: 'log', path: 'a.log' }, baseOffset: at, bytes: bytes.slice(at, at + step), last });
    }
    return scan.end().map((match) => [match.startLine, match.startColumn, match.endLine, match.secret] as const);
  }

  const filler = 'INFO some line é\n'.repeat(50);
  const colored = `${token.slice(0, 7)}\x1b[1m${token.slice(7)}`;

  it.each([
    ['plain', `${filler}x ${token}\n`, [[51, 3, 51, token]]],
    [
      'a colour before and inside',
      `${filler}\x1b[32m${colored}\x1b[0m\n${filler}x ${token}\n`,
      [
        [51, 6, 51, token],
        [102, 3, 102, token],
      ],
    ],
    [
      'cut records of two streams',
      docker('a\n') +
        docker(`x ${token.slice(0, 7)}`) +
        docker('warn\n', 'stderr') +
        docker(`${token.slice(7)} y\n`) +
        docker(`${token}\n`),
      [
        [2, 11, 4, token],
        [5, 9, 5, token],
      ],
    ],
  ])('finds %s at its place, whatever the fragments', (_, input, expected) => {
    for (const step of [100_000, 977, 200]) expect(placesIn(input, step)).toEqual(expected);
  });
});

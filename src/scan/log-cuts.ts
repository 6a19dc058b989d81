/**
 * The part of a log that a share of it comes to. A log is cut before a line where a cut changes nothing. Where that is follows from
 * the bytes near the wanted place, so the shares on both sides of it find the same.
 */
import { indexOfByte } from '../bytes/search.ts';
import { cutReach, findCalmCut } from '../engine/calm-cut.ts';
import { joinLogText, needsJoining } from '../engine/decode/log-text.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import { readRange } from '../sources/byte-reader.ts';
import type { LogItem, LogPart } from '../sources/source.ts';
import { shareStart } from './split-logs.ts';

/** Bytes in which a line must begin, before and after what a cut needs. */
const SLACK_BYTES = 64 << 10;
const LF = 0x0a;

/** Where a log is cut, and the bytes round it that both sides read. */
interface Cut {
  readonly at: number;
  readonly readFrom: number;
  readonly readTo: number;
}

/**
 * The part of a share, or null when there is no cut where it begins: the share before goes on.
 *
 * @throws {ReadFailure}
 */
export async function partOf({ absolutePath, sizeBytes, share }: LogItem, ruleSet: RuleSet): Promise<LogPart | null> {
  if (absolutePath === null || share === undefined) throw new Error('a part of no share');
  const cutAt = (index: number): Promise<Cut | null> =>
    findCut(absolutePath, sizeBytes, shareStart(sizeBytes, index, share.of), ruleSet);
  const start = share.index === 0 ? { at: 0, readFrom: 0 } : await cutAt(share.index);
  if (start === null) return null;
  let end: Cut | null = null;
  for (let index = share.index + 1; end === null && index < share.of; index++) end = await cutAt(index);
  end ??= { at: sizeBytes, readFrom: sizeBytes, readTo: sizeBytes };
  return { readFrom: start.readFrom, from: start.at, to: end.at, readTo: end.readTo };
}

async function findCut(path: string, sizeBytes: number, wanted: number, ruleSet: RuleSet): Promise<Cut | null> {
  const { before, after } = cutReach(ruleSet);
  const from = Math.max(0, wanted - before - SLACK_BYTES);
  const bytes = await readRange(path, from, Math.min(sizeBytes, wanted + after + SLACK_BYTES));
  const cut = cutIn(bytes, ruleSet);
  return cut && { at: from + cut.at, readFrom: from + cut.readFrom, readTo: from + cut.readTo };
}

/** The first calm cut in some bytes of a log, offsets in them; null when there is none. */
export function cutIn(bytes: Uint8Array, ruleSet: RuleSet): Cut | null {
  const { before, after } = cutReach(ruleSet);
  const readFrom = indexOfByte(bytes, LF) + 1;
  const original = bytes.subarray(readFrom);
  // What is left out of a line never holds its end, so the text has the same lines.
  const text = needsJoining(original) ? joinLogText(original).bytes : original;
  const starts = lineStarts(text);
  const offsets = starts.filter((start) => start >= before && start <= text.length - after);
  const at = findCalmCut(text, offsets, ruleSet);
  if (readFrom === 0 || at < 0) return null;
  return { at: readFrom + (lineStarts(original)[starts.indexOf(at)] as number), readFrom, readTo: bytes.length };
}

function lineStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at = indexOfByte(bytes, LF); at !== -1; at = indexOfByte(bytes, LF, at + 1)) starts.push(at + 1);
  return starts;
}

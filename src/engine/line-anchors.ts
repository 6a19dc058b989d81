/** The anchors of lines that are decided one by one, each as if the text ended with it. */
import type { Haystack } from './haystack.ts';
import { createAnchorBuffer } from './kernel/kernel.ts';
import { GATE_AFTER, GATE_BEFORE } from './matchers/matcher.ts';
import type { RuleSet } from './rule-set.ts';
import type { FoundAnchor } from './session.ts';

const LF = 0x0a;
/** Bytes of a name that its keyword ends, at most. */
const LONGEST_NAME = 128;
const found = createAnchorBuffer();

/**
 * The anchors that a rule may match, at whichever of the line ends behind it the text ends. What the gates turn away is turned away in
 * every text with the same line and {@link GATE_AFTER} bytes, so that only texts which end among these are asked about by themselves.
 *
 * @param lines - Whole lines; the last may lack its end.
 * @param baseOffset - Where they begin in the stream.
 * @returns In the order of their ends.
 */
export function findLineAnchors(ruleSet: RuleSet, lines: Uint8Array, baseOffset: number): FoundAnchor[] {
  const { gates, kernel, usesOf } = ruleSet;
  found.count = 0;
  kernel.find(lines, 0, 0, lines.length, found);
  const text: Haystack = { bytes: lines, baseOffset, ends: false };
  const anchors: FoundAnchor[] = [];
  const unknownUntil = Math.min(firstLineEnd(lines), GATE_BEFORE + LONGEST_NAME);
  for (let i = 0; i < found.count; i++) {
    const literal = found.pairs[2 * i]!;
    const end = found.pairs[2 * i + 1]!;
    if (usesOf(literal).length === 0) continue;
    // What stands in the line before may tie a value to what begins the first.
    const isAtEdge = end <= unknownUntil || end + GATE_AFTER > lines.length;
    if (isAtEdge || gates.mayMatch(text, literal, end) || mayMatchCut(ruleSet, text, literal, end)) {
      anchors.push({ literal, end: baseOffset + end });
    }
  }
  return anchors.sort((a, b) => a.end - b.end);
}

function firstLineEnd(lines: Uint8Array): number {
  const end = lines.indexOf(LF);
  return end === -1 ? lines.length : end;
}

/** Whether a rule may match where the text ends with one of the next lines. */
function mayMatchCut({ gates }: RuleSet, text: Haystack, literal: number, end: number): boolean {
  const { bytes } = text;
  for (let i = end; i < end + GATE_AFTER; i++) {
    if (bytes[i] !== LF) continue;
    if (gates.mayMatch({ ...text, bytes: bytes.subarray(0, i + 1), ends: true }, literal, end)) return true;
  }
  return false;
}

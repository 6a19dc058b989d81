/**
 * The gate of `matcher = "assignment"`: whether any of several rules may find an assignment at an anchor. Many anchors are words of
 * paths and of code to which nothing is assigned; most others are part of a name that no rule wants, whatever the separator
 * and the value may be. Says no only where the matcher finds nothing; reads nothing beyond the anchor's line.
 */
import type { Rule } from '../../rules/rule.ts';
import { type AnchorName, mayBeAssigned, mayQuery } from './assignment-anchor.ts';
import { isWanted } from './assignment-hits.ts';
import { mayBeJoined } from './assignment-joined.ts';
import { LABEL_REACH, isLongerWanted } from './assignment-longer.ts';
import { NAME_REACH, nameAround, pathBefore, wordsBefore } from './assignment-name.ts';
import { isUntied } from './assignment-parse.ts';
import { isSectionWanted, opensSection } from './assignment-section.ts';
import { isBar } from './assignment-table.ts';
import { code, isDigit, isEol, isQuote, isWord, startsWith } from './assignment-text.ts';
import { GATE_BEFORE, GATE_LINE, type Gate, type Window } from './matcher.ts';
import { NameMemo } from './name-memo.ts';

/** Bytes before and after an anchor that the parser reads at most, whatever the rule's reach. */
export const PARSED_BEFORE = GATE_BEFORE;
export const PARSED_AFTER = GATE_LINE;

/** Bytes before an anchor that tell its name with its path: where the window is cut nearer, nothing is said. */
export const PATH_REACH: number = NAME_REACH + 8;
const COMMA = code(',');
const COLON = code(':');
const EQUALS = code('=');
/** First byte of `│`, with which programs draw tables. */
const DRAWN = 0xe2;

/** The name at the anchor that is asked about. */
const name: AnchorName = { start: 0, stop: 0 };

/** The gate of rules that have one reach. */
export function assignmentGate(rules: readonly Rule[]): Gate {
  const wanted = new NameMemo((bytes, start, end, call) => isWanted(rules, bytes, start, end, call));
  const mayJoin = rules.some((rule) => rule.class !== 'generic');
  // A memo takes some memory, and few gates meet a section.
  let memo: NameMemo<boolean> | null = null;
  const sections = (): NameMemo<boolean> =>
    (memo ??= new NameMemo((bytes, start, end) => isSectionWanted(rules, bytes, start, end)));
  return (window) => {
    const { bytes, anchorStart, anchorEnd } = window;
    const floor = Math.max(window.start, anchorStart - PARSED_BEFORE);
    const end = Math.min(window.end, anchorEnd + PARSED_AFTER);
    if (mayJoin && mayBeJoined(bytes, anchorEnd, end)) return true;
    if (!mayBeAssigned(window, floor, end, name)) return false;
    if (floor > 0 && anchorStart - floor < PATH_REACH) return true;
    const path = pathBefore(bytes, name.start, Math.max(floor, anchorStart - NAME_REACH));
    while (name.start < anchorStart && !isWord(bytes[name.start]!)) name.start++;
    const asked = { floor, end, wanted };
    if (mayQuery(bytes, name.start, name.stop, asked)) return true;
    if (opensSection(bytes, name.stop, end) && sections().get(bytes, name.start, name.stop, false)) return true;
    return mayBeWanted(bytes, Math.min(path, name.start), asked) && !isUntiedHere(window, floor, end);
  };
}

function isUntiedHere({ bytes, anchorStart, anchorEnd }: Window, floor: number, end: number): boolean {
  const view = bytes.subarray(floor, end);
  const span = nameAround(view, 0, view.length, { start: anchorStart - floor, end: anchorEnd - floor });
  return span !== null && isUntied(view, span, anchorStart - floor);
}

interface Asked {
  readonly floor: number;
  readonly end: number;
  /** Whether any of the rules wants a name. */
  readonly wanted: NameMemo<boolean>;
}

/** Whether any name that may be read at the anchor is wanted: with its path, as a call, as the end of a label, with words behind it. */
function mayBeWanted(bytes: Uint8Array, path: number, asked: Asked): boolean {
  const { end, wanted } = asked;
  const { stop } = name;
  if (wanted.get(bytes, path, stop, false)) return true;
  const next = stop < end ? bytes[stop]! : 0;
  if (next === code('(')) return wanted.get(bytes, path, stop, true);
  const label = mayBeLabel(bytes, next, asked) ? wordsBefore(bytes, name.start, asked.floor) : -1;
  if (label >= 0 && wanted.get(bytes, label, stop, false)) return true;
  return next === 0x20 && isLongerWanted(bytes, { path, label, stop, end }, wanted);
}

/** Whether words before the name may count: only where a sign or a brace parts it from its value, or in the head of a table. */
function mayBeLabel(bytes: Uint8Array, next: number, { end }: Asked): boolean {
  if (next === COMMA || next === code('"') || next === code('{') || isEol(next)) return true;
  if (startsWith(bytes, name.stop, end, ' is ')) return true;
  const limit = Math.min(end, name.stop + LABEL_REACH);
  for (let i = name.stop; i < limit; i++) {
    const byte = bytes[i]!;
    if (isEol(byte)) return false;
    if (byte === COLON || byte === EQUALS || isBar(byte) || byte === DRAWN || (next === 0x20 && mayBeNoted(byte)))
      return true;
  }
  return limit === end;
}

/** Whether a value may hold the byte that only words part from its name: a quote, a digit or a capital. */
function mayBeNoted(byte: number): boolean {
  return isQuote(byte) || isDigit(byte) || (byte >= 0x41 && byte <= 0x5a);
}

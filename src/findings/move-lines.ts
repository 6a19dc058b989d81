/** A sealed match in a text that begins so many lines later. */
import type { Region, SealedMatch } from './finding.ts';

/** The match with all its lines moved; `lines` may be negative. */
export function moveLines(match: SealedMatch, lines: number): SealedMatch {
  const moved = { ...match, ...moveRegion(match, lines), lastLine: match.lastLine + lines };
  const { parts } = match;
  return parts ? { ...moved, parts: parts.map((part) => ({ ...part, ...moveRegion(part, lines) })) } : moved;
}

function moveRegion({ startLine, endLine }: Region, lines: number): Pick<Region, 'startLine' | 'endLine'> {
  return { startLine: startLine + lines, endLine: endLine + lines };
}

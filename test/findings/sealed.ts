/** Sealed matches made by hand for the tests of findings. */
import { NO_EVIDENCE } from '../../src/engine/match.ts';
import type { SealedMatch } from '../../src/findings/finding.ts';
import type { PlacedMatch } from '../../src/findings/group.ts';

/** A match on line 3; `valueKey` and `fingerprint` tell the secret. */
export function sealed(over: Partial<SealedMatch> = {}): SealedMatch {
  const startLine = over.startLine ?? 3;
  return {
    rule: 0,
    composite: -1,
    startLine,
    startColumn: 9,
    endLine: startLine,
    endColumn: 49,
    valueKey: 'k1',
    fingerprint: `v1:${'a1'.repeat(16)}`,
    secretLength: 40,
    assignedName: '',
    facts: [],
    evidence: NO_EVIDENCE,
    partKeys: [],
    allowedBy: null,
    repeats: 0,
    lastLine: over.endLine ?? startLine,
    ...over,
  };
}

/** The match in a file, `likely` unless told otherwise. */
export function placed(
  path: string | null,
  match: Partial<SealedMatch> = {},
  over: Partial<PlacedMatch> = {},
): PlacedMatch {
  return {
    match: sealed(match),
    tier: 'likely',
    origin: { kind: path === null ? 'stdin' : 'file', path },
    introduced: null,
    atHead: null,
    spread: null,
    ...over,
  };
}

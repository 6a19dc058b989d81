/** The named matchers and their gates, by the name a pack uses. */
import type { MatcherName, Rule } from '../../rules/rule.ts';
import { assignmentGate } from './assignment-gate.ts';
import { matchAssignment } from './assignment.ts';
import { matchAuthHeader, mayBeAuthHeader } from './auth-header.ts';
import { matchChpasswd } from './chpasswd.ts';
import { matchConnectionUrl, mayBeConnectionUrl } from './connection-url.ts';
import { matchJwt } from './jwt.ts';
import { credentialListGate, matchCredentialList } from './credential-list.ts';
import { matchEncodedLines } from './encoded-lines.ts';
import type { Gate, Matcher } from './matcher.ts';
import { matchPem } from './pem.ts';
import { matchSeedPhrase } from './seed-phrase.ts';

export const MATCHERS: Partial<Record<MatcherName, Matcher>> = {
  assignment: matchAssignment,
  'auth-header': matchAuthHeader,
  chpasswd: matchChpasswd,
  'connection-url': matchConnectionUrl,
  'credential-list': matchCredentialList,
  'encoded-lines': matchEncodedLines,
  jwt: matchJwt,
  pem: matchPem,
  'seed-phrase': matchSeedPhrase,
};

/** Makes the gate that rules of one matcher and one reach share. A matcher that is not here has none. */
export const GATES: Partial<Record<MatcherName, (rules: readonly Rule[]) => Gate>> = {
  assignment: assignmentGate,
  'auth-header': () => mayBeAuthHeader,
  'connection-url': () => mayBeConnectionUrl,
  'credential-list': credentialListGate,
};

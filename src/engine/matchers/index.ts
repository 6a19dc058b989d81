/** The named matchers, by the name a pack uses. */
import type { MatcherName } from '../../rules/rule.ts';
import { matchAssignment } from './assignment.ts';
import { matchAuthHeader } from './auth-header.ts';
import { matchConnectionUrl } from './connection-url.ts';
import { matchJwt } from './jwt.ts';
import type { Matcher } from './matcher.ts';
import { matchPem } from './pem.ts';
import { matchSeedPhrase } from './seed-phrase.ts';

export const MATCHERS: Partial<Record<MatcherName, Matcher>> = {
  assignment: matchAssignment,
  'auth-header': matchAuthHeader,
  'connection-url': matchConnectionUrl,
  jwt: matchJwt,
  pem: matchPem,
  'seed-phrase': matchSeedPhrase,
};

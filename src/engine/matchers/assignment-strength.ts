/** How plainly a name says "secret". */

const STRONG =
  /(?:^|_)(?:password|passwd|passphrase|pass_phrase|passwort|pwd|secret_?key|api_?key|api_?secret|client_?secret|app_?secret|consumer_?secret|access_?token|auth_?token|refresh_?token|bearer_?token|private_?key|access_?key|secret_?access_?key|encryption_?key|signing_?key|master_?key|api_?token|credentials?)(?:_|[0-9]|$)/;
const MEDIUM =
  /(?:^|_)(?:secrets?|tokens?|pass|pw|apikeys?|passwords|psk|jwt|authorization|cookie)(?:_|[0-9]|$)|pass(?:word|wd)|secret|token|apikey/;
const WEAK =
  /(?:^|_)(?:key|keys|auth|cred|creds|salt|nonce|seed|hash|signature|session|sid|pin|access|private|pat|api|login|id)(?:_|[0-9]|$)/;
const TEST = /(?:^|_)(?:examples?|dummy|mock|mocked|fake|samples?|foo|bar|invalid|wrong|bad)(?:_|[0-9]|$)/;

/** Strength of a normalized name, 0..1: 1 says it in so many words, 0.7 in one, 0.4 hints at it, 0 says nothing. */
export function nameStrength(name: string): number {
  if (name === '') return 0;
  if (STRONG.test(name)) return 1;
  if (MEDIUM.test(name)) return 0.7;
  return WEAK.test(name) ? 0.4 : 0;
}

/** Whether the name calls its value an example or a fake. That of a test may well be real: accounts for tests are accounts. */
export function isTestName(name: string): boolean {
  return TEST.test(name);
}

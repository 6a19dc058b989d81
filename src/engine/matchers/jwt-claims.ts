/** What a token's header and claims say: whether it holds together, what it is worth, what may be shown. */
import { type Evidence, type Fact, Mark } from '../match.ts';

/** A parsed JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The rest of a token beside its header. */
export interface TokenParts {
  readonly parts: 3 | 5;
  /** Null when it is no JSON object. */
  readonly payload: JsonObject | null;
  readonly payloadLength: number;
  readonly signature: string;
}

/** Characters of a signature by algorithm (RFC 7518, RFC 8037, RFC 8812); RSA varies with its key. */
const SIGNATURE_LENGTHS: Readonly<Record<string, number>> = {
  HS256: 43,
  HS384: 64,
  HS512: 86,
  ES256: 86,
  ES256K: 86,
  ES384: 128,
  ES512: 176,
  EdDSA: 86,
  Ed25519: 86,
  Ed448: 152,
};
const RSA = /^(RS|PS)(256|384|512)$/;
/** Of 1024 bits. */
const SHORTEST_RSA_SIGNATURE = 171;
const ENCRYPTIONS = /^(A(128|192|256)GCM|A(128CBC-HS256|192CBC-HS384|256CBC-HS512)|XC?20P)$/;

/** `foo`, `ew`: less than any object of claims takes. */
const SHORTEST_PAYLOAD = 8;

/** Most characters of a claim that are shown. */
const LONGEST_FACT = 64;

/** The algorithm of a header that could not be read. */
export const BROKEN = '(unreadable)';

/** Evidence and public facts of a token. */
export function judgeToken(
  header: JsonObject,
  token: TokenParts,
): { readonly facts: readonly Fact[]; readonly evidence: Partial<Evidence> } {
  const claims = token.payload ?? {};
  const { exp } = claims;
  const expiresAtSeconds = typeof exp === 'number' && Number.isFinite(exp) && exp > 0 ? Math.floor(exp) : 0;
  return {
    facts: factsOf(header, claims),
    evidence: { structure: structureOf(header, token), marks: marksOf(header, token), expiresAtSeconds },
  };
}

function structureOf(header: JsonObject, token: TokenParts): -1 | 0 | 1 {
  const alg = header['alg'];
  if (token.parts === 5) return typeof header['enc'] === 'string' && ENCRYPTIONS.test(header['enc']) ? 1 : 0;
  if (typeof alg !== 'string') return 0;
  if (alg === BROKEN) return -1;
  const fits = signatureFits(alg, token.signature.length);
  if (fits === null) return 0;
  const packed = 'zip' in header || header['b64'] === false || token.payloadLength === 0 || 'cty' in header;
  if (token.payload === null) return packed && fits ? 0 : -1;
  return fits ? 1 : -1;
}

/** Whether the signature has its algorithm's length; null when the algorithm is unknown. */
function signatureFits(alg: string, length: number): boolean | null {
  if (alg.toLowerCase() === 'none') return length === 0;
  if (RSA.test(alg)) return length >= SHORTEST_RSA_SIGNATURE;
  const wanted = SIGNATURE_LENGTHS[alg];
  return wanted === undefined ? null : length === wanted;
}

function marksOf(header: JsonObject, token: TokenParts): number {
  let marks = 0;
  const claims = token.payload ?? {};
  const { signature } = token;
  // A proof of possession is of use in one request, and only beside the key.
  const isNothing = token.payload === null && token.payloadLength > 0 && token.payloadLength < SHORTEST_PAYLOAD;
  if (token.parts === 3 && (signature === '' || isNothing || header['typ'] === 'dpop+jwt')) marks |= Mark.Weakened;
  // Encrypted with a password, as the keys that a keyring or a provisioner holds.
  else if (token.parts === 5 && String(header['alg']).startsWith('PBES2-')) marks |= Mark.Weakened;
  else if (token.parts === 3 && isStandIn(signature)) marks |= Mark.Placeholder;
  if (isDocumented(header, claims)) marks |= Mark.Documentation;
  if (claims['role'] === 'anon' && claims['iss'] !== undefined) marks |= Mark.Public;
  if (isNatsIdentity(header, claims)) marks |= Mark.Public;
  return marks;
}

/** Operator, account and user tokens of NATS say who one is; the seed proves it. Only a bearer's needs no seed. */
function isNatsIdentity(header: JsonObject, claims: JsonObject): boolean {
  const alg = header['alg'];
  const nats = claims['nats'];
  if ((alg !== 'ed25519' && alg !== 'ed25519-nkey') || typeof nats !== 'object' || nats === null) return false;
  return (nats as JsonObject)['bearer_token'] !== true;
}

/** Words where a signature should be. */
function isStandIn(signature: string): boolean {
  return signature.length < 16 || /^(.)\1+$|signature|redacted|example/i.test(signature);
}

/** The samples of jwt.io, of RFC 7515 and 7519, and of Supabase's self-hosting guide. */
function isDocumented(header: JsonObject, claims: JsonObject): boolean {
  if (claims['sub'] === '1234567890' && (claims['name'] === 'John Doe' || claims['iat'] === 1516239022)) return true;
  if (claims['iss'] === 'joe' && claims['exp'] === 1300819380) return true;
  if (claims['iss'] === 'supabase-demo') return true;
  if (JSON.stringify(claims) === '{"some":"payload"}') return true;
  return header['kid'] === 'bilbo.baggins@hobbiton.example';
}

function factsOf(header: JsonObject, claims: JsonObject): Fact[] {
  const facts: Fact[] = [];
  const add = (key: string, value: unknown): void => {
    if (typeof value === 'string' && value !== '') facts.push([key, value.slice(0, LONGEST_FACT)]);
    else if (typeof value === 'number') facts.push([key, String(value)]);
  };
  if (header['alg'] !== BROKEN) add('alg', header['alg']);
  add('typ', header['typ']);
  add('kid', header['kid']);
  add('iss', claims['iss']);
  add('iat', claims['iat']);
  add('exp', claims['exp']);
  return facts;
}

/** Addresses of chains: of a hash of a key, or of the key that is public. Their own checksums tell most of them from secrets. */
import { BASE58, fromBase58 } from '../../rules/checksums/base-n.ts';
import { bech32Checksum, endsInBase32Check } from '../../rules/checksums/base32-seeds.ts';
import { base58Check } from '../../rules/checksums/hash-tokens.ts';

/** One to three bytes of version, twenty of hash and four of check. Keys and seeds have 16 or 32. */
const SHORTEST_HASH = 25;
const LONGEST_HASH = 27;

/** The alphabet of the XRP ledger, whose addresses begin with `r`. */
const RIPPLE = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

/** Of Bitcoin and its kin, Tron, Tezos and the XRP ledger: base58 with a check. */
function isHashAddress(value: string): boolean {
  if (!/^[1-9A-HJ-NP-Za-km-z]{25,36}$/.test(value)) return false;
  return isChecked(value) || (value.startsWith('r') && isChecked(fromRipple(value)));
}

/** A byte of version, 33 of a public key and four of check: `n…` of a node of the XRP ledger, `a…` of an account. Private ones have 32. */
const PUBLIC_KEY = 38;

/** Whether the value is a public key of the XRP ledger. */
function isRippleKey(value: string): boolean {
  return /^[na][1-9A-HJ-NP-Za-km-z]{50,52}$/.test(value) && isChecked(fromRipple(value), PUBLIC_KEY, PUBLIC_KEY);
}

/** `G…`, `M…` of Stellar, `U…`, `A…` of NATS, by the check at their end; seeds begin with `S`. */
function isBase32Address(value: string): boolean {
  return /^[A-RT-Z][A-Z2-7]{54,170}$/.test(value) && endsInBase32Check(value);
}

function isChecked(text: string, shortest = SHORTEST_HASH, longest = LONGEST_HASH): boolean {
  const bytes = fromBase58(text);
  if (bytes === null || bytes.length < shortest || bytes.length > longest) return false;
  return base58Check(bytes.subarray(0, -4)).join() === bytes.subarray(-4).join();
}

function fromRipple(value: string): string {
  return value.replace(/./g, (char) => BASE58[RIPPLE.indexOf(char)] as string);
}

/** `cosmos1…`: a prefix of the chain, twenty bytes of hash, perhaps a version before them. Keys in this form have 32 bytes. */
function isPrefixedAddress(value: string): boolean {
  return /^[a-z][a-z0-9]{1,14}1[02-9ac-hj-np-z]{38,39}$/.test(value) && bech32Checksum(value, '') === 1;
}

/** Whether the value is the address of an account, or its public key, by its checksum. */
export function isAddress(value: string): boolean {
  return isHashAddress(value) || isPrefixedAddress(value) || isRippleKey(value) || isBase32Address(value);
}

/** Bytes of a public key of Ed25519, which is what Solana calls accounts and what it trades by. */
const KEY_BYTES = 32;

/** `serumToken`, `token`: in programs that trade, what is traded. */
const OF_WHAT_IS_TRADED = /(?:token|mint|coin|asset)s?\d{0,2}$/i;
const OF_A_LOGIN = /access|auth|api|bearer|secret|refresh|session|bot|user|login|id_?token/i;

/** Whether the value may be an account of Solana under a name for what is traded. Accounts have no checksum: of other random texts of that length one in fifty looks like one. */
export function isTradedAccount(value: string, name: string): boolean {
  if (!/^[1-9A-HJ-NP-Za-km-z]{43,44}$/.test(value) || !OF_WHAT_IS_TRADED.test(name) || OF_A_LOGIN.test(name))
    return false;
  return fromBase58(value)?.length === KEY_BYTES;
}

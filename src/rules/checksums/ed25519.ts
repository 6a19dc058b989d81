/** Key pairs of Ed25519 as wallets write them: 32 bytes of seed and the 32 bytes of the public key that follow from it (RFC 8032). */
import { sha512 } from '@noble/hashes/sha2.js';
import { BASE64, fromBase58, fromBits } from './base-n.ts';
import type { Checksum } from './checksum.ts';

const PRIME = 2n ** 255n - 19n;
/** -121665/121666. */
const CURVE_D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202n;
const BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;

/** A point in extended coordinates: x = X/Z, y = Y/Z, XY = ZT. */
type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];

function mod(value: bigint): bigint {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
}

function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * CURVE_D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function timesBase(scalar: bigint): Point {
  let sum: Point = [0n, 1n, 1n, 0n];
  let power: Point = [BASE_X, BASE_Y, 1n, mod(BASE_X * BASE_Y)];
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) sum = add(sum, power);
    power = add(power, power);
  }
  return sum;
}

function inverse(value: bigint): bigint {
  let result = 1n;
  let power = value;
  for (let exponent = PRIME - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = mod(result * power);
    power = mod(power * power);
  }
  return result;
}

/** The public key of a seed of 32 bytes. */
export function ed25519Public(seed: Uint8Array): Uint8Array {
  const scalarBytes = sha512(seed).subarray(0, 32);
  scalarBytes[0] = (scalarBytes[0] as number) & 248;
  scalarBytes[31] = ((scalarBytes[31] as number) & 127) | 64;
  const [x, y, z] = timesBase(scalarBytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n));
  const recip = inverse(z);
  let encoded = mod(y * recip) | ((mod(x * recip) & 1n) << 255n);
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++, encoded >>= 8n) bytes[i] = Number(encoded & 255n);
  return bytes;
}

/** 64 bytes written as a list of numbers, in base64 or in base58; null for anything else. */
function readPair(secret: string): Uint8Array | null {
  if (secret.includes(',')) {
    const numbers = secret.split(',').map((each) => Number(each.trim()));
    return numbers.length === 64 && numbers.every((each) => each >= 0 && each <= 255) ? Uint8Array.from(numbers) : null;
  }
  const bytes = secret.endsWith('==') ? fromBits(secret.slice(0, -2), BASE64) : fromBase58(secret);
  return bytes !== null && bytes.length === 64 ? bytes : null;
}

/** Holds when the second half is the public key of the first: no chance brings that about. */
export const ed25519PairChecksum: Checksum = (secret) => {
  if (secret.length > 1500) return -1;
  const pair = readPair(secret);
  if (pair === null) return -1;
  return ed25519Public(pair.subarray(0, 32)).join() === pair.subarray(32).join() ? 1 : -1;
};

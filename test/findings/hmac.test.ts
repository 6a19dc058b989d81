import { createHmac, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { hmacSha256 } from '../../src/findings/hmac.ts';

it('is the HMAC of Node, for the first values and for all later ones, short, long and empty', () => {
  const lengths = [0, 1, 40, 63, 64, 65, 3000, ...Array.from({ length: 100 }, (_, i) => i), 100_000];
  const values = lengths.map((length) => randomBytes(length));
  for (const value of values) {
    for (const key of [randomBytes(32), Buffer.from('a key'), randomBytes(200)]) {
      expect(hmacSha256(key, value)).toBe(createHmac('sha256', key).update(value).digest('hex'));
    }
  }
});

/**
 * `node scripts/make-documentation.mjs < FILE` prints the 53-bit
 * hashes of the values in FILE, one a line, for src/engine/filters/documentation.ts. Only hashes are kept in the tree.
 */
import { readFileSync } from 'node:fs';
import { loadTypeScript } from './load-typescript.mjs';

const { hashOf } = await loadTypeScript('src/engine/filters/documentation.ts');
const values = readFileSync(0, 'utf8')
  .split('\n')
  .filter((line) => line !== '');
const hashes = [...new Set(values.map((value) => hashOf(value)))].toSorted((a, b) => a - b);
console.log(hashes.join(',\n  '));

/**
 * Makes src/engine/filters/trigrams.ts: how common each letter trigram is in ordinary prose and identifiers.
 * Reads the Markdown and typings of the installed dependencies; only the counts' logarithms are kept.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const counts = new Float64Array(27 ** 3);
const seen = new Map();

function* texts(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) yield* texts(file);
    else if (/\.(md|d\.ts|d\.mts|d\.cts)$/i.test(entry.name)) yield readFileSync(file, 'utf8');
  }
}

/** Words of a text in lower case: runs of letters, cut at changes of case. */
function wordsOf(text) {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length >= 2 && word.length <= 20);
}

for (const text of texts(path.join(top, 'node_modules'))) {
  for (const word of new Set(wordsOf(text))) seen.set(word, (seen.get(word) ?? 0) + 1);
}
for (const [word, documents] of seen) {
  if (documents < 3) continue;
  const letters = `\0${word}\0`;
  const weight = 1 + Math.log2(documents);
  for (let i = 0; i + 2 < letters.length; i++)
    counts[code(letters, i) * 729 + code(letters, i + 1) * 27 + code(letters, i + 2)] += weight;
}

function code(text, at) {
  const letter = text.charCodeAt(at);
  return letter === 0 ? 0 : letter - 96;
}

/** Cost of the third letter after the first two, in half bits, 0..15. */
const costs = new Uint8Array(27 ** 3);
for (let pair = 0; pair < 729; pair++) {
  let sum = 0;
  for (let third = 0; third < 27; third++) sum += counts[pair * 27 + third] + 0.4;
  for (let third = 0; third < 27; third++) {
    const bits = -Math.log2((counts[pair * 27 + third] + 0.4) / sum);
    costs[pair * 27 + third] = Math.min(15, Math.round(bits * 2));
  }
}
const packed = Buffer.alloc(Math.ceil(costs.length / 2));
for (let i = 0; i < costs.length; i++) packed[i >> 1] |= costs[i] << (i & 1 ? 4 : 0);
const lines = packed.toString('base64').match(/.{1,110}/g);
writeFileSync(
  path.join(top, 'src/engine/filters/trigrams.ts'),
  `/** Made by scripts/make-trigrams.mjs: cost of a letter after two others in half bits (0..15), two a byte, base64. */\nexport const TRIGRAM_COSTS =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`,
);
console.log(`${seen.size} words`);

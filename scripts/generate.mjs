/**
 * Compiles the kernels, and rules/*.toml to src/rules/shipped.gen.ts, so that no pack is parsed at start-up. The compiler itself is
 * TypeScript of src/rules, bundled here because Node 20 does not run it as it stands.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { buildKernels } from './build-kernels.mjs';
import { loadTypeScript } from './load-typescript.mjs';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Writes only what differs, so that a build that changes nothing touches nothing. */
function writeIfChanged(file, text) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

/** JSON in ASCII: V8 keeps such a text in half the memory, and reads it in half the time. */
function asciiJson(value) {
  const escape = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replaceAll(/[^\0-\x7f]/g, (char) => escape(char));
}

/** A string literal in single quotes. */
function quoted(text) {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
}

const rules = await loadTypeScript('src/rules/build.ts');
try {
  const packs = readdirSync(path.join(top, 'rules'))
    .filter((name) => name.endsWith('.toml'))
    .toSorted()
    .map((name) => rules.parsePack(readFileSync(path.join(top, 'rules', name), 'utf8'), `rules/${name}`, true));
  const problems = rules.checkPacks(packs);
  if (problems.length > 0) throw new rules.TightlipError('rules', problems.join('\n'));
  const data = rules.mergePacks(packs);
  const index = rules.indexRules(data);
  const constants = [['compositesText', 'The composites, as JSON.', asciiJson(data.composites)]];
  const packed = Object.entries(rules.packIndex(index)).map(([name, value]) => `  ${name}:\n    ${quoted(value)},\n`);
  const neighbours = Buffer.from(rules.packNeighbours(data, index)).toString('base64');
  const lines = data.rules.map((rule) => asciiJson(rule)).join('\n');
  const rulesText = quoted(lines);
  const digest = createHash('sha256').update(lines).digest('hex');
  constants.push(['digestText', 'Tells these rules from all others.', digest]);
  const code = [
    "import { fromBase64 } from '../bytes/latin1.ts';\n",
    ...constants.map(([name, does, value]) => `/** ${does} */\nexport const ${name} =\n  ${quoted(value)};\n`),
    `/** What the build knows of them. */\nexport const packedIndex = {\n${packed.join('')}};\n`,
    `/** The rules, each as JSON on a line. */\nexport const readRules = (): string =>\n  ${rulesText};\n`,
    '/** One of them, where they lie beside the program. */\nexport const readLine: ((index: number) => string) | null = null;\n',
    `/** What may stand next to their keywords, see neighbour-layout.ts. */\nexport const readNeighbours = (): Uint8Array =>\n  fromBase64('${neighbours}');\n`,
    '/** The tables of their keywords, where they lie beside the program. */\nexport const readTables: (() => Uint8Array) | null = null;\n',
  ];
  writeIfChanged(path.join(top, 'src/rules/shipped.gen.ts'), code.join('\n'));
  writeIfChanged(
    path.join(top, 'docs/schemas/rule-pack.schema.json'),
    `${JSON.stringify(rules.packJsonSchema(), null, 2)}\n`,
  );
  const { configJsonSchema } = await loadTypeScript('src/config/schema.ts');
  writeIfChanged(
    path.join(top, 'docs/schemas/tightlip.schema.json'),
    `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  );
  const { optionsPage } = await loadTypeScript('src/config/option-table.ts');
  writeIfChanged(path.join(top, 'docs/options.md'), optionsPage());
} catch (error) {
  if (!(error instanceof rules.TightlipError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
await buildKernels();

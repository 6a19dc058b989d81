/**
 * Compiles the AssemblyScript kernels to WebAssembly, written as base64 modules (`*.gen.ts`) so that every bundle carries them.
 * A module that was made from the same sources by the same compiler is left as it is.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Directory of each kernel; its `assembly/index.ts` becomes its `wasm.gen.ts`. */
const KERNELS = ['src/git/kernel', 'src/engine/kernel'];

// No static data, no allocator, memory imported: what a kernel needs lives at an address the host gives it.
const FLAGS = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--maximumMemory',
  '65536',
  '--enable',
  'simd',
  '--use',
  'abort=',
];

async function compile(entry) {
  const { main } = await import('assemblyscript/asc');
  let binary = null;
  const messages = [];
  const { error } = await main([entry, ...FLAGS, '--outFile', 'kernel.wasm'], {
    stderr: { write: (text) => messages.push(text) },
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') binary = Buffer.from(contents);
    },
  });
  if (error || binary === null) throw new Error(`${entry} does not compile:\n${messages.join('')}`);
  return binary;
}

/** Compiles every kernel whose sources changed. */
export async function buildKernels() {
  const { version } = JSON.parse(readFileSync(path.join(top, 'node_modules/assemblyscript/package.json'), 'utf8'));
  for (const kernel of KERNELS) {
    const directory = path.join(top, kernel, 'assembly');
    if (!existsSync(path.join(directory, 'index.ts'))) continue;
    const hash = createHash('sha256').update(version).update(FLAGS.join(' '));
    for (const name of readdirSync(directory).sort()) hash.update(readFileSync(path.join(directory, name)));
    const mark = `// sources ${hash.digest('hex')}`;
    const target = path.join(top, kernel, 'wasm.gen.ts');
    if (existsSync(target) && readFileSync(target, 'utf8').startsWith(mark)) continue;
    const binary = await compile(path.join(kernel, 'assembly/index.ts'));
    writeFileSync(
      target,
      `${mark}\n/** WebAssembly module in base64. */\nexport const wasmBase64 =\n  '${binary.toString('base64')}';\n`,
    );
  }
}

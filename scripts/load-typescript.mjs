/** Loads a TypeScript module of src/ in a Node that does not run TypeScript. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The exports of a module, `file` relative to the repository's top; it is bundled with all it imports. */
export async function loadTypeScript(file) {
  const directory = mkdtempSync(path.join(tmpdir(), 'tightlip-build-'));
  try {
    const outfile = path.join(directory, 'module.mjs');
    await build({
      entryPoints: [path.join(top, file)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

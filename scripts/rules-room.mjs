/** Loads the pack compiler, TypeScript of src/rules, in a Node that does not run TypeScript. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The exports of src/rules/build.ts. */
export function loadRulesRoom() {
  return loadRoom('src/rules/build.ts');
}

/** The exports of a source file, for a Node that does not run TypeScript. */
export async function loadRoom(entry) {
  const directory = mkdtempSync(path.join(tmpdir(), 'tightlip-rules-'));
  try {
    const outfile = path.join(directory, 'build.mjs');
    await build({
      entryPoints: [path.join(top, entry)],
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

/** Builds the program once, so that every test, of a room or end to end, sees the same rules and the same CLI. */
import { execFileSync } from 'node:child_process';

export function setup(): void {
  if (process.env['TIGHTLIP_TEST_NO_BUILD'] === '1') return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}

/**
 * `npm start`: the main job on real input. Scans this repository (working tree and whole history) and a log that is
 * generated now, shows the reports, writes SARIF and says where. Exits 0 when the demonstration ran, whatever it found.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cli = path.join(top, 'dist/cli.js');
const folder = path.join(top, '.tightlip-demo');
const logs = path.join(folder, 'logs');
const sarif = path.join(folder, 'tightlip.sarif');

/** Runs a step; the CLI's own exit codes 0, 1 and 3 are results, anything else ends the demonstration. */
function run(title, args, results = [0, 1, 3]) {
  if (title)
    console.log(
      `\n\u001b[1m${title}\u001b[0m\n$ tightlip ${args.slice(1).join(' ')}\n`.replace(
        process.env.NO_COLOR || !process.stdout.isTTY ? /\u001b\[\d+m/g : /$^/,
        '',
      ),
    );
  const { status, error } = spawnSync(process.execPath, args, { cwd: top, stdio: 'inherit' });
  if (error || !results.includes(status)) {
    console.error(`The step ended with ${error ? error.message : `exit code ${status}`}.`);
    process.exit(1);
  }
  return status;
}

if (!existsSync(cli)) run('', [path.join(top, 'scripts/build.mjs')], [0]);
mkdirSync(folder, { recursive: true });
spawnSync(process.execPath, [path.join(top, 'bench/make-logs.mjs'), logs, '--megabytes', '2'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
run('1. The working tree of this repository', [cli, 'files', '.']);
if (existsSync(path.join(top, '.git'))) run('2. Its whole history', [cli, 'history', '.']);
run('3. Logs with a few leaked credentials, made a moment ago', [
  cli,
  'logs',
  path.relative(top, logs),
  '--report',
  `sarif=${path.relative(top, sarif)}`,
]);
console.log(`\nSARIF: ${sarif}`);
console.log('Next: `node dist/cli.js --help`, or README.md for the hook, the Action and logs.');

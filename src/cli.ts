#!/usr/bin/env node
/** The program. It imports nothing at first: `--version` answers before a second file is read (a fifth of the start). */
declare const TIGHTLIP_VERSION: string;

const argv = process.argv.slice(2);
if (argv.length === 1 && argv[0] === '--version') process.stdout.write(`${TIGHTLIP_VERSION}\n`);
else {
  const { runProcess } = await import('./cli/process.ts');
  await runProcess(argv);
}

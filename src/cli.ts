#!/usr/bin/env node
/** The program. It imports nothing at first: `--version` answers before a second file is read (a fifth of the start). */
declare const TIGHTLIP_VERSION: string;

const argv = process.argv.slice(2);
if (argv.length === 1 && argv[0] === '--version') process.stdout.write(`${TIGHTLIP_VERSION}\n`);
else {
  keepCompiledCode();
  try {
    const { runProcess } = await import('./cli/process.ts');
    await runProcess(argv);
  } catch {
    // Only a file that is missing or a folder that is gone comes here. Left alone it would end as 1, which means findings.
    process.stderr.write('tightlip: cannot start: the working directory is gone or this installation is damaged\n');
    process.exitCode = 3;
  }
}

/** Node 22 and later can keep what they compiled. Beside the program, where whoever can write could change the program too. */
function keepCompiledCode(): void {
  const { enableCompileCache } = process.getBuiltinModule('node:module') as {
    readonly enableCompileCache?: (folder: string) => unknown;
  };
  enableCompileCache?.(`${import.meta.dirname}/.compile-cache`);
}

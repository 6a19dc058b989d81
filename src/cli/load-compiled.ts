/**
 * Loads the built program with what V8 made of it in an earlier run: to parse and compile it anew is a third of a commit's
 * check. What was compiled lies beside the program, where whoever can write could change the program too.
 */
declare const TIGHTLIP_BUILD: string;

/** Commands with a file of their own: V8 keeps the functions that ran, and these run different ones. */
const SCANS = /^(?:staged|range|files|history|logs|redact)$/;

/**
 * The exports of a program that the build wrapped into a function; runs it.
 *
 * @param file - Its absolute path.
 * @param command - The first word of the command line, as typed.
 * @throws When the file cannot be read.
 */
export function loadCompiled<Exports>(file: string, command: string): Exports {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const { Script } = process.getBuiltinModule('node:vm');
  const { arch, version } = process;
  const kept = `${__dirname}/.compile-cache/${SCANS.test(command) ? command : 'other'}-${TIGHTLIP_BUILD}-${version}-${arch}`;
  // The build writes nothing but ASCII, and this is the encoding that costs no decoding.
  const source = readFileSync(file, 'latin1');
  const cachedData = readIfThere(kept);
  const script = new Script(source, cachedData === undefined ? { filename: file } : { filename: file, cachedData });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // At the end, when V8 knows which functions a run needs.
    process.once('exit', () => keep(kept, script.createCachedData()));
  }
  const module = { exports: {} };
  (script.runInThisContext() as Wrapped)(module.exports, require, module, file, __dirname);
  return module.exports as Exports;
}

type Wrapped = (exports: object, load: NodeJS.Require, module: object, file: string, folder: string) => void;

function readIfThere(file: string): Buffer | undefined {
  let bytes: Buffer | undefined;
  attempt(() => (bytes = process.getBuiltinModule('node:fs').readFileSync(file)));
  return bytes;
}

/** Whole or not at all; where nothing may be written, every run compiles for itself. */
function keep(file: string, compiled: Buffer): void {
  const { mkdirSync, renameSync, unlinkSync, writeFileSync } = process.getBuiltinModule('node:fs');
  const temporary = `${file}.${process.pid}`;
  const isWritten = attempt(() => {
    mkdirSync(`${__dirname}/.compile-cache`, { recursive: true });
    writeFileSync(temporary, compiled, { flag: 'wx' });
    renameSync(temporary, file);
  });
  if (!isWritten) attempt(() => unlinkSync(temporary));
}

function attempt(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/**
 * Loads the built program with what V8 made of it in an earlier run: to parse and compile it anew is a third of a commit's
 * check. What was compiled lies beside the program, where whoever can write could change the program too.
 */
declare const TIGHTLIP_BUILD: string;

/** The exit code of a run with findings. */
const FINDINGS = 1;

/** Commands with a file of their own: V8 keeps the functions that ran, and these run different ones. */
const SCANS = /^(?:staged|range|files|history|logs|redact)$/;

/** By script: its pieces; by place: what a piece exports. */
const scripts = new Map<string, readonly Piece[]>();
const loaded = new Map<string, { exports: object }>();

/**
 * The exports of a piece of the program, each a function that the build wrapped round a module; runs it when it is first asked for.
 *
 * @param place - `SCRIPT/NUMBER`.
 * @param command - The first word of the command line, as typed.
 * @param keeps - Whether what V8 compiles is kept for later runs, at the end of the thread.
 * @throws When a file cannot be read.
 */
export function loadPiece(place: string, command: string, keeps = true): object {
  const known = loaded.get(place);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(place, module);
  const [script, number] = place.split('/') as [string, string];
  let pieces = scripts.get(script);
  if (pieces === undefined) scripts.set(script, (pieces = compile(script, command, keeps)));
  const load = (id: string): unknown =>
    id.startsWith('./program') ? loadPiece(id.slice(2), command, keeps) : require(id);
  (pieces[Number(number)] as Piece)(module.exports, load, module, `${__dirname}/${script}.js`, __dirname);
  return module.exports;
}

function compile(name: string, command: string, keeps: boolean): readonly Piece[] {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const { arch, version } = process;
  const file = `${__dirname}/${name}.js`;
  const run = SCANS.test(command) ? command : 'other';
  const kept = `${__dirname}/.compile-cache/${run}-${name}-${TIGHTLIP_BUILD}-${version}-${arch}${hasOwnSettings() ? '-set' : ''}`;
  // A run with findings needs half as many functions again.
  const richer = `${kept}-found`;
  // The build writes nothing but ASCII, and this is the encoding that costs no decoding.
  const source = readFileSync(file, 'latin1');
  const rich = compileWith(source, file, richer);
  const usable = rich ?? compileWith(source, file, kept);
  const script = usable ?? scriptOf(source, file);
  if (!keeps) return script.runInThisContext() as readonly Piece[];
  // A long run would have forgotten at its end what it needed at its start.
  if (usable === null) rememberAll(true);
  // At the end, when V8 knows which functions a run needs.
  process.once('exit', (code) => {
    const hasFound = code === FINDINGS;
    if (usable !== null && (!hasFound || rich !== null)) return;
    // What is kept counts only under the settings that the next run begins with.
    if (usable === null) rememberAll(false);
    keep(hasFound ? richer : kept, script.createCachedData());
  });
  return script.runInThisContext() as readonly Piece[];
}

/** Whether V8 may have been told how to run: it takes nothing that was compiled under other settings, so what is kept of ordinary runs stays as it is. */
function hasOwnSettings(): boolean {
  return process.execArgv.length > 0 || (process.env['NODE_OPTIONS'] ?? '') !== '';
}

type Script = import('node:vm').Script;

/** The script with what is kept in a file; null where there is nothing, or V8 does not take it, which is removed then: no run would look for another. */
function compileWith(source: string, filename: string, kept: string): Script | null {
  const cachedData = readIfThere(kept);
  if (cachedData === undefined) return null;
  const script = scriptOf(source, filename, cachedData);
  if (script.cachedDataRejected !== true) return script;
  attempt(() => process.getBuiltinModule('node:fs').unlinkSync(kept));
  return null;
}

function scriptOf(source: string, filename: string, cachedData?: Buffer): Script {
  const { Script } = process.getBuiltinModule('node:vm');
  return new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
}

/** Whether V8 is to keep what it compiled of functions that have not run for a while. */
function rememberAll(isAll: boolean): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(isAll ? '--no-flush-bytecode' : '--flush-bytecode');
}

type Piece = (exports: object, load: (id: string) => unknown, module: object, file: string, folder: string) => void;

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

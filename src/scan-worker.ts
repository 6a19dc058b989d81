/** A worker thread: the scripts of the program, with what V8 has kept of them. */
import { loadPiece } from './cli/load-compiled.ts';
import type { SentSetup } from './scan/worker.ts';

const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
const { serve } = loadPiece('program-worker/0', process.argv[2] ?? '', false) as typeof import('./scan/worker.ts');
serve(workerData as SentSetup, parentPort!);

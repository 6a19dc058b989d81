/** The commands that run the engine: one bundle, because most of what they load they share. */
export { runFiles } from './files.ts';
export { runHistory } from './history.ts';
export { runLogs } from './logs.ts';
export { runRange } from './range.ts';
export { runStaged } from './staged.ts';

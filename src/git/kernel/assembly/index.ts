export { init, inflate } from './inflate';
export { applyDelta } from './delta';
export { countByte } from './count';
export { readCommit } from './objects';
export { beginTrees, readTrees, treesInOrder, treesToldTo } from './trees';

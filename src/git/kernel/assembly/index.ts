export { init, inflate } from './inflate';
export { applyDelta } from './delta';
export { readTree, readCommit } from './objects';

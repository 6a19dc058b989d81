export { init, inflate } from './inflate';
export { applyDelta } from './delta';
export { countByte } from './count';
export { hash } from './hash';
export { readTree, readCommit } from './objects';

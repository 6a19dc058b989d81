export { findAnchors } from './anchors';
export { hash } from './hash';
export { findRuns } from './runs';
export { areInsertsOdd, isOdd, judgeAnchors, prepare, scanVersion } from './versions';

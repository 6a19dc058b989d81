export { findAnchors } from './anchors';
export { findRuns } from './runs';
export { areInsertsOdd, isOdd, judgeAnchors, prepare, scanVersion } from './versions';

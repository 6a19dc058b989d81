export { findAnchors } from './anchors';
export { hash } from './hash';
export { prepareNames } from './names';
export { findRuns } from './runs';
export { areInsertsOdd, isOdd } from './odd';
export { judgeAnchors, prepare, scanVersion } from './versions';

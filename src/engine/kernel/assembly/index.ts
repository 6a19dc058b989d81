export { findAnchors } from './anchors';
export { findRuns } from './runs';

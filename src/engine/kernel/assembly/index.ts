export { findAnchors } from './anchors';

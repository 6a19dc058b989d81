/**
 * How far a rule of scope `nearby` looks: from its keyword to names, and from a name to what is assigned to it. What stands at a name is
 * read in a view of its own round it, whatever keyword led there, so that it is read once for all of them.
 */

/** Few sizes of views, so that rules of values of like length share them. */
const STEP = 128;

/** Bytes on either side of a name that are read with it, where a value may have `longest` bytes. */
export function viewBytes(longest: number): number {
  return STEP * (1 + Math.ceil(longest / STEP));
}

/** As {@link viewBytes}, of a rule that reads `after` bytes behind its keyword: names lie that much nearer to it. */
export function viewOf(after: number): number {
  return STEP * Math.floor(after / 2 / STEP);
}

/** The stretches of a version that are copied from its base, as edit operations tell them. */
import type { EditOps } from '../bytes/edit.ts';

/**
 * Copied pieces shorter than this are treated as new bytes: looking costs less than mapping. Longer than any literal (the kernel asks for
 * it), so that no anchor reaches from one gap into the next.
 */
export const SHORTEST_COPY = 64;

/** Three numbers a run: base `[from, from + length)` stands at new `[to, to + length)`. In the order of `to`; reused. */
export class CopiedRuns {
  values = new Int32Array(3 * 64);
  count = 0;

  from(run: number): number {
    return this.values[3 * run]!;
  }

  to(run: number): number {
    return this.values[3 * run + 1]!;
  }

  length(run: number): number {
    return this.values[3 * run + 2]!;
  }

  /** Reads edit operations: copies that continue each other are one run (a split copy is no seam); short ones are left out. */
  read(ops: EditOps): void {
    this.count = 0;
    if (this.values.length < ops.length) this.values = new Int32Array(2 * ops.length);
    const { values } = this;
    let to = 0;
    let end = -1;
    let at = -3;
    for (let i = 0; i < ops.length; i += 3) {
      const length = ops[i + 2]!;
      if (ops[i] === 1) {
        if (ops[i + 1] === end) values[at + 2]! += length;
        else {
          // A run that stayed short gives its place to the next.
          if (at < 0 || values[at + 2]! >= SHORTEST_COPY) at += 3;
          values[at] = ops[i + 1]!;
          values[at + 1] = to;
          values[at + 2] = length;
        }
        end = ops[i + 1]! + length;
      } else end = -1;
      to += length;
    }
    const isLastLong = at >= 0 && values[at + 2]! >= SHORTEST_COPY;
    this.count = (at + 3) / 3 - (at < 0 || isLastLong ? 0 : 1);
  }
}

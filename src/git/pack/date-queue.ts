/** Commits waiting to be walked, newest first, as git keeps them: of equal dates the one that came first. */

interface Waiting {
  readonly commit: number;
  readonly date: number;
  readonly turn: number;
}

/** A binary heap. */
export class DateQueue {
  readonly #heap: Waiting[] = [];
  #turns = 0;

  push(commit: number, date: number): void {
    const heap = this.#heap;
    const waiting = { commit, date, turn: this.#turns++ };
    let at = heap.length;
    for (let above = (at - 1) >> 1; at > 0 && isBefore(waiting, heap[above]!); above = (at - 1) >> 1) {
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = waiting;
  }

  /** The next commit, which leaves the queue; undefined when it is empty. */
  pop(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.commit;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++;
      if (!isBefore(heap[below]!, last)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
    return first.commit;
  }
}

function isBefore(one: Waiting, other: Waiting): boolean {
  return one.date > other.date || (one.date === other.date && one.turn < other.turn);
}

/** Git's topological order (`--topo-order`): a line of development is not torn apart, and tips come newest first. */

/**
 * The commits that the tips reach, in the reverse of the order in which `git rev-list --topo-order` prints them: parents first.
 *
 * @param tips - In git's order: by committer date, newest first, equal dates as they were named.
 * @param size - All numbers of commits are below.
 */
export function topologicalOrder(
  tips: readonly number[],
  parentsOf: (commit: number) => Iterable<number>,
  size: number,
): number[] {
  const children = countChildren(tips, parentsOf, size);
  const ready = [...new Set(tips)].filter((tip) => children[tip] === 0).reverse();
  const order: number[] = [];
  for (let commit = ready.pop(); commit !== undefined; commit = ready.pop()) {
    order.push(commit);
    for (const parent of parentsOf(commit)) if (--children[parent]! === 0) ready.push(parent);
  }
  return order.reverse();
}

/** By number, how many children each commit has that can be reached; a parent that is named twice has two. */
function countChildren(
  tips: readonly number[],
  parentsOf: (commit: number) => Iterable<number>,
  size: number,
): Int32Array {
  const children = new Int32Array(size).fill(-1);
  const open: number[] = [];
  const meet = (commit: number, times: number): void => {
    if (children[commit] === -1) {
      children[commit] = 0;
      open.push(commit);
    }
    children[commit]! += times;
  };
  for (const tip of tips) meet(tip, 0);
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    for (const parent of parentsOf(commit)) meet(parent, 1);
  }
  return children;
}

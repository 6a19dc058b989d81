/** Git's topological order (`--topo-order`): a line of development is not torn apart, and tips come newest first. */

/** Commits as numbers. */
export interface CommitLinks {
  readonly parentsOf: (commit: number) => Iterable<number>;
}

/**
 * The commits that the tips reach, in the reverse of the order in which `git rev-list --topo-order` prints them: parents first.
 *
 * @param tips - In git's order: by committer date, newest first, equal dates as they were named.
 */
export function topologicalOrder(tips: readonly number[], links: CommitLinks): number[] {
  const children = countChildren(tips, links);
  const ready = [...new Set(tips)].filter((tip) => children.get(tip) === 0).reverse();
  const order: number[] = [];
  for (let commit = ready.pop(); commit !== undefined; commit = ready.pop()) {
    order.push(commit);
    for (const parent of links.parentsOf(commit)) {
      const left = children.get(parent)! - 1;
      children.set(parent, left);
      if (left === 0) ready.push(parent);
    }
  }
  return order.reverse();
}

/** Every commit that can be reached, with the number of its children among them; a parent that is named twice has two. */
function countChildren(tips: readonly number[], links: CommitLinks): Map<number, number> {
  const children = new Map<number, number>();
  const open: number[] = [];
  const meet = (commit: number, times: number): void => {
    const known = children.get(commit);
    children.set(commit, (known ?? 0) + times);
    if (known === undefined) open.push(commit);
  };
  for (const tip of tips) meet(tip, 0);
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    for (const parent of links.parentsOf(commit)) meet(parent, 1);
  }
  return children;
}

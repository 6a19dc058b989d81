/** The table of the traps: Tightlip beside whatever peers are installed. */
import { removeTempDirectories } from '../support/temp-repo.ts';
import { judgeTightlip } from './judge.ts';
import { installedPeers, judgePeer, type Peer, type PeerAnswer } from './peers.ts';
import { SOAK_TRAPS } from './soak-traps.ts';
import { TRAPS } from './table.ts';
import type { Trap } from './trap.ts';

/** One trap and what each scanner made of it. */
export interface Row {
  readonly trap: Trap;
  /** What is wrong with Tightlip's answer; empty when nothing is. */
  readonly wrong: readonly string[];
  /** In the order of the peers. */
  readonly answers: readonly PeerAnswer[];
}

/**
 * Runs every trap through every scanner; the folder holds the peers' programs.
 *
 * @param isSoak - The few traps that take minutes, in place of the many.
 */
export async function compareAll(
  folder: string,
  isSoak: boolean,
  onRow: (row: Row) => void,
): Promise<{ readonly peers: readonly Peer[]; readonly rows: readonly Row[] }> {
  const peers = installedPeers(folder);
  const rows: Row[] = [];
  for (const trap of isSoak ? SOAK_TRAPS : TRAPS) {
    const planted = trap.plant();
    // First, for a peer may change the repository: some fetch what a partial clone lacks.
    const wrong = await judgeTightlip(trap, planted);
    const row = { trap, wrong, answers: peers.map((peer) => judgePeer(peer, planted)) };
    rows.push(row);
    onRow(row);
  }
  removeTempDirectories();
  return { peers, rows };
}

/** What clusters of matches come to, remembered: a history has the same ones in version after version of a file. */
import type { RawMatch } from '../engine/match.ts';
import { resolve } from '../engine/resolve.ts';
import type { ScannedVersion } from '../engine/scanned-version.ts';
import type { FoundMatch } from '../findings/finding.ts';
import type { ScanContext } from './context.ts';
import type { FoundMatches } from './known-blobs.ts';
import { type Cluster, type Clusters, clustersOf } from './match-clusters.ts';
import { keyDocument } from './scan-content.ts';

/** Remembered of clusters that begin with the same matches. */
const MOST_ALIKE = 16;

/** A cluster, and what it comes to wherever it stands. */
interface KnownCluster extends FoundMatches {
  /** The raw matches of its anchors, and how far behind the first anchor each ends. */
  readonly raw: readonly (readonly RawMatch[])[];
  readonly distances: readonly number[];
}

/** The matches of a version, and what each of them follows from. */
export interface ClusteredMatches extends FoundMatches {
  readonly clusters: Clusters;
}

export class ClusterMemo {
  readonly #context: ScanContext;
  /** By the raw matches of the first anchor, which versions inherit as they are. */
  readonly #known = new WeakMap<readonly RawMatch[], KnownCluster[]>();

  constructor(context: ScanContext) {
    this.#context = context;
  }

  /**
   * What the matches of a version come to: as `resolve` and `keyDocument` of all of them.
   *
   * @param version - Holds nothing encoded, and no match of a rule that reads documents.
   */
  find(version: ScannedVersion, bytes: Uint8Array): ClusteredMatches {
    const matches: FoundMatch[] = [];
    const keys = new Set<string>();
    const clusters: number[] = [];
    for (const cluster of clustersOf(version, this.#context.ruleSet)) {
      const found = this.#find(version, cluster, bytes);
      for (const match of found.matches) {
        matches.push(match);
        clusters.push(cluster.first, cluster.count);
      }
      for (const key of found.keys) keys.add(key);
    }
    return { matches, keys: [...keys], clusters };
  }

  #find(version: ScannedVersion, cluster: Cluster, bytes: Uint8Array): FoundMatches {
    const { raw } = version.matches[cluster.first]!;
    const alike = this.#known.get(raw);
    const known = alike?.find((each) => isAt(each, version, cluster));
    if (known !== undefined) return known;
    const found = this.#judge(version, cluster, bytes);
    if (alike === undefined) this.#known.set(raw, [found]);
    else if (alike.push(found) > MOST_ALIKE) alike.shift();
    return found;
  }

  #judge(version: ScannedVersion, { first, count }: Cluster, bytes: Uint8Array): KnownCluster {
    const { matches, ends } = version;
    const own = matches.slice(first, first + count);
    const { matches: found, keys } = keyDocument(
      resolve(version.rawOf(first, count), this.#context.ruleSet),
      bytes,
      this.#context,
    );
    const start = ends[own[0]!.anchor]!;
    const distances = own.map(({ anchor }) => ends[anchor]! - start);
    return { raw: own.map(({ raw }) => raw), distances, matches: found, keys };
  }
}

function isAt({ raw, distances }: KnownCluster, { matches, ends }: ScannedVersion, { first, count }: Cluster): boolean {
  if (raw.length !== count) return false;
  const start = ends[matches[first]!.anchor]!;
  for (let i = 0; i < count; i++) {
    const own = matches[first + i]!;
    if (own.raw !== raw[i] || ends[own.anchor]! - start !== distances[i]) return false;
  }
  return true;
}

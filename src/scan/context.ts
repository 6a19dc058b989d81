/** What every scanning thread is given: plain data, so that a worker gets the same as the main thread. */
import { NegativeMemo } from '../engine/negative-memo.ts';
import { type RuleSet, compileRuleSet } from '../engine/rule-set.ts';
import type { Sealer } from '../findings/seal.ts';
import { ruleReader } from '../rules/rule-index.ts';
import type { RuleSetData } from '../rules/rule.ts';
import type { SourceOptions } from '../sources/source.ts';
import { ThreadProbe } from './probe.ts';

/** The plain data that is sent to a thread. */
export interface ScanTask {
  readonly rules: RuleSetData;
  /** Random bytes of this run, the same in all its threads. */
  readonly runKey: Uint8Array;
  readonly fingerprintKey: Uint8Array | null;
  readonly showSecrets: boolean;
  readonly source: SourceOptions;
  /** Where costs are written (`--profile`); null: they are not measured. */
  readonly costs: SharedArrayBuffer | null;
}

/** A thread's own compiled form of a task. */
export interface ScanContext {
  readonly ruleSet: RuleSet;
  readonly sealer: Sealer;
  readonly source: SourceOptions;
  /** For versions of the same files, which repeat each other. */
  readonly memo: NegativeMemo | null;
  /** Two random numbers of the run, for hashes. */
  readonly seeds: readonly [number, number];
  readonly probe: ThreadProbe | null;
}

/** Compiles a task for the thread that calls; `source` where it is not to be read as the task says. */
export function createContext(task: ScanTask, source: SourceOptions = task.source): ScanContext {
  const { fingerprintKey, showSecrets } = task;
  const probe = task.costs === null ? null : new ThreadProbe(task.costs, task.rules);
  const compiled = compileRuleSet(task.rules);
  const ruleSet = probe === null ? compiled : probe.watch(compiled);
  let memo: NegativeMemo | null = null;
  // Most commits have neither versions nor a match: they make no memo and no key.
  return {
    ruleSet,
    get memo() {
      memo ??= new NegativeMemo(ruleSet, seedsOf(task.runKey));
      return memo;
    },
    get seeds() {
      return seedsOf(task.runKey);
    },
    sealer: {
      ruleAt: ruleReader(task.rules),
      get runKey() {
        return task.runKey;
      },
      fingerprintKey,
      showSecrets,
      memo: { keys: new WeakMap(), values: new WeakMap() },
    },
    source,
    probe,
  };
}

function seedsOf(runKey: Uint8Array): readonly [number, number] {
  const view = new DataView(runKey.buffer, runKey.byteOffset, runKey.byteLength);
  return [view.getInt32(0), view.getInt32(4)];
}

/** From the runner's environment to the scans that the event asks for, everything fetched. */
import { readFile } from 'node:fs/promises';
import { TightlipError } from '../errors.ts';
import type { SourceRequest } from '../sources/source.ts';
import type { Proposal } from './base-policy.ts';
import { fetchHistory, fetchRange } from './fetch-range.ts';
import { planEvent } from './plan-event.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A scan that an event asks for. */
export interface Task {
  readonly source: SourceRequest;
  /** Output that names its SARIF file, and the file's name. */
  readonly output: 'sarif' | 'sarif-tree';
  readonly notes: readonly string[];
  /** What proposes the commits, in words; null: nobody proposes anything, what is in the checkout holds. */
  readonly proposed: string | null;
}

/** What an event comes to. */
export interface ReadEvent {
  readonly tasks: readonly Task[];
  readonly proposal: Proposal | null;
}

/**
 * Reads the event and fetches what it is about.
 *
 * @throws TightlipError for an event that asks for nothing we do, and for commits that are not to be had.
 */
export async function readEvent(environment: Environment, directory: string): Promise<ReadEvent> {
  const plan = planEvent(environment['GITHUB_EVENT_NAME'] ?? '', await readPayload(environment));
  if (plan.kind === 'nothing') {
    process.stdout.write(`tightlip: ${plan.why}\n`);
    return { tasks: [], proposal: null };
  }
  if (plan.kind === 'everything') {
    await fetchHistory(directory);
    const own = { notes: [], proposed: null };
    const history = { kind: 'history', repository: directory, engine: 'packs' } as const;
    const tree = { kind: 'files', paths: [], readIgnored: false } as const;
    return {
      tasks: [
        { source: history, output: 'sarif', ...own },
        { source: tree, output: 'sarif-tree', ...own },
      ],
      proposal: null,
    };
  }
  const { range, known, notes } = await fetchRange(plan, directory);
  const { base, head, proposed } = plan;
  return {
    tasks: [{ source: { kind: 'range', range, known }, output: 'sarif', notes, proposed }],
    proposal: proposed !== null && base !== null ? { directory, base, head, proposed } : null,
  };
}

async function readPayload(environment: Environment): Promise<unknown> {
  try {
    return JSON.parse(await readFile(environment['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
  } catch (cause) {
    throw new TightlipError(
      'usage',
      'the event’s payload (GITHUB_EVENT_PATH) cannot be read: run this as an action of a GitHub workflow, and elsewhere use the tightlip command',
      { cause },
    );
  }
}

/** From an event's payload to what is to be scanned. Pure; payloads are hostile, so ids are checked here. */
import { TightlipError } from '../errors.ts';

/** What an event asks for. */
export type EventPlan =
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'range';
      /** Object id; null: a new branch or tag, which has none. */
      readonly base: string | null;
      readonly head: string;
      /** Ref from which the head can be fetched too, for a head that no branch of the repository holds. */
      readonly headRef: string | null;
      /** Ref of the tag that was pushed; null: none was. */
      readonly tag: string | null;
      /** Ref whose commits count as known when there is no base. */
      readonly known: string | null;
      /** Commits the event names, a first guess at how deep to fetch; 0 when unknown. */
      readonly commits: number;
      /** Whether a base that is gone (a forced push) may be replaced by a wider scan. */
      readonly mayWiden: boolean;
      /** What proposes the commits, in words: it does not decide by what policy they are judged. Null: they are in already. */
      readonly proposed: string | null;
    };

type Payload = Readonly<Record<string, unknown>>;

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const ZERO_ID = /^0+$/;
/** A branch name that is no option, no refspec and no glob. */
const PLAIN_BRANCH = /^(?!-)[^\s:*?[\\^~\p{Cc}]+$/u;

/**
 * Reads an event.
 *
 * @param event - `GITHUB_EVENT_NAME`.
 * @throws TightlipError 'usage' for an event that says nothing of commits, or `pull_request_target`; 'incomplete' for a
 *   payload without the ids it should have.
 */
export function planEvent(event: string, payload: unknown): EventPlan {
  const root = recordOf(payload);
  switch (event) {
    case 'push':
      return planPush(root);
    case 'pull_request':
      return planPullRequest(root);
    case 'merge_group': {
      const group = recordOf(root['merge_group']);
      return rangeOf(idOf(group['base_sha'], event), idOf(group['head_sha'], event), { proposed: 'this merge group' });
    }
    case 'schedule':
    case 'workflow_dispatch':
      return { kind: 'everything' };
    case 'pull_request_target':
      throw new TightlipError(
        'usage',
        'pull_request_target runs with the secrets of the base repository, so Tightlip does not fetch a stranger’s commits there: use on: pull_request, which scans forks too',
      );
    default:
      throw new TightlipError(
        'usage',
        `the event ${/^\w{1,40}$/.test(event) ? event : '(unnamed)'} does not say which commits to scan: run Tightlip on push, pull_request, merge_group, schedule or workflow_dispatch`,
      );
  }
}

type RangePlan = Extract<EventPlan, { kind: 'range' }>;

function rangeOf(base: string | null, head: string, more: Partial<RangePlan> = {}): RangePlan {
  return {
    kind: 'range',
    base,
    head,
    headRef: null,
    tag: null,
    known: null,
    commits: 0,
    mayWiden: false,
    proposed: null,
    ...more,
  };
}

function planPush(root: Payload): EventPlan {
  const after = idOf(root['after'], 'push');
  if (root['deleted'] === true || ZERO_ID.test(after)) {
    return { kind: 'nothing', why: 'a branch or tag was deleted: there are no commits to scan' };
  }
  const before = idOf(root['before'], 'push');
  const ref = textOf(root['ref']);
  const main = textOf(recordOf(root['repository'])['default_branch']);
  const isOther = PLAIN_BRANCH.test(main) && ref !== `refs/heads/${main}`;
  const commits = Array.isArray(root['commits']) ? root['commits'].length : 0;
  const known = isOther ? `refs/heads/${main}` : null;
  const tag = ref.startsWith('refs/tags/') && PLAIN_BRANCH.test(ref) ? ref : null;
  return rangeOf(ZERO_ID.test(before) ? null : before, after, { known, commits, tag, mayWiden: true });
}

function planPullRequest(root: Payload): EventPlan {
  const pull = recordOf(root['pull_request']);
  const base = idOf(recordOf(pull['base'])['sha'], 'pull_request');
  const head = idOf(recordOf(pull['head'])['sha'], 'pull_request');
  const number = Number(pull['number'] ?? root['number']);
  const commits = Number(pull['commits']);
  return rangeOf(base, head, {
    proposed: 'this pull request',
    headRef: Number.isSafeInteger(number) && number > 0 ? `refs/pull/${number}/head` : null,
    commits: Number.isSafeInteger(commits) && commits > 0 ? commits : 0,
  });
}

function idOf(value: unknown, event: string): string {
  if (typeof value === 'string' && OBJECT_ID.test(value)) return value;
  throw new TightlipError(
    'incomplete',
    `the payload of the ${event} event lacks the commits it is about: nothing was scanned`,
  );
}

function recordOf(value: unknown): Payload {
  return typeof value === 'object' && value !== null ? (value as Payload) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

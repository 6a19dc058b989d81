/** Decides what silences a match: a mark on its line, an exception of the configuration, or the baseline. */
import { comparedPath } from '../bytes/path-bytes.ts';
import type { Exception } from '../config/settings.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import { type Baseline, type BaselineEntry, covers } from './baseline.ts';
import { compileException, type ExceptionSubject, hasEnded } from './exceptions.ts';
import type { Suppression } from './finding.ts';
import { fingerprintKey, shortFingerprint } from './fingerprint-prefix.ts';

/** What may silence findings in this run. */
export interface SuppressorOptions {
  readonly exceptions: readonly Exception[];
  readonly baseline: Baseline;
  /** A path as reports show it, without a secret in one of its names: so it stands in the baseline. */
  readonly shownPath: (path: string) => string;
  /** The baseline's path, for messages. */
  readonly baselineFile: string;
  /** Unix milliseconds, read once a run. */
  readonly nowMs: number;
  /** Whether marks in the content count; never in logs, stdin and redact. */
  readonly honourMarks: boolean;
  /** `v1:` or `v1-KKKK:`, as this run's fingerprints begin. */
  readonly fingerprintKey: string;
  /** Whether the run read everything an entry could name: only then is an entry without a match worth a word. */
  readonly wholeTree: boolean;
  /** Ids and packs of all rules there are, used in this run or not. */
  readonly ruleNames: () => ReadonlySet<string>;
}

/** A match at a path, as far as silencing asks. */
export interface SuppressionSubject extends ExceptionSubject {
  /** The mark that covers it: its reason, perhaps empty; null: none. */
  readonly allowedBy: string | null;
}

/** Remembers which entries were used. */
export class Suppressor {
  readonly #options: SuppressorOptions;
  readonly #exceptions: readonly { readonly of: Exception; readonly covers: (s: ExceptionSubject) => boolean }[];
  readonly #byPlace = new Map<string, BaselineEntry[]>();
  readonly #used = new Set<Exception | BaselineEntry>();

  constructor(options: SuppressorOptions) {
    this.#options = options;
    this.#exceptions = options.exceptions
      .filter((exception) => !hasEnded(exception, options.nowMs))
      .map((exception) => ({ of: exception, covers: compileException(exception) }));
    for (const entry of options.baseline) {
      const key = placeKey(entry.rule, entry.path);
      const entries = this.#byPlace.get(key);
      if (entries === undefined) this.#byPlace.set(key, [entry]);
      else entries.push(entry);
    }
  }

  /** What silences the match, or null. Every exception and entry that covers it counts as used. */
  check(subject: SuppressionSubject): Suppression | null {
    const marked = this.#options.honourMarks ? subject.allowedBy : null;
    const exceptions = this.#exceptions.filter((exception) => exception.covers(subject)).map(({ of }) => of);
    const entries = this.#entriesFor(subject);
    for (const used of [...exceptions, ...entries]) this.#used.add(used);
    if (marked !== null) return { kind: 'inline', reason: marked };
    if (exceptions[0] !== undefined) return { kind: 'exception', reason: exceptions[0].reason };
    if (entries[0] !== undefined) return { kind: 'baseline', reason: entries[0].reason };
    return null;
  }

  #entriesFor(subject: SuppressionSubject): BaselineEntry[] {
    if (this.#byPlace.size === 0) return [];
    const path = subject.path === null ? null : this.#options.shownPath(subject.path);
    const entries = this.#byPlace.get(placeKey(subject.ruleId, path)) ?? [];
    return entries.filter((entry) => covers(entry, { ...subject, path }));
  }

  /** Baseline entries that matched nothing so far and could have. */
  unusedEntries(): readonly BaselineEntry[] {
    return this.#options.baseline.filter((entry) => !this.#used.has(entry) && this.#sameKey(entry));
  }

  /** What the receipt should say once everything was checked, one sentence each. */
  notes(): readonly string[] {
    const { exceptions, baseline, baselineFile, nowMs, wholeTree } = this.#options;
    const notes: string[] = [];
    for (const exception of exceptions) {
      if (hasEnded(exception, nowMs)) {
        notes.push(`${exception.where}: this exception ended on ${exception.until ?? ''} and no longer holds`);
      } else if (wholeTree && !this.#used.has(exception)) {
        notes.push(`${exception.where}: ${this.#whyUnused(exception)}`);
      }
    }
    const foreign = baseline.filter((entry) => !this.#sameKey(entry)).length;
    if (foreign > 0) {
      notes.push(
        `${baselineFile}: ${foreign} of its entries ${foreign === 1 ? 'was' : 'were'} made with another fingerprint key and ${foreign === 1 ? 'matches' : 'match'} nothing`,
      );
    }
    if (wholeTree) notes.push(...this.#unusedNote(baselineFile));
    return notes;
  }

  #whyUnused({ rule, path }: Exception): string {
    const names = rule === null ? null : this.#options.ruleNames();
    if (rule === null || names === null || names.has(rule))
      return `this exception matched nothing; remove it if it is no longer needed${atTheTop(path)}`;
    return `no rule has the id ${JSON.stringify(rule.slice(0, 60))}${didYouMean(rule, names)}, so this exception covers nothing`;
  }

  /** One sentence however many they are: what only history holds is accepted there, and matches nothing here each time. */
  #unusedNote(file: string): string[] {
    const unused = this.unusedEntries();
    const [first] = unused;
    if (first === undefined) return [];
    const named = `${shortFingerprint(first.fingerprint)} (${first.rule} in ${first.path ?? 'no file'})`;
    const what = unused.length === 1 ? `the entry ${named}` : `${unused.length} entries, ${named} the first,`;
    return [`${file}: ${what} matched nothing here; tightlip baseline prune drops what history does not hold either`];
  }

  #sameKey(entry: BaselineEntry): boolean {
    return fingerprintKey(entry.fingerprint) === this.#options.fingerprintKey;
  }
}

/** A name alone is that of a file or folder at the top; with `--exclude` it is one at any depth. */
function atTheTop(path: string | null): string {
  return path === null || /[/\\]/.test(path) ? '' : ` (its path begins at the top; **/${path} is in any folder)`;
}

function placeKey(rule: string, path: string | null): string {
  return JSON.stringify([rule, path === null ? null : comparedPath(path)]);
}

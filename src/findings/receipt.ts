/** The receipt while a run goes on, and what it means for the exit code. */
import type { Skip } from '../sources/source.ts';
import type { Receipt, ScanReport } from './finding.ts';
import { compareText } from './order.ts';

/** What the end of a run adds to the receipt. */
export type ReceiptEnd = Pick<Receipt, 'suppressed' | 'belowMinTier'>;

/** What a run has read and passed over so far. */
export type ReceiptSoFar = Pick<Receipt, 'itemsRead' | 'bytesRead' | 'commits' | 'also' | 'skips' | 'notes'>;

/** Gathers what a run read and passed over, in whatever order its threads tell it. */
export class ReceiptBuilder {
  readonly #asked: string;
  readonly #unit: string;
  #itemsRead = 0;
  #bytesRead = 0;
  #commits: number | null = null;
  readonly #also = new Map<string, number>();
  readonly #skips: Skip[] = [];
  readonly #notes = new Set<string>();
  #stopped = false;

  /**
   * @param asked - What was asked, in words: "staged files", "range main..HEAD", "history of .".
   * @param unit - What one item is called, in the plural: "files", "staged files", "blobs", "logs".
   */
  constructor(asked: string, unit: string) {
    this.#asked = asked;
    this.#unit = unit;
  }

  /** Counts items that were read whole, and their bytes. */
  read(items: number, bytes: number): void {
    this.#itemsRead += items;
    this.#bytesRead += bytes;
  }

  /** As `read`, of what is not the run's unit: "messages", "tags", "refs". */
  readAlso(unit: string, items: number, bytes: number): void {
    this.#also.set(unit, (this.#also.get(unit) ?? 0) + items);
    this.#bytesRead += bytes;
  }

  /** Counts commits; a source that never calls it has none. */
  commits(count: number): void {
    this.#commits = (this.#commits ?? 0) + count;
  }

  /** Something asked for was passed over. */
  skip(skip: Skip): void {
    this.#skips.push(skip);
  }

  /** The user stopped the run: whatever else was read, it is not complete. */
  stop(): void {
    this.#stopped = true;
    this.skip({ path: '', kind: 'failure', reason: 'stopped before everything was read' });
  }

  /** Something that the reader should know; told once however often it is said. */
  note(text: string): void {
    this.#notes.add(text);
  }

  /** What was told so far, for a later run that reads the same. */
  soFar(): ReceiptSoFar {
    const { itemsRead, bytesRead, commits, also, skips, notes } = this.build({ suppressed: NOTHING, belowMinTier: 0 });
    return { itemsRead, bytesRead, commits, also, skips, notes };
  }

  /** Takes what an earlier run told. */
  takeAll({ itemsRead, bytesRead, commits, also, skips, notes }: ReceiptSoFar): void {
    this.read(itemsRead, bytesRead);
    if (commits !== null) this.commits(commits);
    for (const { unit, items } of also) this.readAlso(unit, items, 0);
    for (const skip of skips) this.skip(skip);
    for (const note of notes) this.note(note);
  }

  /** The finished receipt; equal whatever the order of the calls before. */
  build(end: ReceiptEnd): Receipt {
    const skips = this.#skips.toSorted(
      (a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind) || compareText(a.reason, b.reason),
    );
    return {
      asked: this.#asked,
      unit: this.#unit,
      itemsRead: this.#itemsRead,
      bytesRead: this.#bytesRead,
      commits: this.#commits,
      also: [...this.#also].map(([unit, items]) => ({ unit, items })).toSorted((a, b) => compareText(a.unit, b.unit)),
      skips,
      notes: [...this.#notes].toSorted(compareText),
      suppressed: end.suppressed,
      belowMinTier: end.belowMinTier,
      complete: skips.every((skip) => skip.kind !== 'failure'),
      stopped: this.#stopped,
    };
  }
}

const NOTHING: Receipt['suppressed'] = { inline: 0, exception: 0, baseline: 0 };

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A size for people, in steps of 1000: `0 B`, `812 B`, `1.2 KB`, `12 KB`, `3.4 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 and more would be printed as 1000 of the smaller unit.
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value));
  return `${digits} ${BYTE_UNITS[unit] as string}`;
}

/** What the run's result means to the caller: 1 findings, 3 not everything was read, 0 clean. */
export function exitCodeOf(report: Pick<ScanReport, 'findings' | 'receipt'>): 0 | 1 | 3 {
  if (report.findings.length > 0) return 1;
  return report.receipt.complete ? 0 : 3;
}

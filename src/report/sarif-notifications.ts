/** What a run passed over or could not read, as SARIF notifications. */
import { escapeText } from '../findings/escape.ts';
import type { Receipt, ScanReport } from '../findings/finding.ts';
import type { Level } from './levels.ts';
import { messageText } from './sarif-text.ts';
import { artifactLocation } from './uri.ts';
import { formatCount, receiptClauses, sentence, skipReasons } from './words.ts';

/** Things passed over that are listed one by one; the rest is counted by reason. */
const MOST_LISTED = 1000;

/** SARIF `notification`. */
export interface Notification {
  readonly descriptor: { readonly id: string };
  readonly level: Level;
  readonly message: { readonly text: string };
  readonly locations?: readonly object[];
}

const DESCRIPTORS = {
  limit: 'A limit of GitHub or of this format left something out.',
  'not-read': 'Something that was asked for could not be read.',
  skipped: 'Something was passed over by a limit, an exclusion or its kind.',
  note: 'Something that the reader should know.',
  receipt: 'What was read, skipped and suppressed.',
} as const;

/** Every `descriptor.id` below, described. */
export const notificationDescriptors: readonly object[] = Object.entries(DESCRIPTORS).map(([id, text]) => ({
  id,
  shortDescription: { text },
  fullDescription: { text },
  help: { text },
}));

function notify(id: keyof typeof DESCRIPTORS, level: Level, text: string, path?: string): Notification {
  const locations =
    path === undefined || path === ''
      ? {}
      : { locations: [{ physicalLocation: { artifactLocation: artifactLocation(path) } }] };
  return { descriptor: { id }, level, message: { text: messageText(text) }, ...locations };
}

function ofSkip(skip: Receipt['skips'][number]): Notification {
  const isFailure = skip.kind === 'failure';
  const text = sentence(`${isFailure ? 'Not read' : 'Skipped'}: ${skip.reason}`);
  return notify(isFailure ? 'not-read' : 'skipped', isFailure ? 'error' : 'note', text, skip.path);
}

/** Failures first, then skips, notes and the receipt. */
export function notifications(report: ScanReport, minTier: string): Notification[] {
  const { receipt } = report;
  const list: Notification[] = [];
  for (const kind of ['failure', 'skip'] as const) {
    const skips = receipt.skips.filter((skip) => skip.kind === kind);
    list.push(...skips.slice(0, MOST_LISTED).map(ofSkip));
    if (skips.length > MOST_LISTED) {
      const reasons = skipReasons(receipt, kind);
      const text = `Only the first ${formatCount(MOST_LISTED)} of ${formatCount(skips.length)} are listed: ${reasons.join(', ')}`;
      list.push(notify('limit', 'warning', sentence(text)));
    }
  }
  list.push(...receipt.notes.map((text) => notify('note', 'note', sentence(escapeText(text)))));
  list.push(notify('receipt', 'note', sentence(receiptClauses(report, minTier, null).join('; '))));
  return list;
}

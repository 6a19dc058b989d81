/** A size limit as people write it. */

const UNITS = [
  ['GiB', 2 ** 30],
  ['GB', 1e9],
  ['MiB', 2 ** 20],
  ['MB', 1e6],
  ['KiB', 2 ** 10],
  ['KB', 1e3],
] as const;

/** A size limit as people wrote it: 5 MB, 512 KiB. */
export function formatLimit(bytes: number): string {
  const unit = UNITS.find(([, size]) => bytes % size === 0);
  return unit === undefined ? `${bytes} byte${bytes === 1 ? '' : 's'}` : `${bytes / unit[1]} ${unit[0]}`;
}

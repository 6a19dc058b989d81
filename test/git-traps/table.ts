/** All git traps, in the order of the table. */
import { CONTENT_TRAPS } from './content-traps.ts';
import { MERGE_TRAPS } from './merge-traps.ts';
import { REF_TRAPS } from './ref-traps.ts';
import { SETTINGS_TRAPS } from './settings-traps.ts';
import { STORAGE_TRAPS } from './storage-traps.ts';
import { TEXT_TRAPS } from './text-traps.ts';
import type { Trap } from './trap.ts';

export const TRAPS: readonly Trap[] = [
  ...MERGE_TRAPS,
  ...SETTINGS_TRAPS,
  ...CONTENT_TRAPS,
  ...TEXT_TRAPS,
  ...REF_TRAPS,
  ...STORAGE_TRAPS,
];

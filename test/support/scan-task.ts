/** What scanning threads are given, with the shipped rules, for tests of them. */
import { shippedRules } from '../../src/rules/shipped.ts';
import type { ScanTask } from '../../src/scan/context.ts';

export const scanTask: ScanTask = {
  rules: shippedRules,
  runKey: new Uint8Array(32).fill(7),
  fingerprintKey: null,
  showSecrets: false,
  costs: null,
  source: { workingDirectory: '.', maxFileSizeBytes: null, exclude: [] },
};

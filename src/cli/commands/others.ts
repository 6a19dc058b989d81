/** The commands that people run now and then: one bundle. */
export { runBaseline } from './baseline.ts';
export { runCompletion } from './completion.ts';
export { runRules } from './rules.ts';

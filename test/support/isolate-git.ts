/** What every file of tests with real repositories begins with. */
import { afterAll, beforeAll } from 'vitest';
import { TEST_GIT_ENVIRONMENT, removeTempDirectories } from './temp-repo.ts';

/** Runs the file's tests free of the machine's git settings, and removes the directories that they made. */
export function isolateGit(): void {
  beforeAll(() => {
    Object.assign(process.env, TEST_GIT_ENVIRONMENT);
  });
  afterAll(removeTempDirectories);
}

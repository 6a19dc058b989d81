/** Which variables of an environment tie git to a repository. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { LOCAL_VARIABLES, mayTie } from '../../src/git/environment.ts';

it('takes no variable for a free one that git says is bound to a repository', () => {
  const told = execFileSync('git', ['rev-parse', '--local-env-vars'], { encoding: 'utf8' }).split('\n').filter(Boolean);
  expect(told.length).toBeGreaterThan(10);
  expect([...told, ...LOCAL_VARIABLES].filter((name) => !mayTie(name))).toEqual([]);
  // Of a git to come.
  expect(mayTie('GIT_SOMETHING_NEW')).toBe(true);
});

it('knows the variables that every terminal has', () => {
  const free = ['GIT_ASKPASS', 'GIT_EDITOR', 'GIT_SSH_COMMAND', 'GIT_SSL_CAINFO', 'GIT_AUTHOR_NAME', 'PATH'];
  expect(free.filter(mayTie)).toEqual([]);
});

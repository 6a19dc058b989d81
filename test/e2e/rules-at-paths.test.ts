/** Rules that count at some paths alone hide nothing at others: what they would explain better there is told by the next best rule. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../src/rules/generators/random.ts';
import { makeToken } from '../../src/rules/generators/tokens.ts';
import { makeSecret, runCli } from '../support/run-cli.ts';
import { TempRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

const token = (seed: string): string => makeToken('github', createRandom(seed));
/** Reads like the users of a server. */
const users = (seed: string): string => `ann: ${token(`${seed}-ann`)},admin\nbob: ${token(`${seed}-bob`)}, user, ops\n`;

let repo: TempRepo;
beforeAll(() => {
  repo = new TempRepo(makeTempDirectory());
  repo.git('init', '-q', '-b', 'main');
  repo.commit({ 'README.md': 'A bot.\n' }, 'first');
  const passwords = `ann: ${makeSecret('ann')},admin\nbob: ${makeSecret('bob')}, user, ops\n`;
  repo.write({ 'ci/tokens.txt': users('a'), 'etc/users.properties': passwords });
  repo.git('add', '-A');
});
afterAll(removeTempDirectories);

async function told(...args: string[]): Promise<string[]> {
  const { stdout } = await runCli([...args, '--format', 'jsonl', '--quiet'], { cwd: repo.directory });
  const places = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { path: string; startLine: number; rule: string });
  return places.map(({ path, startLine, rule }) => `${path}:${startLine} ${rule}`).toSorted();
}

const EXPECTED = [
  'ci/tokens.txt:1 github-personal-token',
  'ci/tokens.txt:2 github-personal-token',
  'etc/users.properties:1 credential-file-realm',
  'etc/users.properties:2 credential-file-realm',
];

test('of the shipped rules, whatever is scanned', async () => {
  expect(await told('files')).toEqual(EXPECTED);
  expect(await told('staged')).toEqual(EXPECTED);
  repo.git('commit', '-qm', 'tokens');
  expect(await told('range', 'HEAD~1..HEAD')).toEqual(EXPECTED);
  for (const engine of ['packs', 'plain']) expect(await told('history', '--engine', engine)).toEqual(EXPECTED);
  repo.git('gc', '-q');
  expect(await told('history', '--cache')).toEqual(EXPECTED);
  expect(await told('history', '--cache')).toEqual(EXPECTED);
});

test.each([
  ['paths = ["*.never"]', 'github-personal-token'],
  ['paths = ["ci/*.txt"]', 'acme-token'],
  ['max-tier = "review"', 'github-personal-token'],
])('of a project: %s', async (line, rule) => {
  const acme = `[[rules]]\nid = "acme-token"\nname = "Acme token"\ndescription = "A token."\nseverity = "high"\nclass = "prefix"\nkeywords = ["ghp_"]\npattern = '(?<secret>ghp_[A-Za-z0-9]{36})'\n${line}\n`;
  repo.write({ 'acme.toml': acme });
  expect(await told('files', 'ci', '--config', 'acme.toml')).toEqual([
    `ci/tokens.txt:1 ${rule}`,
    `ci/tokens.txt:2 ${rule}`,
  ]);
});

test('of a project, for a form that a shipped rule proves by a checksum, tells what fails it', async () => {
  const acme = `[[rules]]\nid = "zz-token"\nname = "Token of our forge"\ndescription = "A token."\nseverity = "high"\nclass = "prefix"\nkeywords = ["ghp_"]\npattern = '(?<secret>ghp_[A-Za-z0-9]{36})'\n`;
  repo.write({ 'acme.toml': acme, 'forge.txt': `it is ghp_${makeSecret('forge').slice(0, 36)}\n` });
  expect(await told('files', 'forge.txt', '--config', 'acme.toml')).toEqual(['forge.txt:1 zz-token']);
});

/** A report takes the place of a new file or of an earlier report, and of nothing that somebody would miss. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli, secretLine } from '../support/run-cli.ts';
import { makeRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

afterAll(removeTempDirectories);

/** A folder with `src/app.txt`, `src/link.txt` that leads to it, `other.txt` and `.app.toml`. */
function makeFolder(): string {
  const folder = makeTempDirectory();
  mkdirSync(path.join(folder, 'src'));
  writeFileSync(path.join(folder, 'src/app.txt'), 'mine\n');
  symlinkSync('app.txt', path.join(folder, 'src/link.txt'));
  writeFileSync(path.join(folder, 'other.txt'), 'mine\n');
  return folder;
}

describe('a file that is to be scanned', () => {
  test.each([
    ['files src/app.txt --report json=src/app.txt'],
    ['files src/app.txt --report json=./src/../src/app.txt'],
    ['files src --report text=src/app.txt'],
    ['files --report sarif=other.txt'],
    ['files src/*.txt --report jsonl=src/app.txt'],
    ['files src/app.txt --report json=src/link.txt'],
    ['files src/link.txt --report json=src/app.txt'],
    ['logs src/app.txt --report github=src/app.txt'],
    ['logs other.txt src --report json=new.json --report github=src/app.txt'],
  ])('is not replaced by the report: %s', async (line) => {
    const folder = makeFolder();
    const { code, stdout, stderr } = await runCli(line.split(' '), { cwd: folder });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^tightlip: --report: \S+ is among the files to be scanned, which the report would replace: /,
    );
    for (const name of ['src/app.txt', 'other.txt'])
      expect(readFileSync(path.join(folder, name), 'utf8')).toBe('mine\n');
  });

  test('is one beside which a report may lie', async () => {
    const folder = makeFolder();
    for (const words of [
      ['files', 'src', '--report', 'json=src/new.json'],
      ['files', 'src', '--report', 'json=other.txt'],
      ['logs', 'src/app.txt', '--report', 'json=new.json'],
    ])
      expect(await runCli(words, { cwd: folder })).toMatchObject({ code: 0 });
  });
});

describe('in a repository', () => {
  test.each(['staged', 'range HEAD~1..HEAD', 'history', 'logs app.log'])(
    '%s does not put a report in the place of a tracked file, nor of what decides what is told',
    async (command) => {
      const repo = makeRepo();
      repo.commit({ 'd/a.ts': '1', 'app.log': 'x' });
      repo.commit({ b: '1' });
      repo.write({ 'tightlip.toml': 'min-tier = "proven"\n', 'accepted.json': '{"version": 1, "entries": []}\n' });
      const said = async (target: string, ...more: string[]): Promise<string> => {
        const words = [...command.split(' '), '--report', `json=${target}`, ...more];
        const { code, stderr } = await runCli(words, { cwd: repo.directory });
        expect(code).toBe(2);
        return stderr;
      };
      expect(await said('d/a.ts')).toContain('--report: d/a.ts is a file that git tracks');
      expect(await said('tightlip.toml')).toContain('is the configuration');
      expect(await said('accepted.json', '--baseline', 'accepted.json')).toContain('is the baseline');
    },
  );
});

test.each(['text', 'json', 'jsonl', 'sarif', 'github'])(
  'an earlier report is replaced, tracked or not, in any state: %s',
  async (format) => {
    const repo = makeRepo();
    repo.commit({ a: '1' });
    repo.write({ out: '' });
    for (const content of ['nothing', secretLine('found'), 'nothing']) {
      repo.write({ 'a.env': content });
      const { code } = await runCli(['.', '--report', `${format}=out`], { cwd: repo.directory });
      expect(code).toBe(content === 'nothing' ? 0 : 1);
      repo.stage();
    }
  },
);

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configure } from '../../src/config/configure.ts';
import type { Configuration } from '../../src/config/configure.ts';
import type { OptionValues } from '../../src/config/options.ts';

let top: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'tightlip-config-')));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function run(
  flags: OptionValues,
  environment: Record<string, string> = {},
  workingDirectory = top,
): Promise<Configuration> {
  return configure({ flags, environment, workingDirectory, isTerminal: false });
}

describe('precedence', () => {
  test('flags over environment over file over defaults', async () => {
    expect((await run({})).settings.minTier).toBe('likely');
    writeFileSync(path.join(top, 'tightlip.toml'), 'min-tier = "review"\njobs = 1\n');
    expect((await run({})).settings).toMatchObject({ minTier: 'review', jobs: 1 });
    expect((await run({}, { TIGHTLIP_MIN_TIER: 'proven' })).settings).toMatchObject({ minTier: 'proven', jobs: 1 });
    const all = await run({ 'min-tier': 'likely' }, { TIGHTLIP_MIN_TIER: 'proven', TIGHTLIP_JOBS: '3' });
    expect(all.settings).toMatchObject({ minTier: 'likely', jobs: 3 });
  });

  test('exclusions of a flag are added to those of the file', async () => {
    writeFileSync(path.join(top, 'tightlip.toml'), 'exclude = ["a"]\n');
    expect((await run({ exclude: ['b'] })).settings.exclude).toEqual(['a', 'b']);
  });

  test.each(['^vendor/', '.*\\.lock$', '!^a$'])(
    'an exclusion that is a regular expression is refused: %s',
    async (glob) => {
      await expect(run({ exclude: [glob] })).rejects.toMatchObject({
        code: 'config',
        message: expect.stringContaining(glob),
      });
    },
  );

  test('an empty variable is no variable, a wrong one names itself', async () => {
    expect((await run({}, { TIGHTLIP_JOBS: '' })).settings.jobs).toBe(0);
    await expect(run({}, { TIGHTLIP_JOBS: 'x' })).rejects.toMatchObject({
      code: 'usage',
      message: 'TIGHTLIP_JOBS: expected a whole number from 0 to 1024',
    });
  });
});

test.each([
  ['1', true],
  ['0', false],
  ['true', true],
  ['True', true],
  ['FALSE', false],
])('a switch in the environment may be %s', async (word, cache) => {
  expect((await run({}, { TIGHTLIP_CACHE: word })).settings.cache).toBe(cache);
});

describe('a configuration that is there and would hold nowhere', () => {
  test('is refused: one with a dot before its name, unless it is named', async () => {
    writeFileSync(path.join(top, '.tightlip.toml'), 'jobs = 2\n');
    await expect(run({})).rejects.toMatchObject({
      code: 'config',
      message: '.tightlip.toml is not read: call it tightlip.toml, or name it with --config',
    });
    expect((await run({ config: '.tightlip.toml' })).settings.jobs).toBe(2);
    writeFileSync(path.join(top, 'tightlip.toml'), 'jobs = 3\n');
    expect((await run({})).settings.jobs).toBe(3);
  });

  test.skipIf(process.platform === 'win32')('is refused: a link to nothing, or in a circle', async () => {
    symlinkSync('nowhere', path.join(top, 'tightlip.toml'));
    await expect(run({})).rejects.toMatchObject({
      code: 'config',
      message: 'tightlip.toml: is a symbolic link to nothing',
    });
    rmSync(path.join(top, 'tightlip.toml'));
    symlinkSync('tightlip.toml', path.join(top, 'tightlip.toml'));
    await expect(run({})).rejects.toMatchObject({ message: expect.stringContaining('leads in a circle') });
    rmSync(path.join(top, 'tightlip.toml'));
    symlinkSync('nowhere', path.join(top, '.tightlip-baseline.json'));
    expect((await run({})).settings.baselinePath).toBe(path.join(top, '.tightlip-baseline.json'));
  });
});

describe('where files are looked for', () => {
  test('the configuration and the baseline at the top of the work tree hold below it', async () => {
    mkdirSync(path.join(top, '.git'));
    mkdirSync(path.join(top, 'a/b'), { recursive: true });
    writeFileSync(path.join(top, 'tightlip.toml'), 'jobs = 7\n');
    writeFileSync(path.join(top, '.tightlip-baseline.json'), '{}');
    const { settings } = await run({}, {}, path.join(top, 'a/b'));
    expect(settings.jobs).toBe(7);
    expect(settings.configPath).toBe(path.join(top, 'tightlip.toml'));
    expect(settings.baselinePath).toBe(path.join(top, '.tightlip-baseline.json'));
  });

  test('outside a work tree only the working directory counts', async () => {
    mkdirSync(path.join(top, 'a'));
    writeFileSync(path.join(top, 'tightlip.toml'), 'jobs = 7\n');
    const { settings, baselinePath } = await run({}, {}, path.join(top, 'a'));
    expect(settings).toMatchObject({ jobs: 0, configPath: null, baselinePath: null });
    expect(baselinePath).toBe(path.join(top, 'a/.tightlip-baseline.json'));
  });

  test('a baseline is relative to what names it', async () => {
    mkdirSync(path.join(top, 'ci'));
    writeFileSync(path.join(top, 'ci/t.toml'), 'baseline = "b.json"\n');
    expect((await run({ config: 'ci/t.toml' })).settings.baselinePath).toBe(path.join(top, 'ci/b.json'));
    expect((await run({ config: 'ci/t.toml', baseline: 'b.json' })).settings.baselinePath).toBe(
      path.join(top, 'b.json'),
    );
  });

  test.each([
    ['no.toml', 'no.toml: no such file'],
    ['.', '.: is a directory, not a file'],
    ['latin1.toml', 'latin1.toml: not UTF-8 text; save it as UTF-8'],
    ['large.toml', 'large.toml: larger than 1 MiB'],
  ])('--config %s: %s', async (config, message) => {
    writeFileSync(path.join(top, 'latin1.toml'), Buffer.from([0x23, 0xe9]));
    writeFileSync(path.join(top, 'large.toml'), '#'.repeat((1 << 20) + 1));
    await expect(run({ config })).rejects.toMatchObject({ code: 'config', message });
  });
});

describe('secrets', () => {
  test.each(['CI', 'GITHUB_ACTIONS'])('are not shown where %s is set', async (name) => {
    const flags: OptionValues = { 'show-secrets': true, format: 'json' };
    await expect(run(flags, { [name]: 'true' })).rejects.toThrow('--show-secrets is refused in CI');
    const allowed = await run(flags, { [name]: 'true', TIGHTLIP_ALLOW_SECRETS_IN_CI: '1' });
    expect(allowed.settings.showSecrets).toBe(true);
  });
  test('are only shown in json and jsonl', async () => {
    await expect(run({ 'show-secrets': true })).rejects.toThrow('--show-secrets works with --format json or jsonl');
    const { settings } = await run({ 'show-secrets': true, report: ['jsonl=x'] });
    expect(settings.showSecrets).toBe(true);
  });
});

describe('reports', () => {
  test.each([
    ['sarfi=x', '--report: expected FORMAT=PATH with one of text, sarif, json, jsonl, github (did you mean "sarif"?)'],
    ['sarif', '--report: say where to: --report sarif=PATH'],
    ['sarif=', '--report: say where to: --report sarif=PATH'],
  ])('%s is refused', async (report, message) => {
    await expect(run({ report: [report] })).rejects.toMatchObject({ code: 'usage', message });
  });
  test('a path may hold an equals sign', async () => {
    expect((await run({ report: ['json=a=b'] })).settings.reports).toEqual([{ format: 'json', path: 'a=b' }]);
  });
});

describe('colour', () => {
  test.each<[OptionValues, Record<string, string>, boolean, boolean]>([
    [{}, {}, true, true],
    [{}, {}, false, false],
    [{}, { NO_COLOR: '1' }, true, false],
    [{}, { NO_COLOR: '' }, true, true],
    [{}, { FORCE_COLOR: '1' }, false, true],
    [{}, { FORCE_COLOR: '0' }, true, false],
    [{}, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{}, { TERM: 'dumb' }, true, false],
    [{ 'no-color': true }, { FORCE_COLOR: '1' }, true, false],
  ])('flags %j, environment %j, terminal %j: %j', async (flags, environment, isTerminal, color) => {
    const { settings } = await configure({ flags, environment, workingDirectory: top, isTerminal });
    expect(settings.color).toBe(color);
  });
});

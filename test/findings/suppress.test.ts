import { describe, expect, it } from 'vitest';
import type { Exception } from '../../src/config/settings.ts';
import type { BaselineEntry } from '../../src/findings/baseline.ts';
import { checkException } from '../../src/findings/exceptions.ts';
import { type SuppressionSubject, Suppressor, type SuppressorOptions } from '../../src/findings/suppress.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const FINGERPRINT = `v1:${'a1'.repeat(16)}`;

function exception(over: Partial<Exception> = {}): Exception {
  const none = { rule: null, path: null, fingerprint: null, until: null };
  return { ...none, reason: 'a demo', where: 'tightlip.toml:14', ...over };
}

function suppressor(over: Partial<SuppressorOptions> = {}): Suppressor {
  return new Suppressor({
    exceptions: [],
    baseline: [],
    baselineFile: '.tightlip-baseline.json',
    shownPath: (path) => path.replace('SECRET', '[REDACTED:acme-token]'),
    nowMs: NOON,
    honourMarks: true,
    fingerprintKey: 'v1:',
    wholeTree: true,
    ruleNames: () => new Set(['acme-token', 'acme', 'other']),
    ...over,
  });
}

const subject: SuppressionSubject = {
  ruleId: 'acme-token',
  pack: 'acme',
  path: 'src/deep/app.ts',
  fingerprint: FINGERPRINT,
  allowedBy: null,
};

const entry: BaselineEntry = {
  fingerprint: FINGERPRINT,
  rule: 'acme-token',
  path: 'src/deep/app.ts',
  reason: 'known',
  added: '2026-11-01',
};

describe('an exception', () => {
  it.each([
    ['its rule', { rule: 'acme-token' }, true],
    ['its pack', { rule: 'acme' }, true],
    ['another rule', { rule: 'acme-token-old' }, false],
    ['a path', { path: 'src/**' }, true],
    ['a path without a slash is not searched for below', { path: '*.ts' }, false],
    ['a path at any depth', { path: '**/*.ts' }, true],
    ['a folder', { path: 'src/deep' }, true],
    ['a folder with its slash', { path: './src/' }, true],
    ['a path from the top', { path: '/src/deep/app.ts' }, true],
    ['the beginning of a name', { path: 'src/de' }, false],
    ['a fingerprint', { fingerprint: FINGERPRINT }, true],
    ['the beginning of a fingerprint', { fingerprint: 'v1:a1a1a1a1' }, true],
    ['another fingerprint', { fingerprint: 'v1:a1a1a1b1' }, false],
    ['everything it names', { rule: 'acme-token', path: 'src/**', fingerprint: 'v1:a1a1a' }, true],
    ['not all of what it names', { rule: 'acme-token', path: 'docs/**' }, false],
    ['its last day', { rule: 'acme-token', until: '2026-11-24' }, true],
    ['the day after', { rule: 'acme-token', until: '2026-11-23' }, false],
  ])('holds by %s: %j', (_, over, holds) => {
    const found = suppressor({ exceptions: [exception(over)] }).check(subject);
    expect(found).toEqual(holds ? { kind: 'exception', reason: 'a demo' } : null);
  });

  it('takes dot files, and never a finding without a path by its path', () => {
    const one = suppressor({ exceptions: [exception({ path: 'conf/**' })] });
    expect(one.check({ ...subject, path: 'conf/.env' })).not.toBeNull();
    expect(one.check({ ...subject, path: null })).toBeNull();
  });

  it('takes a path as people on Windows write it, and no file whose name holds a backslash for a folder', () => {
    const one = suppressor({ exceptions: [exception({ path: String.raw`conf\sub\*.env` })] });
    const other = suppressor({ exceptions: [exception({ path: String.raw`conf\sub` })] });
    expect(one.check({ ...subject, path: 'conf/sub*.env' })).not.toBeNull();
    expect(other.check({ ...subject, path: 'conf/sub/a.env' })).not.toBeNull();
    expect(other.check({ ...subject, path: String.raw`conf\sub` })).toBeNull();
  });

  it('ends with its last day in UTC, to the millisecond', () => {
    const at = (nowMs: number): unknown =>
      suppressor({ nowMs, exceptions: [exception({ rule: 'acme', until: '2026-11-24' })] }).check(subject);
    expect(at(Date.parse('2026-11-24T23:59:59.999Z'))).not.toBeNull();
    expect(at(Date.parse('2026-11-25T00:00:00.000Z'))).toBeNull();
  });

  it('is told when it has ended, or when it matched nothing in a whole tree', () => {
    const exceptions = [
      exception({ rule: 'acme', until: '2026-11-23' }),
      exception({ rule: 'other', where: 'tightlip.toml:20' }),
      exception({ path: 'src/**', where: 'tightlip.toml:26' }),
      exception({ path: 'app.ts', where: 'tightlip.toml:32' }),
    ];
    const whole = suppressor({ exceptions });
    whole.check(subject);
    expect(whole.notes()).toEqual([
      'tightlip.toml:14: this exception ended on 2026-11-23 and no longer holds',
      'tightlip.toml:20: this exception matched nothing; remove it if it is no longer needed',
      'tightlip.toml:32: this exception matched nothing; remove it if it is no longer needed (its path begins at the top; **/app.ts is in any folder)',
    ]);
    expect(suppressor({ exceptions, wholeTree: false }).notes()).toHaveLength(1);
  });

  it('names a rule that there is not, and the nearest one', () => {
    const exceptions = [exception({ rule: 'acme-tokne' }), exception({ rule: 'unheard-of' })];
    expect(suppressor({ exceptions }).notes()).toEqual([
      'tightlip.toml:14: no rule has the id "acme-tokne" (did you mean "acme-token"?), so this exception covers nothing',
      'tightlip.toml:14: no rule has the id "unheard-of", so this exception covers nothing',
    ]);
  });
});

describe('checkException', () => {
  it.each([
    [{ rule: 'acme-token' }, null],
    [{ path: 'docs/**' }, null],
    [{ path: 'a' }, null],
    [{ path: '*' }, null],
    [{ path: '**', rule: 'acme' }, null],
    [{ path: '**', fingerprint: 'v1:abcde' }, null],
    [{ fingerprint: 'v1-beef:abcde', until: '2026-02-28' }, null],
    [{}, /would cover every finding/],
    [{ path: '**' }, /would cover every finding/],
    [{ path: '**/*' }, /would cover every finding/],
    [{ path: '**/**' }, /would cover every finding/],
    [{ path: '{**,docs}' }, /would cover every finding/],
    [{ path: '' }, /its path is empty/],
    [{ path: './' }, /its path is empty/],
    [{ path: 'a'.repeat(513) }, /longer than 512/],
    [{ path: '*a'.repeat(9) }, /more than 8 wildcards/],
    [{ rule: 'acme', reason: ' ' }, /gives no reason/],
    [{ fingerprint: 'v1:' }, /no valid fingerprint/],
    [{ fingerprint: 'v1:abcd' }, /no valid fingerprint/],
    [{ rule: 'acme', until: '2026-02-30' }, /no valid end/],
    [{ rule: 'acme', until: 'tomorrow' }, /no valid end/],
  ])('%j: %s', (over, problem) => {
    const said = checkException(exception(over));
    if (problem === null) expect(said).toBeNull();
    else expect(said).toMatch(problem);
  });
});

describe('Suppressor', () => {
  it('honours marks unless told not to', () => {
    const marked = { ...subject, allowedBy: 'demo' };
    expect(suppressor().check(marked)).toEqual({ kind: 'inline', reason: 'demo' });
    expect(suppressor().check({ ...subject, allowedBy: '' })).toEqual({ kind: 'inline', reason: '' });
    expect(suppressor({ honourMarks: false }).check(marked)).toBeNull();
  });

  it('names the mark before the exception, and that before the baseline, and counts all as used', () => {
    const all = suppressor({ exceptions: [exception({ rule: 'acme' })], baseline: [entry] });
    expect(all.check({ ...subject, allowedBy: 'demo' })?.kind).toBe('inline');
    expect(all.notes()).toEqual([]);
    expect(all.check(subject)?.kind).toBe('exception');
    expect(suppressor({ baseline: [entry] }).check(subject)).toEqual({ kind: 'baseline', reason: 'known' });
  });

  it('does not let the baseline cover a copy in another file', () => {
    expect(suppressor({ baseline: [entry] }).check({ ...subject, path: 'src/copy.ts' })).toBeNull();
  });

  it('covers a path whose name is shown without a secret', () => {
    const shown = { ...entry, path: 'logs/[REDACTED:acme-token].txt' };
    const inName = { ...subject, path: 'logs/SECRET.txt' };
    expect(suppressor({ baseline: [shown] }).check(inName)).toEqual({ kind: 'baseline', reason: 'known' });
    expect(suppressor({ baseline: [shown] }).check({ ...subject, path: 'logs/other.txt' })).toBeNull();
  });

  it('takes a path beside the working directory at any depth, where it says any depth', () => {
    const beside = { ...subject, path: '../../other/d/app.ts' };
    const covers = (path: string): boolean => suppressor({ exceptions: [exception({ path })] }).check(beside) !== null;
    expect(['**/*.ts', '**/d/**', '**/app.ts', '../../other/**'].map(covers)).toEqual([true, true, true, true]);
    expect(['*.ts', 'other/**', '../other/**', 'd/**'].map(covers)).toEqual([false, false, false, false]);
  });

  it.each([
    ['NFC', 'NFD'],
    ['NFD', 'NFC'],
  ])('covers a path written in %s that is %s on disk, by exception and by baseline', (written, onDisk) => {
    const at = (form: string): string => 'données/clé.ts'.normalize(form);
    const found = { ...subject, path: at(onDisk) };
    for (const path of [at(written), 'données/**'.normalize(written)])
      expect(suppressor({ exceptions: [exception({ path })] }).check(found)).toMatchObject({ kind: 'exception' });
    const baseline = [{ ...entry, path: at(written) }];
    expect(suppressor({ baseline }).check(found)).toMatchObject({ kind: 'baseline' });
  });

  it('tells entries that matched nothing, and those of another key', () => {
    const other = { ...entry, path: 'gone.ts' };
    const foreign = { ...entry, fingerprint: `v1-beef:${'a1'.repeat(16)}` };
    const one = suppressor({ baseline: [entry, other, foreign] });
    one.check(subject);
    expect(one.unusedEntries()).toEqual([other]);
    expect(one.notes()).toEqual([
      '.tightlip-baseline.json: 1 of its entries was made with another fingerprint key and matches nothing',
      `.tightlip-baseline.json: the entry v1:a1a1a1a1 (acme-token in gone.ts) matched nothing here; tightlip baseline prune drops what history does not hold either`,
    ]);
  });
});

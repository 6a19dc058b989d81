import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeData, escapeProperty, github } from '../../src/report/github.ts';
import { scanReport } from './arbitraries.ts';
import { awsFinding, busyReport, finding, logsReport, options, place, report } from './sample.ts';

/** What the runner makes of a line: its command and its parts undone, or null when it only prints it. */
function runnerReads(line: string): { name: string; properties: Record<string, string>; data: string } | null {
  const command = /^\s*::(.*?)::(.*)$/s.exec(line);
  if (command === null) return null;
  const [name = '', ...rest] = (command[1] as string).split(' ');
  const undo = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const pairs = rest
    .join(' ')
    .split(',')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
    .map(([key, value]) => [key, undo(value.replaceAll('%3A', ':').replaceAll('%2C', ',')).replaceAll('%25', '%')]);
  return {
    name,
    properties: Object.fromEntries(pairs) as Record<string, string>,
    data: undo(command[2] as string).replaceAll('%25', '%'),
  };
}

describe('github', () => {
  it('prints the annotations as reviewed', async () => {
    await expect(github(report(), options())).toMatchFileSnapshot('../golden/staged.github.txt');
    await expect(github(busyReport, options())).toMatchFileSnapshot('../golden/files.github.txt');
  });

  it('makes errors of what is proven or likely, and warnings of what is for review', () => {
    const findings = [awsFinding, finding(), finding({ tier: 'review' })];
    const names = github(report({ findings }), options())
      .split('\n')
      .map((line) => runnerReads(line)?.name);
    expect(names.filter((name) => name !== undefined)).toEqual(['error', 'error', 'warning']);
  });

  it('gives columns only on one line', () => {
    const pem = finding({ places: [place({ startLine: 1, endLine: 28 })] });
    expect(runnerReads(github(report({ findings: [pem] }), options()))?.properties).toEqual({
      file: 'src/app.ts',
      line: '1',
      endLine: '28',
      title: 'Acme token',
    });
  });

  it('takes the name of a tag for no file', () => {
    const inTag = finding({ places: [place({ kind: 'tag', path: 'v1', startLine: 6, endLine: 6 })] });
    const read = runnerReads(github(report({ findings: [inTag] }), options()));
    expect(read?.properties).toEqual({ title: 'Acme token' });
    expect(read?.data).toContain('at (message of tag v1):6:');
  });

  it('shows ten of a kind, first places first, and tells of the rest', () => {
    const findings = Array.from({ length: 8 }, (_, i) =>
      finding({
        fingerprint: `v1:${String(i).repeat(32)}`,
        places: [place({ path: `f${i}` }), place({ path: `g${i}` })],
      }),
    );
    const read = github(report({ findings }), options())
      .split('\n')
      .map(runnerReads)
      .filter((line) => line !== null);
    expect(read.map((line) => line.properties['file'])).toEqual(
      [...'01234567'].map((i) => `f${i}`).concat('g0', 'g1', undefined as never),
    );
    expect(read.at(-1)).toMatchObject({ name: 'notice', data: expect.stringContaining('6 more places') });
  });

  it('makes an error of what was not read, within the ten', () => {
    const findings = Array.from({ length: 12 }, (_, i) => finding({ places: [place({ path: `f${i}` })] }));
    const lines = github({ ...logsReport, findings }, options()).split('\n');
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(lines).toContain(
      '::error title=Not everything was read::Not read: /var/log/app/secure.log: cannot be read: permission denied',
    );
  });

  it('finds the file of a hostile path, and no command that was not ours, whatever the report holds', () => {
    fc.assert(
      fc.property(scanReport, (scanned) => {
        const lines = github(scanned, options()).split(/\r\n|[\n\r\u0085\u2028\u2029]/);
        expect(lines.pop()).toBe('');
        const last = lines.pop() as string;
        expect(runnerReads(last)).toBeNull();
        expect(last).not.toContain('##[');
        for (const line of lines) {
          const read = runnerReads(line);
          expect(['error', 'warning', 'notice']).toContain(read?.name);
          const keys = Object.keys(read?.properties ?? {});
          expect(keys.filter((key) => !['file', 'line', 'endLine', 'col', 'endColumn', 'title'].includes(key))).toEqual(
            [],
          );
        }
      }),
    );
  });

  it('names a file with a comma, a colon, a percent sign and a line break', () => {
    const path = 'a,b:c%0A/two\nlines.txt';
    const printed = github(report({ findings: [finding({ places: [place({ path })] })] }), options());
    expect(runnerReads(printed.split('\n')[0] as string)?.properties['file']).toBe(path);
  });

  it('escapes as the runner unescapes', () => {
    expect(escapeData('100% a\r\nb:c,d')).toBe('100%25 a%0D%0Ab:c,d');
    expect(escapeProperty('100% a\r\nb:c,d')).toBe('100%25 a%0D%0Ab%3Ac%2Cd');
  });
});

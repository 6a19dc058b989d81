import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, RawDiffParser, type RawHeader, type RawRecord } from '../../src/git/raw-diff.ts';

const ZERO = '0'.repeat(40);
const oid = fc.stringMatching(/^[1-9a-f][0-9a-f]{39}$/);
const side = fc.oneof(
  fc.record({ mode: fc.constantFrom('100644', '100755', '120000'), oid }),
  fc.constant({ mode: '000000', oid: '' }),
);
/** Names a repository may hold: anything but NUL, colons and line breaks at the front included. */
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0'));
const text = fc.string({ unit: 'binary', maxLength: 12 }).filter((each) => !/[\0\n]/.test(each));

const record = fc
  .record({
    path: name,
    before: fc.array(side, { minLength: 1, maxLength: 4 }),
    after: side,
    status: fc.constantFrom('A', 'M', 'D', 'T'),
  })
  .map(({ path, before, after, status }): RawRecord => ({
    path,
    before,
    ...after,
    status: status.repeat(before.length),
  }));
const commit = fc.record({
  header: fc.record({ commit: oid, parents: fc.array(oid, { maxLength: 3 }), author: text, date: text }),
  records: fc.array(record, { maxLength: 4 }),
});

function printRecord({ path, before, mode, oid: id, status }: RawRecord): string {
  const modes = [...before.map((each) => each.mode), mode];
  const oids = [...before.map((each) => each.oid), id].map((each) => each || ZERO);
  return `${':'.repeat(before.length)}${modes.join(' ')} ${oids.join(' ')} ${status}\0${path}\0`;
}

/** As git writes it: a line break before a plain commit's records, an empty piece before a merge's. */
function printCommit({ header, records }: { header: RawHeader; records: readonly RawRecord[] }): string {
  const head = [header.commit, header.parents.join(' '), header.author, header.date].join('\0');
  if (records.length === 0) return `${head}\0`;
  const combined = (records[0] as RawRecord).before.length > 1;
  return `${head}\0${combined ? '\0' : '\n'}${records.map(printRecord).join('')}`;
}

describe('RawDiffParser', () => {
  it('reads back what git would write, whatever the names and the cuts', () => {
    fc.assert(
      fc.property(fc.array(commit, { maxLength: 4 }), fc.integer({ min: 1, max: 5 }), (commits, step) => {
        const pieces = commits.map(printCommit).join('').split('\0').slice(0, -1);
        const seen: { header: RawHeader; records: RawRecord[] }[] = [];
        const parser = new RawDiffParser(
          (header) => seen.push({ header, records: [] }),
          (each) => seen.at(-1)?.records.push(each),
        );
        for (let at = 0; at < pieces.length; at += step) parser.push(pieces.slice(at, at + step));
        parser.end();
        expect(seen).toEqual(commits);
      }),
    );
  });

  it('does not take a broken end for an end', () => {
    const parser = new RawDiffParser(
      () => {},
      () => {},
    );
    parser.push([`:100644 100644 ${'a'.repeat(40)} ${'b'.repeat(40)} M`]);
    expect(() => parser.end()).toThrow('middle of a record');
  });

  it('refuses what is no record', () => {
    expect(() => parseRecord(':100644 100644 abc M', 'x')).toThrow('unexpected record');
    expect(() => parseRecord('100644', 'x')).toThrow('unexpected record');
  });
});

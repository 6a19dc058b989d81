/** Documents that hold something of each kind, and edits of them as git makes them: for tests that hold a scan by edits equal to one of the whole. */
import * as fc from 'fast-check';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { packNeighbours } from '../../src/rules/neighbour-rows.ts';
import { indexRules, rememberIndex } from '../../src/rules/rule-index.ts';
import { makeRule, makeRuleSet } from './rules.ts';

/** One rule for each way to depend on what stands near. */
const rules = makeRuleSet([
  makeRule({
    id: 'test-id',
    keywords: ['akia'],
    pattern: '(?<![A-Z0-9])(?<secret>AKIA[A-Z0-9]{6})(?![A-Z0-9])',
    before: 2,
    after: 8,
  }),
  makeRule({
    id: 'test-far',
    keywords: ['secret'],
    pattern: 'secret[^z]{0,40}=(?<secret>[a-z0-9]{4,12})z',
    after: 60,
    before: 2,
  }),
  // With gates, which anchors that are not kept depend on.
  makeRule({
    id: 'test-named',
    keywords: ['token'],
    matcher: 'assignment',
    names: ['(^|_)token$', '^token_key$'],
    value: '[a-z0-9]{4,20}',
    before: 64,
    after: 200,
  }),
  makeRule({ id: 'test-url', keywords: ['http://'], matcher: 'connection-url', before: 512, after: 2048 }),
  makeRule({ id: 'test-header', keywords: ['cookie'], matcher: 'auth-header', before: 64, after: 4096 }),
  makeRule({ id: 'test-back', keywords: ['marker'], pattern: '(?<secret>q[a-p]{3,30})marker', after: 2, before: 34 }),
]);
const index = indexRules(rules);
rememberIndex(rules, {
  index,
  ruleAt: (number) => rules.rules[number]!,
  ruleNamed: (id) => rules.rules.find((rule) => rule.id === id),
  readTables: null,
  text: () => JSON.stringify(rules),
  readNeighbours: () => packNeighbours(rules, index),
});
export const ruleSet = compileRuleSet(rules);

const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'AKIAABCDEF ',
      'AKIAABCDEFG ',
      'secret=abcdz',
      'secret long way =abcd12z',
      'qabcdmarker',
      'marker',
      'AKIA',
      'sec',
      'ret=',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'token = abc1234\n',
      'the token ',
      'key: ',
      'token',
      ',x\n',
      'a,',
      '\n',
      '"v4lue5"',
      'http://',
      'ann:s3cr3tpw@host/ ',
      'host/path ',
      'Cookie: ',
      'cookie',
      'session=abcdef0123456789; ',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'abq =AKz\n'.split('')), maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('.'.repeat(70), ' '.repeat(200)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      btoa('one AKIAABCDEF in a run'),
      // What the kernel decodes itself: bytes above ASCII, white space, both alphabets, and a name that is no text.
      Buffer.from('\u00fc\t>?~ AKIAGHIJKL ?>?\n').toString('base64url'),
      Buffer.from('\r\n??>> AKIAABCDEF \u00e9').toString('base64'),
      Buffer.from('\u00fc\u00fc\u00fc AKIAABCDEF is not').toString('base64'),
      'TestLongNamesOfManyWordsStandHere',
      Buffer.from('the AKIAGHIJKL of hex').toString('hex'),
      '\\x41\\x4b\\x49\\x41ABCDEFGHIJ',
      '%41%4b%49%41ABCDEF%20and%20more%20of%20it',
      'QUtJQUFC',
      '=',
      'kind: Secret\n',
      'kind',
      'machine ',
      'insert into t (a',
      ' into t',
      ' (',
      '\n|---|',
      '---|',
      '--- |',
      '+---+',
      'from stdin',
      ',secret_key\n',
    ),
  },
);
/** A document. */
export const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** An edit as git makes them: copies from anywhere in the base (also split, overlapping, out of order) and inserts. */
export const edit = fc.array(
  fc.oneof(
    fc.record({ copy: fc.constant(true), at: fc.nat(), length: fc.nat(400), split: fc.boolean() }),
    fc.record({ copy: fc.constant(false), text }),
  ),
  { maxLength: 8 },
);

export type Edit = ReturnType<typeof edit.generate> extends { value_: infer T } ? T : never;

/** The edited document, and how it derives from its base. */
export function apply(base: string, steps: Edit): { ops: Int32Array; text: string } {
  const ops: number[] = [];
  let out = '';
  const copy = (start: number, end: number): void => {
    if (end <= start) return;
    ops.push(1, start, end - start);
    out += base.slice(start, end);
  };
  for (const step of steps) {
    if ('text' in step) {
      if (step.text.length > 0) ops.push(0, out.length, step.text.length);
      out += step.text;
      continue;
    }
    const start = base.length === 0 ? 0 : step.at % base.length;
    const end = Math.min(base.length, start + step.length);
    const middle = step.split ? (start + end) >> 1 : end;
    copy(start, middle);
    copy(middle, end);
  }
  return { ops: Int32Array.from(ops), text: out };
}

/** What stands under names of secrets in reports, scripts of clouds, lists of packages, scenes and machine code, and is none; and what looks like it and is one. */
import { describe, expect, it } from 'vitest';
import { isDocumented } from '../../../src/engine/filters/documentation.ts';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from '../matchers/told.ts';
import { bare, marksOf, password } from './marks.ts';

const random = createRandom('varied noise');
const VALUE = `q7X${random.text(LETTERS, 21)}`;

const withValues = (text: string): string => text.replaceAll(/\bV\b/g, VALUE);

describe('what a value says itself', () => {
  it.each([
    '1}[s]',
    '1},{',
    '1}],[{"',
    '0}];',
    '65536+',
    '2.0.5=pyhd3eb1b0_0',
    '0.1.4=py311haa95532_0',
    '--request-timeout=3000',
    'Purple1/v4/45/50/9d/45509d39-6a5d-7f55-f919-0fbc7436be61/pr_source.geojson',
  ])('%s has another shape', (value) => {
    expect(marksOf(value, password)).toContain('Shape');
  });
  it.each(['1}kX4[m', '4+kXm9', '2.0.5=kX4mQ9', '--kX4=m!9', 'kX4/mQ9.vLs2!'])('%s may be a password', (value) => {
    expect(marksOf(value, password)).not.toContain('Shape');
  });

  it.each(['%[4]d', '"%[1]s"', '%s!.', '%s,'])('%s is what a format puts in', (value) => {
    expect(marksOf(value, password)).toContain('Reference');
  });
  it.each(['%[4]kX', '%s!kX4m', '4%s'])('%s may be a password', (value) => {
    expect(marksOf(value, password)).not.toContain('Reference');
  });

  it('names and their numbers', () => {
    expect(marksOf('secret-0003')).toContain('Placeholder');
    expect(marksOf('secret-3003')).not.toContain('Placeholder');
    expect(marksOf('error:msg_')).toContain('Words');
    expect(marksOf('error:msg_', password)).not.toContain('Words');
  });

  it('what a script adds at the end', () => {
    expect(marksOf('Xa$$q0rD-$randomSuffix', password)).toContain('Weakened');
    expect(marksOf('Xa$$q0rD-$RESOURCE_GROUP', password)).toContain('Weakened');
    for (const value of ['Xa$$q0rD-$rand4', 'Xa$$q0rD$randomSuffix', '$x-$randomSuffix', 'Xa$$q0rD-$random'])
      expect(marksOf(value, password), value).not.toContain('Weakened');
  });
});

describe('what stands before a value', () => {
  it('what signs the address of a file opens that alone', () => {
    const value = `${random.text(LETTERS, 40)}:${random.text(LETTERS, 27)}=`;
    const before = 'http://cdn.corp.net/5df1f6a6?e=1576142006&token=';
    expect(marksOf(value, { ...bare, before })).toContain('Weakened');
    expect(marksOf(value, { ...bare, before: 'http://cdn.corp.net/?token=' })).not.toContain('Weakened');
  });
  it('names among those of a scene', () => {
    expect(toldAtAll('uniform token info:id = "ND_texcoord_vector2"\n', 'a.usda')).toEqual([]);
    expect(toldByDefault(withValues('access token = "V"\n'))).toEqual([VALUE]);
  });
});

describe('documented values', () => {
  it("of Dynatrace's guide and of RFC 7520", () => {
    const token = [
      'dt0s01',
      'ST2EY72KQINMH574WMNVI7YN',
      'G3DFPBEJYMODIDAEX454M7YWBUVEFOWKPRVMWFASS64NFH52PX6BNDVFFM572RZM',
    ];
    expect(isDocumented(token.join('.'))).toBe(true);
    expect(isDocumented([...token.slice(0, 2), random.text(LETTERS, 64)].join('.'))).toBe(false);
    const rest = Array.from({ length: 4 }, () => random.text(LETTERS, 24)).join('.');
    const encrypted = (kid: string): string =>
      `${Buffer.from(JSON.stringify({ alg: 'RSA-OAEP', kid, enc: 'A256GCM' })).toString('base64url')}.${rest}`;
    expect(isDocumented(encrypted('samwise.gamgee@hobbiton.example'))).toBe(true);
    expect(isDocumented(encrypted('ann.lee@corp.example'))).toBe(false);
  });
});

describe('texts', () => {
  it.each([
    "return {'FAIL': -1, 'SKIP': 0, 'PASS': 1}[s];\n",
    '[[{"fail":1,"label":"Critical","pass":1},{"fail":0,"label":"All","pass":0}],[{"fail":1}]]\n',
    "CQL_CMD='cqlsh host 9042 -u test_user -p test_password --request-timeout=3000'\n",
    'x = "Crc32 pass: %s!." % (a, b)\n',
    'DONT_EXPIRE_PASSWORD           65536+\n',
    'password_wo_version = %[4]d\n',
    '  - conda-token=0.4.0=pyhd3eb1b0_0\n',
  ])('%s hold none', (text) => expect(toldAtAll(text)).toEqual([]));

  it('machine code in base64 holds no token of Square', () => {
    const code = (sign: string): string => `x${sign}EAAA${random.text(LETTERS, 60)}${sign}9`;
    expect(toldAtAll(`data = "${code('+')}"\n`)).toEqual([]);
    expect(toldAtAll(`data = "${code('/')}"\n`)).toEqual([]);
    expect(toldByDefault(`data = "EAAA${random.text(LETTERS, 60)}"\n`)).toHaveLength(1);
  });
});

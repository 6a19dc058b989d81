import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Evidence, Mark, NO_EVIDENCE } from '../../src/engine/match.ts';
import { judge, mayBeFinding } from '../../src/findings/judge.ts';
import { pathKind } from '../../src/findings/path-kind.ts';
import { makeRule } from '../support/rules.ts';

const NOW = Date.UTC(2026, 0, 1);
const prefix = makeRule({ id: 'acme-token' });
const named = makeRule({ id: 'acme-secret', class: 'named' });
const generic = makeRule({ id: 'generic-token', class: 'generic' });
const password = makeRule({ id: 'generic-password', class: 'generic', guessable: true });

const evidence = (part: Partial<Evidence>): Evidence => ({ ...NO_EVIDENCE, rarity: 1, nameStrength: 1, ...part });

describe('rules that name their provider', () => {
  it.each([
    ['nothing against it', {}, 'likely'],
    ['checksum holds', { checksum: 1 }, 'proven'],
    ['checksum fails', { checksum: -1 }, 'review'],
    ['structure holds', { structure: 1 }, 'proven'],
    ['structure fails', { structure: -1 }, 'likely'],
    ['placeholder', { marks: Mark.Placeholder }, null],
    ['placeholder with a checksum that holds', { checksum: 1, marks: Mark.Placeholder }, 'proven'],
    ['documentation', { marks: Mark.Documentation }, null],
    ['reference', { marks: Mark.Reference }, null],
    ['masked', { marks: Mark.Masked }, null],
    ['public', { marks: Mark.Public }, null],
    ['protected', { marks: Mark.Protected }, null],
    ['low entropy', { marks: Mark.LowEntropy }, 'review'],
    ['expired', { structure: 1, expiresAtSeconds: NOW / 1000 - 1 }, 'review'],
    ['not yet expired', { structure: 1, expiresAtSeconds: NOW / 1000 + 1 }, 'proven'],
    ['local default', { structure: 1, marks: Mark.LocalDefault }, 'review'],
  ] as const)('%s', (_, part, tier) => expect(judge(prefix, evidence(part), null, NOW)).toBe(tier));

  it('takes a digest as the value a named rule asks for', () => {
    expect(judge(named, evidence({ marks: Mark.Digest }), null, NOW)).toBe('likely');
    expect(judge(prefix, evidence({ marks: Mark.Digest }), null, NOW)).toBe('review');
  });
  it('takes a UUID where a document of a known kind has its token, but not in a Secret of Kubernetes', () => {
    const digest = evidence({ marks: Mark.Digest });
    const login = makeRule({ id: 'docker-config-auth', class: 'document', matcher: 'docker-auth' });
    const secret = makeRule({ id: 'kubernetes-secret-value', class: 'document', matcher: 'kubernetes-secret' });
    expect(judge(login, digest, null, NOW)).toBe('likely');
    expect(judge(secret, digest, null, NOW)).toBe('review');
  });
  it('doubts a digest under a name that does not call it a key', () => {
    const named = makeRule({ id: 'acme-key', class: 'named' });
    const digest = { marks: Mark.Digest };
    expect(judge(named, evidence({ ...digest, nameStrength: 0.4 }), null, NOW)).toBe('likely');
    expect(judge(named, evidence({ ...digest, nameStrength: 0 }), null, NOW)).toBe('review');
    expect(judge(named, evidence({ nameStrength: 0 }), null, NOW)).toBe('likely');
    expect(judge(named, evidence({ marks: Mark.Words, nameStrength: 0 }), null, NOW)).toBe(null);
    expect(judge(named, evidence({ marks: Mark.Words, nameStrength: 0.4 }), null, NOW)).toBe('review');
  });
  it('is capped by the rule', () => {
    const capped = makeRule({ id: 'acme-id', maxTier: 'review' });
    expect(judge(capped, evidence({ checksum: 1 }), null, NOW)).toBe('review');
  });
  it('proves a distinctive format', () => {
    expect(judge(makeRule({ id: 'acme-x', distinctive: true }), evidence({}), null, NOW)).toBe('proven');
  });
});

describe('generic rules', () => {
  it.each([
    ['rare', {}, 'a.env', 'likely', 'likely'],
    ['a person made it', { rarity: 0.1 }, 'a.env', 'review', 'likely'],
    ['words', { rarity: 0.1, marks: Mark.Words }, 'a.env', null, 'review'],
    ['words in a program without quotes', { marks: Mark.Words | Mark.Bare }, 'a.py', null, null],
    ['rare in a program without quotes', { marks: Mark.Bare, entropyBitsPerByte: 4 }, 'a.py', 'review', 'review'],
    ['a short name in a program', { marks: Mark.Bare, entropyBitsPerByte: 2.3 }, 'a.py', null, null],
    ['rare without quotes elsewhere', { marks: Mark.Bare }, 'a.yml', 'likely', 'likely'],
    ['without quotes, no path', { marks: Mark.Bare }, null, 'likely', 'likely'],
    ['a word of a sentence', { rarity: 0.1, marks: Mark.Trailing }, 'a.md', null, null],
    ['another shape', { marks: Mark.Shape }, 'a.env', null, null],
    ['a UUID under a plain name', { marks: Mark.Digest }, 'a.env', 'likely', 'likely'],
    ['a UUID under a name of one word', { marks: Mark.Digest, nameStrength: 0.7 }, 'a.env', 'likely', 'likely'],
    ['a UUID under a name that hints', { marks: Mark.Digest, nameStrength: 0.4 }, 'a.env', null, null],
    ['one character', { marks: Mark.Repetitive }, 'a.env', null, 'review'],
    ['a sequence', { marks: Mark.Repetitive, entropyBitsPerByte: 4 }, 'a.env', 'review', 'review'],
    [
      'a sequence in a program without quotes',
      { marks: Mark.Repetitive | Mark.Bare, entropyBitsPerByte: 4 },
      'a.py',
      null,
      null,
    ],
    ['a default', { marks: Mark.LocalDefault }, 'a.env', 'review', 'review'],
    ['a lock file', {}, 'package-lock.json', 'review', 'review'],
    ['a dependency', { rarity: 0.2 }, 'node_modules/a/b.js', null, null],
    ['rare in a test', {}, 'test/a.js', 'likely', 'likely'],
    ['rather rare in a test', { rarity: 0.75 }, 'test/a.js', 'likely', 'review'],
    ['words with digits in a test', { rarity: 0.3 }, 'src/a.test.ts', 'review', 'review'],
    ['a test by its name, too', { marks: Mark.TestName }, 'tests/a.py', 'review', 'review'],
  ] as const)('%s', (_, part, path, tier, passwordTier) => {
    expect(judge(generic, evidence(part), path, NOW)).toBe(tier);
    expect(judge(password, evidence(part), path, NOW)).toBe(passwordTier);
  });

  it('never proves, and never rates a marked value higher than the same one unmarked', () => {
    const order = ['proven', 'likely', 'review', null];
    fc.assert(
      fc.property(
        fc.nat((1 << 16) - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (marks, rarity, isPassword) => {
          const rule = isPassword ? password : generic;
          const tier = judge(rule, evidence({ marks, rarity }), 'a/b.conf', NOW);
          const clean = judge(rule, evidence({ rarity }), 'a/b.conf', NOW);
          expect(tier).not.toBe('proven');
          expect(order.indexOf(tier)).toBeGreaterThanOrEqual(order.indexOf(clean));
        },
      ),
    );
  });
});

describe('paths', () => {
  it.each([
    ['src/a.ts', 'code'],
    ['src/a.test.ts', 'test'],
    ['src/test/java/OrderTest.java', 'test'],
    ['yarn.lock', 'generated'],
    ['.pnp.cjs', 'generated'],
    ['.yarn/releases/yarn-4.12.0.cjs', 'generated'],
    ['src/yarn/releases.ts', 'code'],
    ['dist/a.min.js', 'generated'],
    ['locales/de.json', 'generated'],
    ['ext/_locales/de/messages.json', 'generated'],
    ['app/src/main/res/values-de/strings.xml', 'generated'],
    ['app/src/main/res/values-pt-rBR/strings.xml', 'generated'],
    ['app/src/main/res/values-b+sr+Latn/strings.xml', 'generated'],
    ['app/src/main/res/values/strings.xml', 'other'],
    ['app/src/main/res/values-land/config.xml', 'other'],
    ['ios/App/de.lproj/Info.plist', 'generated'],
    ['ios/App/Localizable.xcstrings', 'generated'],
    ['theme/login/messages/messages_pt_BR.properties', 'generated'],
    ['res/Messages_fil_PH.properties', 'generated'],
    ['res/messages_prod.properties', 'other'],
    ['conf/messages.properties', 'other'],
    ['web/text/zh-CN.js', 'generated'],
    ['src/to_do.js', 'code'],
    ['README.md', 'prose'],
    ['.env', 'other'],
    [null, 'other'],
    ['src/contest.ts', 'code'],
    ['src/login.abap', 'code'],
    ['forms/login.dfm', 'code'],
    ['Acme.Api.Tests/Login.cs', 'test'],
    ['force-app/classes/Login_TEST.cls', 'test'],
    ['Login.Tests.ps1', 'test'],
    ['apps/acme/test_apps/main.c', 'test'],
    ['apps/acme_login_SUITE.erl', 'test'],
    ['apps/acme_login_SUITE_data/a.conf', 'test'],
    ['t/login.t', 'test'],
    ['latest/login.yml', 'other'],
  ] as const)('%s is %s', (path, kind) => expect(pathKind(path)).toBe(kind));
});

describe('what may be a finding at all', () => {
  const paths = [null, 'a.env', 'a.go', 'a.log', 'a.md', 'test/a.env', 'test/a.go', 'locales/a.env', 'locales/a.go'];
  const marks = Object.values(Mark);
  const rules = [prefix, named, generic, password];

  it('is what some path gives a tier', () => {
    const some = fc.record({
      marks: fc.subarray(marks, { maxLength: 4 }).map((bits) => bits.reduce((all, bit) => all | bit, 0)),
      rarity: fc.constantFrom(0, 0.5, 0.6, 0.75, 1),
      nameStrength: fc.constantFrom(0, 0.5, 1),
      checksum: fc.constantFrom<-1 | 0 | 1>(-1, 0, 1),
      entropyBitsPerByte: fc.constantFrom(0, 2, 3, 5),
    });
    let told = 0;
    const check = (part: Partial<Evidence>, rule: (typeof rules)[number]): void => {
      const isTold = paths.some((path) => judge(rule, evidence(part), path, NOW) !== null);
      if (isTold) told++;
      expect(mayBeFinding(rule, evidence(part))).toBe(isTold);
    };
    fc.assert(fc.property(some, fc.constantFrom(...rules), check), { numRuns: 20_000, seed: 7 });
    expect(told).toBeGreaterThan(2000);
  });
});

describe('a rule with paths', () => {
  const rule = makeRule({ id: 'acme-key-line', class: 'document', paths: ['config/master.key', 'keys/*.key'] });
  it.each([
    ['config/master.key', 'likely'],
    ['app/config/master.key', 'likely'],
    ['keys/live.key', 'likely'],
    [null, 'likely'],
    ['xconfig/master.key', null],
    ['master.key', null],
    ['keys/a/live.key', null],
    ['keys/live.key.md5', null],
    ['keys/key', null],
  ])('%s: %s', (path, tier) => {
    expect(judge(rule, evidence({}), path, NOW)).toBe(tier);
  });
});

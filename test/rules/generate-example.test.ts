import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECKSUMS } from '../../src/rules/checksums/index.ts';
import { ExampleError, generateExample } from '../../src/rules/generate-example.ts';
import { makeToken, TOKEN_SCHEMES } from '../../src/rules/generators/tokens.ts';
import { createRandom } from '../../src/rules/generators/random.ts';

describe('an example', () => {
  test('is the same for the same seed and another for another', () => {
    const template = 'KEY={{gen:[A-Za-z0-9]{40}}}';
    expect(generateExample(template, 'a#0')).toEqual(generateExample(template, 'a#0'));
    expect(generateExample(template, 'a#0')).not.toEqual(generateExample(template, 'a#1'));
  });

  test.each([
    ['[A-Z0-9]{18}', /^[A-Z0-9]{18}$/],
    ['(PK|AK)[A-Z2-7]{24}', /^(PK|AK)[A-Z2-7]{24}$/],
    ['[^a-z\\s]{5,9}', /^[^a-z\s]{5,9}$/],
    ['\\{[0-9]{2}\\}x?', /^\{[0-9]{2}\}x?$/],
    ['[\\x80-\\xff]{3}', /^[\x80-\xff]{3}$/],
    ['(?:a|(?:b{2}|c){3}){2}', /^(?:a|(?:b{2}|c){3}){2}$/],
  ])('of %s matches it', (regex, expected) => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(generateExample(`{{gen:${regex}}}`, seed).text).toMatch(expected);
      }),
    );
  });

  test('of any bounded regex matches it', () => {
    const atom = fc.constantFrom('a', '[a-f0-9]', '[^x]', '\\.', '(?:ab|c)', '(?<n>d)', '\\d', '_');
    const count = fc.constantFrom('', '?', '{3}', '{0,4}', '{2,5}');
    const regex = fc.array(fc.tuple(atom, count), { minLength: 1, maxLength: 8 }).map((parts) => {
      let seen = false;
      return parts
        .map(([each, times]) => {
          const isNamed = each.startsWith('(?<');
          const text = isNamed && seen ? 'd' : each;
          seen ||= isNamed;
          return text + times;
        })
        .join('');
    });
    fc.assert(
      fc.property(regex, fc.string(), (source, seed) => {
        expect(generateExample(`{{gen:${source}}}`, seed).text).toMatch(new RegExp(`^(?:${source})$`));
      }),
    );
  });

  test('marks its secret', () => {
    const { text, secret } = generateExample('x=«{{gen:[0-9]{4}}}»;', 's');
    expect(text).toMatch(/^x=\d{4};$/);
    expect(secret).toEqual({ start: 2, end: 6 });
    expect(generateExample('plain', 's').secret).toBeNull();
  });

  test('nests generators and keeps other braces', () => {
    const { text } = generateExample('{{ value }} ${{ secrets.X }} {{base64:user:{{gen:[a-z]{12}}}}}', 's');
    const [, encoded] = /^\{\{ value \}\} \$\{\{ secrets\.X \}\} (\S+)$/.exec(text) ?? [];
    expect(atob(encoded ?? '')).toMatch(/^user:[a-z]{12}$/);
  });

  test('encodes, joins, and makes keys and tokens of JSON', () => {
    expect(generateExample('{{join:AK|IA}} {{percent:a/b}} {{base64url:>>>}}', 's').text).toBe('AKIA a%2Fb Pj4-');
    const key = generateExample('{{pem:rsa}}', 's').text;
    expect(key.split('\n')[0]).toBe(`${'-'.repeat(5)}BEGIN RSA PRIVATE KEY${'-'.repeat(5)}`);
    expect(generateExample('{{pem:ec \\n}}', 's').text).not.toContain('\n');
    const [header, payload, signature] = generateExample('{{jwt:{"sub":"1"}}}', 's').text.split('.');
    expect(JSON.parse(atob(header ?? ''))).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(JSON.parse(atob(payload ?? ''))).toEqual({ sub: '1' });
    expect(signature).toHaveLength(43);
  });

  test.each([
    ['«a', 'an example marks its secret with one « and one » after it'],
    ['»a«', 'an example marks its secret with one « and one » after it'],
    ['«a»«b»', 'an example marks its secret with one « and one » after it'],
    ['{{gen:[a-z]{3}', 'a {{generator:…}} is not closed; braces in its argument must be balanced or escaped'],
    ['{{gen:[a-z]+}}', '{{gen:…}} has [a-z]+, which has no upper bound'],
    ['{{gen:a(?=b)}}', '{{gen:…}} has an assertion, which nothing can be generated from'],
    ['{{gne:a}}', /^no generator "gne" \(did you mean "gen"\?\); there are gen, checksum, /],
    ['{{checksum:gitbuh}}', /^\{\{checksum:…\}\} knows no scheme "gitbuh"; there are /],
    ['{{pem:dsa}}', /^\{\{pem:…\}\} knows no kind "dsa"; there are rsa, /],
  ])('%s cannot be made', (template, message) => {
    expect(() => generateExample(template, 's')).toThrow(ExampleError);
    expect(() => generateExample(template, 's')).toThrow(message);
  });
});

describe('tokens', () => {
  const PROVES_NOTHING = ['aws-key-id', 'evm-key', 'fernet-key', 'kraken', 'object-id'];

  test.each(TOKEN_SCHEMES)('%s passes its own check', (scheme) => {
    const check = CHECKSUMS.get(scheme)!;
    for (let seed = 0; seed < 20; seed++) {
      const token = makeToken(scheme, createRandom(`${scheme}${seed}`));
      expect(check(token, '')).toBe(PROVES_NOTHING.includes(scheme) ? 0 : 1);
    }
  });

  test('every checksum has a maker', () => {
    expect(TOKEN_SCHEMES).toEqual([...CHECKSUMS.keys()].toSorted());
  });

  test('takes a prefix, an account, a project', () => {
    const random = createRandom('x');
    expect(makeToken('github gho_', random)).toMatch(/^gho_\w{36}$/);
    expect(makeToken('aws-key-id ASIA 123456789012', random)).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(
      CHECKSUMS.get('supabase')!(
        makeToken('supabase abcdefghijklmnopqrst', random),
        'abcdefghijklmnopqrst.supabase.co',
      ),
    ).toBe(1);
  });
});

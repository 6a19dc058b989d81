/** The gate before the document rules never shuts out a document that a reader finds something in. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromLatin1 } from '../../../src/bytes/latin1.ts';
import { documentMatches } from '../../../src/engine/documents/index.ts';
import { SIGN_WORDS, headSigns, isSignAt } from '../../../src/engine/documents/signs.ts';
import { matchDocument } from '../../../src/engine/document-rules.ts';
import { resolve } from '../../../src/engine/resolve.ts';
import { compileRuleSet } from '../../../src/engine/rule-set.ts';
import { deriveMatches, scanDocument, scanRaw } from '../../../src/engine/scan-document.ts';
import { shippedRules } from '../../../src/rules/shipped.ts';

/** The signs of a document, looked for at every place. */
function signsOf(document: string): number {
  const bytes = fromLatin1(document);
  const lower = document.toLowerCase();
  let signs = headSigns(bytes);
  for (const [word, sign] of SIGN_WORDS) {
    for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + 1)) {
      if (isSignAt(bytes, sign, at, at + word.length)) signs |= sign;
    }
  }
  return signs;
}

const login = btoa('robot:correct-horse');
const lines = [
  'kind: Secret',
  '{"kind" : "Secret", "stringData": {"a": "correct-horse"}}',
  'kind: SealedSecret',
  '  kind: "Config"',
  'kind:',
  'data:',
  'stringData:',
  '  password: correct-horse',
  'encryptedData:',
  'users:',
  '- user:',
  '    token: correct-horse-battery',
  `{"auths": {"registry.example": {"auth": "${login}"}}}`,
  '{"exchange": {"key": "abcdefgh", "secret": "correct-horse"}}',
  `_auth=${login}`,
  `//registry.example/:_password = "${btoa('correct-horse')}"`,
  'export X_password =1',
  'machine host.example login robot password correct-horse',
  'machine host.example',
  'login robot',
  'machine host.example login  robot # ours\n password correct-horse',
  `login ${'robot'.repeat(6)}`,
  `login ${'robot'.repeat(6)}abcd password correct-horse`,
  'login page',
  'default',
  'password correct-horse',
  'db.example:5432:app:robot:correct-horse',
  '*:*:*:robot:correct-horse',
  '"robot" "correct-horse"',
  'robot * correct-horse *',
  'robot pptpd correct-horse 10.0.0.1',
  'robot: correct-horse,admin',
  'robot = correct-horse, ops,_g_:x',
  `INSERT INTO users (name, password) VALUES ${"('robot', 'correct-horse'), ".repeat(12)}`,
  `insert  into users (password) values ${"('correct-horse'),".repeat(20)}`,
  "('robot', 'correct-horse'),",
  `COPY users (name, password) FROM stdin;\n${'robot\tcorrect-horse\n'.repeat(14)}`,
  `| name | password |\n|---|---|\n${'| robot | correct-horse |\n'.repeat(4)}`,
  `+------+----------+\n| name | password |\n+------+----------+\n${'| robot | correct-horse |\n'.repeat(4)}`,
  `name | password\n:--: | --:\n${'robot | correct-horse\n'.repeat(4)}`,
  'robot: OBF:1x2y3z,admin',
  ' # robot',
  '; a comment',
  '# a comment',
  ' ',
  '',
  'user,secret access key',
  'robot,correct-horse-battery',
  'a, b, Private Key',
  '1, 2, correct-horse-battery',
  '"name","url","password"',
  '"a","b","correct-horse"',
  'words, words',
  `[${Array.from({ length: 64 }, (_, index) => index).join(', ')}]`,
  'me@host.example:Correct-horse',
  'you@host.example:Correct-horse',
  '// a comment',
];

const document = fc
  .array(fc.oneof(fc.constantFrom(...lines), fc.constantFrom(...lines.slice(16, 42))), { maxLength: 9 })
  .chain((some) => fc.constantFrom('\n', '\r\n').map((eol) => some.join(eol) + eol));

it('is true to the readers, whatever a document is made of', () => {
  let found = 0;
  let shut = 0;
  fc.assert(
    fc.property(document, fc.constantFrom('', '', '# '.repeat(2100), `${' '.repeat(4100)}\n`), (body, head) => {
      const text = head + body;
      const all = documentMatches(fromLatin1(text));
      const signs = signsOf(text);
      expect(documentMatches(fromLatin1(text), signs)).toEqual(all);
      found += all.length;
      if (signs === 0) shut++;
    }),
    { numRuns: 4000 },
  );
  expect(found).toBeGreaterThan(500);
  expect(shut).toBeGreaterThan(100);
});

it('changes nothing of what a document is found to hold', () => {
  const ruleSet = compileRuleSet(shippedRules);
  let found = 0;
  fc.assert(
    fc.property(document, (text) => {
      const bytes = fromLatin1(text);
      const raw = [...scanRaw(bytes, ruleSet), ...matchDocument(bytes, ruleSet), ...deriveMatches(bytes, ruleSet)];
      const matches = scanDocument(bytes, ruleSet);
      expect(matches).toEqual(resolve(raw, ruleSet));
      found += matches.length;
    }),
    { numRuns: 500 },
  );
  expect(found).toBeGreaterThan(100);
});

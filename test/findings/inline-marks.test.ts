import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../src/bytes/latin1.ts';
import { EMPTY_TALLY } from '../../src/bytes/line-tally.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanDocument } from '../../src/engine/scan-document.ts';
import { applyInlineMarks } from '../../src/findings/inline-marks.ts';
import { sealMatches } from '../../src/findings/seal.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { makePem } from '../../src/rules/generators/keys.ts';
import { createRandom } from '../../src/rules/generators/random.ts';

const ruleSet = compileRuleSet(shippedRules);
const KEY = makePem('rsa', createRandom('inline marks')).trimEnd();
const MARK = ['tightlip', 'allow'].join(':');

/** How many of the text's matches a mark covers, of how many. */
function covered(text: string): [number, number] {
  const bytes = fromUtf8(text);
  const sealer = { ruleAt: ruleSet.ruleAt, runKey: new Uint8Array(32), fingerprintKey: null, showSecrets: false };
  const at = { bytes, baseOffset: 0, tally: EMPTY_TALLY };
  const sealed = sealMatches(scanDocument(bytes, ruleSet), at, sealer);
  const marked = applyInlineMarks(sealed, bytes, ruleSet);
  return [marked.filter((match) => match.allowedBy !== null).length, marked.length];
}

describe('a mark on a secret of several lines', () => {
  it('covers it from its first line', () => {
    expect(covered(`KEY = """${KEY.replace('\n', `  # ${MARK}\n`)}\n"""\n`)).toEqual([1, 1]);
  });

  it.each([`"""  # ${MARK} a test`, `'''), # ${MARK}`, `\`; // ${MARK}`, `" -- ${MARK}`])(
    'covers it from the line that closes its literal: %s',
    (line) => expect(covered(`KEY = """${KEY}\n${line}\n`)).toEqual([1, 1]),
  );

  it.each([`x = 1  # ${MARK}`, `# ${MARK}`, `"""\n# ${MARK}`, `"""\nx = """  # ${MARK}`])(
    'does not from another line: %s',
    (line) => expect(covered(`KEY = """${KEY}\n${line}\n`)).toEqual([0, 1]),
  );
});

describe('the reason of a mark', () => {
  const reasons = (text: string): (string | null)[] => {
    const bytes = fromUtf8(text);
    const sealer = { ruleAt: ruleSet.ruleAt, runKey: new Uint8Array(32), fingerprintKey: null, showSecrets: false };
    const sealed = sealMatches(scanDocument(bytes, ruleSet), { bytes, baseOffset: 0, tally: EMPTY_TALLY }, sealer);
    return applyInlineMarks(sealed, bytes, ruleSet).map(({ allowedBy }) => allowedBy);
  };
  const PASSWORD = 'DB_PASSWORD: "Zk3p9s7xQw8Lm"';

  it.each([
    `/* ${MARK} fake */ f({${PASSWORD}, pin: "8841"})`,
    `f({_: "${MARK} fake", ${PASSWORD}, pin: "8841"})`,
    `f({_: '${MARK} fake', ${PASSWORD}, pin: '8841'})`,
    `f({_: \`${MARK} fake\`, ${PASSWORD}, pin: "8841"})`,
    `<!-- ${MARK} fake --><x ${PASSWORD} pin="8841"/>`,
    `{# ${MARK} fake #}{${PASSWORD}, pin: "8841"}`,
    `${'x = 1; '.repeat(40)}f("${MARK} fake", {${PASSWORD}, pin: "8841"})`,
  ])('ends where its comment or string does: %s', (line) => expect(reasons(`${line}\n`)).toEqual(['fake']));

  it.each([`{x: ${MARK}, ${PASSWORD}, pin: 8841}`, `${MARK.replace('tight', 'x, tight')},${PASSWORD},8841`])(
    'is none where the mark stands in neither: %s',
    (line) => expect(reasons(`${line}\n`)).toEqual(['']),
  );

  it.each(['#', '//', '--', '; ', '"the test" // see', "'x' # don't:"])(
    'is all that a comment says behind it: %s',
    (sign) =>
      expect(reasons(`${PASSWORD} ${sign} ${MARK} the "test" server's, it's made up\n`)).toEqual([
        'the "test" server\'s it\'s made up',
      ]),
  );
});

describe('a mark on a line', () => {
  const line = (comment: string): string => `DB_PASSWORD="Zk3p9s7xQw8Lm" ${comment}\n`;

  it.each([`# ${MARK}`, `--${MARK}`, `/*${MARK}*/`, `<!-- ${MARK} -->`])('covers it: %s', (comment) => {
    expect(covered(line(comment))).toEqual([1, 1]);
  });

  it.each([`<!--${MARK}-->`, `{#${MARK}#}`, `# ${MARK}: made up`, `# ${MARK} (made up)`])(
    'covers it, glued or with a reason: %s',
    (comment) => expect(covered(line(comment))).toEqual([1, 1]),
  );

  it.each([
    'generic-password',
    '(generic-password)',
    '[generic-password]',
    ': generic-password',
    '=generic-password',
    '(password)',
    ' generic, npm',
  ])('covers it for the rule: %s', (rules) =>
    expect(covered(line(`# ${MARK}${rules.startsWith('g') ? ' ' : ''}${rules}`))).toEqual([1, 1]),
  );

  it.each([
    '(npm-access-token)',
    '[npm-access-token]',
    ': npm-access-token',
    ' npm-access-token: no',
    ' (npm)',
    '=npm',
  ])('does not for another rule: %s', (rules) => expect(covered(line(`# ${MARK}${rules}`))).toEqual([0, 1]));

  it.each([
    MARK.toUpperCase(),
    MARK.replace(':', ': '),
    MARK.replace(':', ': ').toUpperCase(),
    'Tightlip: Allow',
    `${MARK.replace(':', ': ')} generic-password a test`,
  ])('covers it in either case, with a blank behind the colon: %s', (mark) =>
    expect(covered(line(`# ${mark}`))).toEqual([1, 1]),
  );

  it.each(['tightlip allow', `tightlip ${':'}allow`, 'tightlip:  allow', 'tightlip: allows', 'tightlip: allow-me'])(
    'is none written otherwise: %s',
    (mark) => expect(covered(line(`# ${mark}`))).toEqual([0, 1]),
  );

  it.each([`# not${MARK}`, `# ${MARK}ed`, `# my_${MARK}`])('is none in a longer word: %s', (comment) => {
    expect(covered(line(comment))).toEqual([0, 1]);
  });
});

describe('a mark on the line before', () => {
  const after = (line: string): [number, number] => covered(`${line}\nDB_PASSWORD="Zk3p9s7xQw8Lm"\n`);

  it.each([
    `# ${MARK}`,
    `  // a test account, ${MARK}`,
    `<!-- made up: ${MARK} -->`,
    `REM ${MARK}`,
    `' ${MARK}`,
    `{{!-- ${MARK} --}}`,
    `[//]: # (${MARK})`,
    `  "_comment": "${MARK}",`,
    `.. ${MARK}`,
    `const fake = { // ${MARK}`,
    `db:  # ${MARK}`,
  ])('covers it, alone or where the line goes on: %s', (line) => expect(after(line)).toEqual([1, 1]));

  it.each([
    `user = env("USER")  # ${MARK}`,
    `"api_key": os.environ["KEY"],  # ${MARK}`,
    `'key' => env('KEY'), // ${MARK}`,
    `<user>ann</user> <!-- ${MARK} -->`,
    `print("${MARK}")`,
  ])('does not behind something else, whose mark it is: %s', (line) => expect(after(line)).toEqual([0, 1]));
});

describe('a mark in a long line', () => {
  const filler = 'x = 1; '.repeat(200);
  const secret = 'password="Zk3p9s7xQw8Lm"; ';

  it('covers what is near it, before and behind, and not what is far away', () => {
    expect(covered(`${secret}${filler}/* ${MARK} */ ${secret.replace('Zk3', 'Zk4')}${filler}`)).toEqual([1, 2]);
    expect(covered(`${filler}${secret}/* ${MARK} */${filler}${secret.replace('Zk3', 'Zk4')}`)).toEqual([1, 2]);
    expect(covered(`/* ${MARK} */\n${filler}${secret}\n`)).toEqual([1, 1]);
  });
});

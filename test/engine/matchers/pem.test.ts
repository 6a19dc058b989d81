import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mark } from '../../../src/engine/match.ts';
import { matchPem, PEM_REACH } from '../../../src/engine/matchers/pem.ts';
import { bytesOf, runMatcher, valueOf } from './window.ts';

const KEYWORDS = ['PRIVATE KEY', 'PuTTY-User-Key-File-'];
const find = (text: string) => runMatcher(matchPem, PEM_REACH, KEYWORDS, bytesOf(text));

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ed25519 = generateKeyPairSync('ed25519');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pkcs1 = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim();
const pkcs8 = ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
const sec1 = ec.privateKey.export({ type: 'sec1', format: 'pem' }).toString().trim();
const encrypted8 = rsa.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
  .toString()
  .trim();
const encrypted1 = rsa.privateKey
  .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })
  .toString()
  .trim();
const bodyOf = (pem: string) =>
  pem
    .split('\n')
    .filter((text) => !/[-:]/.test(text))
    .join('');

const field = (bytes: Uint8Array | string) => {
  const data = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, data]);
};
function openSsh(cipher: string): string {
  const blob = field(Buffer.concat([field('ssh-ed25519'), field(randomBytes(32))]));
  const raw = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field(cipher),
    field(cipher === 'none' ? 'none' : 'bcrypt'),
    field(cipher === 'none' ? '' : randomBytes(24)),
    Buffer.from([0, 0, 0, 1]),
    blob,
    field(randomBytes(144)),
  ]);
  return armor('OPENSSH PRIVATE KEY', raw.toString('base64'), 70);
}
function armor(label: string, base64: string, width = 64): string {
  const lines = base64.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}

/** A multi-precision integer of OpenPGP. */
const mpi = (bits: number) => Buffer.concat([Buffer.from([bits >> 8, bits & 255]), randomBytes((bits + 7) >> 3)]);

/** Ways in which people paste a key; each ends right after END. */
const CARRIERS: Readonly<Record<string, (pem: string) => string>> = {
  plain: (pem) => pem,
  crlf: (pem) => pem.replaceAll('\n', '\r\n'),
  'escaped in JSON': (pem) => `{"private_key":"${pem.replaceAll('\n', '\\n')}`,
  'escaped slashes': (pem) => `{"k":"${pem.replaceAll('/', '\\/').replaceAll('\n', '\\n')}`,
  'unicode escapes': (pem) =>
    `{"k":"${pem.replaceAll('+', '\\u002B').replaceAll('=', '\\u003d').replaceAll('\n', '\\n')}`,
  'escaped twice': (pem) => `"{\\"k\\":\\"${pem.replaceAll('\n', '\\\\n')}`,
  'spaces on one line': (pem) => `private_key=${pem.replaceAll('\n', ' ')}`,
  'string concatenation': (pem) => `String K =\n    "${pem.split('\n').join('\\n" +\n    "')}`,
  'array of lines': (pem) => `const k = ['${pem.split('\n').join("', '")}`,
  'PHP concatenation': (pem) => `$k = "${pem.split('\n').join('\\n"\n  . "')}`,
  'line continuation': (pem) => `k = "${pem.split('\n').join('\\n\\\n')}`,
  'YAML block scalar': (pem) => `tls:\n  key: |\n    ${pem.split('\n').join('\n    ')}`,
  comment: (pem) => `// ${pem.split('\n').join('\n// ')}`,
  'doc comment': (pem) => ` * ${pem.split('\n').join('\n * ')}`,
  diff: (pem) => `+${pem.split('\n').join('\n+')}`,
  quoted: (pem) => `> > ${pem.split('\n').join('\n> > ')}`,
  'log prefix': (pem) => `app-1  | ${pem.split('\n').join('\napp-1  | ')}`,
  'time stamps': (pem) =>
    pem
      .split('\n')
      .map((text, index) => `2026-11-25T10:00:0${index % 10}Z ERROR [main] ${text}`)
      .join('\n'),
  'blank lines between': (pem) => pem.replaceAll('\n', '\n\n'),
};

describe('private keys in every carrier', () => {
  const keys = { pkcs1, pkcs8, sec1, openssh: openSsh('none') };
  for (const [carrier, wrap] of Object.entries(CARRIERS)) {
    for (const [kind, pem] of Object.entries(keys)) {
      it(`${kind}, ${carrier}`, () => {
        const text = wrap(pem);
        const hits = find(`before\n${text}`);
        expect(hits).toHaveLength(1);
        const [hit] = hits;
        expect(valueOf(hit!, bytesOf(''))).toBe(bodyOf(pem));
        expect(hit!.evidence).toEqual({ structure: 1, marks: 0 });
        expect(hit!.secretStart).toBe(7 + text.indexOf('-----BEGIN'));
        expect(hit!.secretEnd).toBe(7 + text.length);
      });
    }
  }
});

describe('what a block tells', () => {
  it.each([
    [pkcs1, 'RSA', 'no'],
    [pkcs8, 'Ed25519', 'no'],
    [sec1, 'EC', 'no'],
    [encrypted8, 'PKCS#8', 'yes'],
    [encrypted1, 'RSA', 'yes'],
    [openSsh('none'), 'OPENSSH ssh-ed25519', 'no'],
    [openSsh('aes256-ctr'), 'OPENSSH ssh-ed25519', 'yes'],
  ])('%#', (pem, type, encrypted) => {
    const [hit] = find(pem);
    expect(hit!.facts).toEqual([
      ['type', type],
      ['encrypted', encrypted],
    ]);
    expect(hit!.evidence!.marks).toBe(encrypted === 'yes' ? Mark.Weakened : 0);
    expect(valueOf(hit!, bytesOf(''))).toBe(bodyOf(pem));
  });

  it('headers on a flattened line', () => {
    const [hit] = find(encrypted1.replaceAll('\n', ' '));
    expect(valueOf(hit!, bytesOf(''))).toBe(bodyOf(encrypted1));
    expect(hit!.evidence).toEqual({ structure: 0, marks: Mark.Weakened });
  });

  it('OpenPGP, with headers and checksum line', () => {
    const packet = (usage: number) =>
      Buffer.concat([Buffer.from([4, 1, 2, 3, 4, 1]), mpi(1024), mpi(17), Buffer.from([usage]), randomBytes(300)]);
    for (const usage of [0, 254]) {
      const contents = packet(usage);
      const raw = Buffer.concat([Buffer.from([0x95, contents.length >> 8, contents.length & 255]), contents]);
      const lines = armor('PGP PRIVATE KEY BLOCK', raw.toString('base64')).split('\n');
      lines.splice(1, 0, 'Version: GnuPG v2', 'Comment: two words', '');
      lines.splice(-1, 0, '=aB3d');
      const [hit] = find(lines.join('\n'));
      expect(valueOf(hit!, bytesOf(''))).toBe(raw.toString('base64'));
      expect(hit!.evidence).toEqual({ structure: 1, marks: usage === 0 ? 0 : Mark.Weakened });
    }
  });

  it('PuTTY', () => {
    const secret = randomBytes(120).toString('base64');
    const file = (encryption: string) =>
      [
        'PuTTY-User-Key-File-3: ssh-ed25519',
        `Encryption: ${encryption}`,
        'Comment: imported',
        'Public-Lines: 2',
        randomBytes(48).toString('base64'),
        randomBytes(9).toString('base64'),
        'Private-Lines: 3',
        ...secret.match(/.{1,64}/g)!,
        'Private-MAC: 00',
      ].join('\r\n');
    const [plain] = find(file('none'));
    expect(valueOf(plain!, bytesOf(''))).toBe(secret);
    expect(plain!.evidence).toEqual({ structure: 1, marks: 0 });
    expect(find(file('aes256-cbc'))[0]!.evidence!.marks).toBe(Mark.Weakened);
  });
});

describe('cut off, abridged and absent keys', () => {
  it('a cut log: to the last body line', () => {
    const lines = pkcs1.split('\n').slice(0, 6);
    const text = lines.join('\n');
    for (const tail of [
      '\n[truncated]\nnext request ok\n',
      '\nok\n',
      '\ndone\nnext\n',
      '',
      '\n',
      '\n2026-11-25 GET /\n',
    ]) {
      const [hit] = find(text + tail);
      expect(hit!.secretEnd).toBe(text.length);
      expect(hit!.evidence).toEqual({ structure: -1, marks: 0 });
      expect(valueOf(hit!, bytesOf(''))).toBe(lines.slice(1).join(''));
    }
  });

  it('two blocks stay two', () => {
    const hits = find(`${pkcs1}\n\n${sec1}\n${pkcs1.split('\n').slice(0, 5).join('\n')}\n${pkcs8}`);
    expect(hits.map((hit) => hit.evidence!.structure)).toEqual([1, 1, -1, 1]);
  });

  it('a key of which a document shows the first and the last line has dots between', () => {
    const lines = pkcs1.split('\n');
    const isMasked = (text: string): boolean => ((find(text)[0]?.evidence?.marks ?? 0) & Mark.Masked) !== 0;
    for (const dots of ['...', '  ...  ', '"..." +', '\u2026', '// ...'])
      expect(isMasked([...lines.slice(0, 2), dots, ...lines.slice(-3)].join('\n')), dots).toBe(true);
    expect(isMasked(`"${[...lines.slice(0, 2), '...', ...lines.slice(-3)].join('\\n')}"`)).toBe(true);
    expect(isMasked(`${lines.slice(0, 20).join('\n')}...\nok\n`)).toBe(false);
    expect(isMasked(`key of ...\n${pkcs1}\n...`)).toBe(false);
  });

  it.each([
    '-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----\\n',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----\n<your key here>\n-----END RSA PRIVATE KEY-----',
    `-----BEGIN RSA PRIVATE KEY-----\n${'x'.repeat(200)}\n-----END RSA PRIVATE KEY-----`,
  ])('placeholder %#', (text) => {
    for (const hit of find(text)) expect((hit.evidence?.marks ?? 0) & Mark.Placeholder).toBeTruthy();
  });

  it.each([
    'HEADER = "-----BEGIN RSA PRIVATE KEY-----"\nif not pem.startswith("-----BEGIN OPENSSH PRIVATE KEY-----"):\n',
    rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    '-----END RSA PRIVATE KEY-----\nAAAA',
    'the PRIVATE KEY of the server',
  ])('no hit %#', (text) => {
    expect(find(text)).toEqual([]);
  });
});

describe('properties', () => {
  it('arbitrary bytes never crash and bytes beyond reach change nothing', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '-----BEGIN ',
        'PRIVATE KEY',
        '-----',
        '-----END ',
        '\n',
        '\\n',
        'MIIEow',
        'PuTTY-User-Key-File-2: ssh-rsa\n',
        'Private-Lines: 2\n',
        '\\u00',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        find(pieces.join(''));
      }),
    );
    const far = 'z'.repeat(PEM_REACH.after);
    const [alone] = find(`${'\n'.repeat(PEM_REACH.before)}${pkcs1}\n!${far}`);
    const [other] = find(`${'\n'.repeat(PEM_REACH.before)}${pkcs1}\n!${far}${pkcs8}${far}`);
    expect(other).toEqual(alone);
  });

  it('ends a file of PuTTY where another begins', () => {
    const body = Buffer.from('a body of forty-eight bytes, as in no real key!!').toString('base64');
    const file = `PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 9\n${body}\n`;
    expect(find(`${file}2024-05-01 ${file}`).map((hit) => valueOf(hit, bytesOf('')))).toEqual([body, body]);
  });

  it('is linear on floods', () => {
    const floods = [
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\nMIIE\n',
      'PRIVATE KEY ',
      'PuTTY-User-Key-File-2: ssh-rsa\n',
      '-----BEGIN PRIVATE KEY----- \\',
    ];
    for (const flood of floods) {
      const text = bytesOf(flood.repeat(Math.ceil(100_000 / flood.length)));
      const began = performance.now();
      runMatcher(matchPem, PEM_REACH, KEYWORDS, text);
      expect(performance.now() - began, flood).toBeLessThan(2000);
    }
  });
});

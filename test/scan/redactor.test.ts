import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf32Encoder } from '../../src/bytes/utf32.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { redactText } from '../../src/scan/redact-text.ts';
import { redactStream } from '../../src/scan/redact.ts';
import { type RedactOptions, createRedactor } from '../../src/scan/redactor.ts';
import { TOKEN_RULE, makeComposite, makeRule, makeRuleSet } from '../support/rules.ts';

const rules = makeRuleSet(
  [
    TOKEN_RULE,
    makeRule({
      id: 'test-password',
      guessable: true,
      class: 'generic',
      keywords: ['password'],
      pattern:
        '(?<name>password)\\\\{0,3}"?[=:]\\s{0,3}\\\\{0,3}"?(?<secret>(?:[^\\s"\\\\]|\\\\[^\\s]){6,40})(?=[\\s"\\\\]|$)'.replace(
          '|$',
          '',
        ),
      before: 8,
      after: 80,
    }),
    makeRule({
      id: 'test-key',
      class: 'structure',
      keywords: ['private key'],
      pattern: 'NEVER(?<secret>x)',
      after: 40,
    }),
    makeRule({
      id: 'test-id',
      keywords: ['idk'],
      pattern: '(?<secret>IDK[A-Z]{5})',
      before: 2,
      after: 10,
      partOnly: true,
    }),
  ],
  [
    makeComposite({
      id: 'test-pair',
      main: ['test-token'],
      parts: [{ rules: ['test-id'], optional: false }],
      within: 40,
    }),
  ],
);
const options: RedactOptions = { ruleSet: compileRuleSet(rules) };
const TOKEN = ['tok', 'Ab3dEf6hIj9l'].join('_');
const PASSWORD = ['kR7vWq2m', 'Zt9xLp4c'].join('');
const MASK = '[REDACTED:test-token]';

function redact(input: string | Uint8Array, cuts: readonly number[] = [], more: Partial<RedactOptions> = {}): string {
  const bytes = Buffer.from(input as string, 'latin1');
  const redactor = createRedactor({ ...options, ...more });
  const out: Uint8Array[] = [];
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    out.push(...redactor.push(Uint8Array.from(bytes.subarray(at, cut))));
    at = cut;
  }
  out.push(...redactor.end());
  return Buffer.concat(out).toString('latin1');
}

const BODY = Array.from({ length: 5 }, (_, i) => Buffer.alloc(48, `${i}k`).toString('base64'));
const BEGIN = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');
const END = ['-----END RSA', 'PRIVATE KEY-----'].join(' ');
const docker = (log: string, stream = 'stdout'): string =>
  `${JSON.stringify({ log, stream, time: '2026-03-01T10:00:00.000000001Z' })}\n`;

/** One line each, with what is expected of it. */
const TABLE: readonly (readonly [what: string, input: string, output: string])[] = [
  ['plain', `a ${TOKEN} b\n`, `a ${MASK} b\n`],
  ['last line without newline', `start\n${TOKEN}`, `start\n${MASK}`],
  [
    'CRLF and a gap of NULs',
    `a\r\n${'\0'.repeat(300)}\r\n${TOKEN}\r\nend\r\n`,
    `a\r\n${'\0'.repeat(300)}\r\n${MASK}\r\nend\r\n`,
  ],
  [
    'JSON with an escaped quote',
    '{"password": "ab\\"cd\\\\efgh", "n": 1}\n',
    '{"password": "[REDACTED:test-password]", "n": 1}\n',
  ],
  ['colour before', `\x1b[32m${TOKEN}\x1b[0m\n`, `\x1b[32m${MASK}\x1b[0m\n`],
  ['colour inside', `m: ${TOKEN.slice(0, 7)}\x1b[1m${TOKEN.slice(7)}\x1b[0m x\n`, `m: ${MASK}\x1b[1m\x1b[0m x\n`],
  [
    'colour inside, escaped in JSON',
    `{"m":"\\u001b[1m${TOKEN.slice(0, 7)}\\u001b[0m${TOKEN.slice(7)}"}\n`,
    `{"m":"\\u001b[1m${MASK}\\u001b[0m"}\n`,
  ],
  [
    'hyperlink',
    `open \x1b]8;;https://h.example/?k=${TOKEN}\x1b\\here\x1b]8;;\x1b\\ now\n`,
    `open \x1b]8;;https://h.example/?k=${MASK}\x1b\\here\x1b]8;;\x1b\\ now\n`,
  ],
  ['cut charset sequence', `\x1b(password=${PASSWORD}\n`, '\x1b(password=[REDACTED:test-password]\n'],
  [
    'partial records of two streams',
    docker(`x ${TOKEN.slice(0, 8)}`) + docker('warn\n', 'stderr') + docker(`${TOKEN.slice(8)} end\n`),
    docker(`x ${MASK}`) + docker('warn\n', 'stderr') + docker(`${MASK} end\n`),
  ],
  [
    'partial CRI records',
    `2026-03-01T10:00:00.000000001Z stdout P x ${TOKEN.slice(0, 8)}\n2026-03-01T10:00:00.000000002Z stdout F ${TOKEN.slice(8)} end\n`,
    `2026-03-01T10:00:00.000000001Z stdout P x ${MASK}\n2026-03-01T10:00:00.000000002Z stdout F ${MASK} end\n`,
  ],
  ['value behind a blank line', `password:\n\n${PASSWORD}\n`, 'password:\n\n[REDACTED:test-password]\n'],
  ['composite with its part', `IDKABCDE and ${TOKEN}\n`, '[REDACTED:test-pair] and [REDACTED:test-pair]\n'],
  ['part alone', 'IDKABCDE\n', 'IDKABCDE\n'],
  [
    'key block',
    `${BEGIN}\n${BODY.join('\n')}\nabcd\n${END}\nnext ok\n`,
    `${BEGIN}\n${BODY.map(() => '[REDACTED:private-key]\n').join('')}[REDACTED:private-key]\n${END}\nnext ok\n`,
  ],
  [
    'key block cut off',
    `${BEGIN}\nProc-Type: 4,ENCRYPTED\n\n${BODY.join('\n')}\n[truncated]\nnext ok\n${BODY[0]}\n`,
    `${BEGIN}\nProc-Type: 4,ENCRYPTED\n\n${BODY.map(() => '[REDACTED:private-key]\n').join('')}[truncated]\nnext ok\n${BODY[0]}\n`,
  ],
  [
    'key block behind a time',
    `10:00:01 app: ${BEGIN}\n10:00:02 app: ${BODY[0]}\n10:00:03 app: ${END}\n`,
    `10:00:01 app: ${BEGIN}\n10:00:02 app: [REDACTED:private-key]\n10:00:03 app: ${END}\n`,
  ],
  [
    'key block in records',
    [BEGIN, BODY[0], BODY[1], END, 'ok'].map((line) => docker(`${line}\n`)).join(''),
    [BEGIN, '[REDACTED:private-key]', '[REDACTED:private-key]', END, 'ok'].map((line) => docker(`${line}\n`)).join(''),
  ],
  ['already masked', `password=[REDACTED:test-password] ${MASK}\n`, `password=[REDACTED:test-password] ${MASK}\n`],
  ['nothing', 'request_id=847f1bad took=12ms tokens=1532\n', 'request_id=847f1bad took=12ms tokens=1532\n'],
];

describe('createRedactor', () => {
  it.each(TABLE)('%s', (_, input, output) => {
    expect(redact(input)).toBe(output);
  });

  it.each(TABLE)('%s: in two pieces, cut at every offset', (_, input, output) => {
    for (let cut = 0; cut <= input.length; cut++) expect(redact(input, [cut])).toBe(output);
  });

  it.each(TABLE)('%s: byte by byte', (_, input, output) => {
    expect(
      redact(
        input,
        Array.from({ length: input.length }, (__, i) => i),
      ),
    ).toBe(output);
  });

  it.each(TABLE)('%s: again changes nothing', (_, __, output) => {
    expect(redact(output)).toBe(output);
  });

  it('gives the same for any cuts of any lines, keeps every line, and a second pass changes nothing', () => {
    const pieces = fc.constantFrom(
      ...TABLE.map(([, input]) => input),
      'INFO ok\n',
      `${TOKEN} `,
      'password=',
      '\n',
      '\x1b[1m',
      '"\\"',
      `password: "${PASSWORD}"\n`,
      BEGIN,
      `${BODY[0]}\n`,
      docker('x tok_'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), fc.array(fc.nat(4000), { maxLength: 12 }), (rows, cuts) => {
        const input = rows.join('');
        const whole = redact(input);
        const sorted = cuts.map((cut) => Math.min(cut, input.length)).sort((a, b) => a - b);
        expect(redact(input, sorted)).toBe(whole);
        expect(whole.split('\n').length).toBe(input.split('\n').length);
        expect(redact(whole)).toBe(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('takes a return that ends a line for a line feed, and writes it as it came, for any cuts', () => {
    const pieces = fc.constantFrom(
      ...TABLE.map(([, input]) => input),
      '12%',
      '\r',
      '\r\n',
      '\r\r\n',
      '\n',
      '\r\x1b[K',
      `${TOKEN}\r`,
      `\r${TOKEN} `,
      `password="${PASSWORD}"\r`,
      'password:\r',
      `${BEGIN.trimEnd()}\r`,
      `${BODY[0]}\r`,
      '\0\r',
      '\r\0',
      'é\r',
    );
    const asLineFeed = (text: string): string => text.replaceAll(/(?<=[ -\xff])\r(?=[ -\xff\x1b])/g, '\n');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), fc.array(fc.nat(3000), { maxLength: 12 }), (rows, cuts) => {
        const input = rows.join('');
        const sorted = cuts.map((cut) => Math.min(cut, input.length)).sort((a, b) => a - b);
        const whole = redact(input, sorted);
        const ends = (text: string): string => text.replaceAll(/[^\r\n]/g, '');
        expect(whole.replaceAll('\r', '\n')).toBe(redact(asLineFeed(input)).replaceAll('\r', '\n'));
        expect(ends(whole)).toBe(ends(input));
      }),
      { numRuns: 300 },
    );
  });

  it('writes what a progress bar writes when it writes the next', () => {
    const redactor = createRedactor(options);
    const written = (chunk: string): string => Buffer.concat(redactor.push(Buffer.from(chunk))).toString();
    expect(written('get a\n10%\r')).toBe('get a\n');
    expect(written('20%\r')).toBe('10%\r');
    expect(written(`${TOKEN}\r`)).toBe('20%\r');
    expect(written('\x1b[K30')).toBe(`${MASK}\r`);
    expect(written('%\r')).toBe('');
    expect(written('\n')).toBe('\x1b[K30%\r\n');
    expect(written('password=\r\r')).toBe('');
    expect(Buffer.concat(redactor.end()).toString()).toBe('password=\r\r');
  });

  it('writes a line as soon as it ends and nothing of one that has not', () => {
    const redactor = createRedactor(options);
    const written = (chunk: string): string => Buffer.concat(redactor.push(Buffer.from(chunk))).toString();
    expect(written('one\ntwo')).toBe('one\n');
    expect(written(` ${TOKEN}\n`)).toBe(`two ${MASK}\n`);
    expect(written('password=')).toBe('');
    expect(written(`${PASSWORD}\nrest`)).toBe('password=[REDACTED:test-password]\n');
    expect(Buffer.concat(redactor.end()).toString()).toBe('rest');
  });

  it('decides a line beyond the limit piece by piece, the same for every cut', () => {
    const long = `${'x '.repeat(150)}${TOKEN} ${'y '.repeat(700)}password=${PASSWORD} ${'z '.repeat(200)}${TOKEN}\nnext ${TOKEN}\n`;
    const expected = long.replaceAll(TOKEN, MASK).replace(PASSWORD, '[REDACTED:test-password]');
    const inPieces = (step: number): string => {
      const redactor = createRedactor(options, 200);
      const out: Uint8Array[] = [];
      for (let at = 0; at < long.length; at += step) out.push(...redactor.push(Buffer.from(long.slice(at, at + step))));
      out.push(...redactor.end());
      return Buffer.concat(out).toString();
    };
    for (const step of [1, 7, 63, 200, 201, 1000, 5000]) expect(inPieces(step)).toBe(expected);
  });

  it('hides what starts far before the end of a piece and what is cut by it', () => {
    for (let at = 60; at < 260; at++) {
      const line = `${'a '.repeat(at >> 1)}${at & 1 ? ' ' : ''}${TOKEN}${' b'.repeat(150)}`;
      const redactor = createRedactor(options, 128);
      const out = [...redactor.push(Buffer.from(line)), ...redactor.end()];
      expect(Buffer.concat(out).toString()).toBe(line.replace(TOKEN, MASK));
    }
  });

  it('counts what it hid', () => {
    const redactor = createRedactor(options);
    redactor.push(Buffer.from(`${TOKEN}\n${TOKEN} IDKABCDE\n`));
    redactor.end();
    expect([...redactor.summary.hidden]).toEqual([
      ['test-token', 1],
      ['test-pair', 2],
    ]);
  });
});

describe('known values', () => {
  const value = ['q"IoLTm', 'S\\XtwY/bnN é'].join('');
  const known = [Buffer.from(value)];
  const json = JSON.stringify(value);
  const bytes = Buffer.from(value);
  const forms: readonly (readonly [string, string])[] = [
    ['raw', value],
    ['JSON', json.slice(1, -1)],
    ['JSON in JSON', JSON.stringify(json).slice(3, -3)],
    ['URL', encodeURIComponent(value)],
    ['URL in lower case', encodeURIComponent(value).replace(/%../g, (escape) => escape.toLowerCase())],
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['base64 after a user name', Buffer.concat([Buffer.from('bob:'), bytes]).toString('base64')],
    ['base64 after two letters', Buffer.concat([Buffer.from('ab'), bytes, Buffer.from('c')]).toString('base64')],
    ['shell', `'${value.replaceAll("'", String.raw`'\''`)}'`],
    ['HTML', value.replaceAll('"', '&quot;')],
  ];

  it.each(forms)('hides them in the form %s', (_, form) => {
    const out = redact(Buffer.from(`x ${form} y\n`).toString('latin1'), [], { known });
    expect(out).toMatch(/^x '?\[REDACTED:known-value\]'? y\n$/);
  });

  it('does not use short ones and says so', () => {
    const redactor = createRedactor({ ...options, known: [Buffer.from('a'), Buffer.from(''), Buffer.from('12345\n')] });
    const text = 'user a logged in at 12345 from a place called a\n';
    expect(Buffer.concat(redactor.push(Buffer.from(text))).toString()).toBe(text);
    expect(redactor.summary.knownTooShort).toBe(3);
  });

  it('finds a long line of a value of several lines', () => {
    const long = 'a-line-that-is-long-enough';
    expect(redact(`x ${long} y\n`, [], { known: [Buffer.from(`first\n${long}\nlast`)] })).toBe(
      'x [REDACTED:known-value] y\n',
    );
  });
});

describe('redactStream', () => {
  it('waits for each write before it reads on', async () => {
    const events: string[] = [];
    async function* input(): AsyncGenerator<Uint8Array> {
      for (const line of ['one\n', `${TOKEN}\n`, 'three']) {
        events.push('read');
        yield Buffer.from(line);
      }
    }
    const write = async (bytes: Uint8Array): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      events.push(Buffer.from(bytes).toString());
    };
    const summary = await redactStream(input(), write, { rules });
    expect(events).toEqual(['read', 'one\n', 'read', `${MASK}\n`, 'read', 'three']);
    expect(summary.bytesRead).toBe(4 + TOKEN.length + 1 + 5);
  });

  it('stops when the reader is gone', async () => {
    async function* input(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one\n');
      throw new Error('read on after the reader was gone');
    }
    await expect(redactStream(input(), () => Promise.reject(new Error('EPIPE')), { rules })).rejects.toThrow('EPIPE');
  });
});

describe('redactText', () => {
  it('hides a secret in a text and leaves others alone', () => {
    expect(redactText(`logs/${TOKEN}/a.log`, rules)).toBe(`logs/${MASK}/a.log`);
    expect(redactText('src/é/a.log', rules)).toBe('src/é/a.log');
    expect(redactText('src/a.log')).toBe('src/a.log');
  });
});

describe('UTF-16 and UTF-32', () => {
  const swap = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
  const line = `a é \u{1f600} ${TOKEN} 中文\r\n`;
  const hidden = `a é \u{1f600} ${MASK} 中文\r\n`;
  const encodings: [string, (text: string) => Buffer][] = [
    ['LE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['BE', (text) => swap(Buffer.from(`\ufeff${text}`, 'utf16le'))],
    ['32 bits, LE', (text) => Buffer.from(utf32Encoder(true).push(Buffer.from(`\ufeff${text}`)))],
    ['32 bits, BE', (text) => Buffer.from(utf32Encoder(false).push(Buffer.from(`\ufeff${text}`)))],
    ['LE without a mark', (text) => Buffer.from(`plain text ${text}`, 'utf16le')],
  ];

  async function run(pieces: readonly Uint8Array[]): Promise<Buffer> {
    const written: Uint8Array[] = [];
    async function* input(): AsyncGenerator<Uint8Array> {
      yield* pieces;
    }
    const write = (bytes: Uint8Array): Promise<void> => Promise.resolve(void written.push(Uint8Array.from(bytes)));
    await redactStream(input(), write, { rules });
    return Buffer.concat(written);
  }

  it.each(encodings)('%s is redacted, and all else is as it was', async (_, encode) => {
    const odd = Buffer.from([0x0a]);
    const lone = '\ud83d x \udc00\n';
    const text = Buffer.concat([encode(`${line}${lone}${line}`), odd]);
    const expected = Buffer.concat([encode(`${hidden}${lone}${hidden}`), odd]);
    for (const size of [1, 2, 3, 7, 64, 10_000]) expect(await run(inPieces(text, size))).toEqual(expected);
  });

  function inPieces(text: Buffer, size: number): Buffer[] {
    return Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.subarray(i * size, (i + 1) * size));
  }

  it.each([[1], [2], [3], [4], [5], [30]])('is not made of a NUL in the first %s bytes of other text', async (size) => {
    const text = Buffer.from(`a\0b\n${TOKEN}\n`);
    const output = await run(inPieces(text, size));
    expect(output.toString()).toBe(`a\0b\n${MASK}\n`);
  });

  it('hides a line of it in other text, whole', async () => {
    const input = [Buffer.from('before\n'), Buffer.from(`x ${TOKEN} y\r\n`, 'utf16le'), Buffer.from('after\n')];
    const output = (await run([Buffer.concat(input)])).toString('latin1');
    expect(output).not.toContain(TOKEN.split('').join('\0'));
    expect(output.replaceAll(/[\0\r]/g, '')).toBe('before\n[REDACTED:utf-16-text]\nafter\n');
  });

  it('refuses other text in it', async () => {
    const ascii = Buffer.from(`${'word '.repeat(20)}${TOKEN}\n`);
    await expect(run([Buffer.from(`\ufeff${line}`, 'utf16le'), ascii])).rejects.toThrow('began as UTF-16');
  });

  it.each([[1], [7], [40]])('refuses it in pieces of %s bytes, and before the end of its last line', async (size) => {
    const written: string[] = [];
    for (const text of [`${'word '.repeat(9)}${TOKEN}\n`, `word word ${TOKEN}`]) {
      async function* input(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(`\ufeff${line}`, 'utf16le');
        yield* inPieces(Buffer.from(text), size);
      }
      const write = (bytes: Uint8Array): Promise<void> =>
        Promise.resolve(void written.push(Buffer.from(bytes).toString('latin1')));
      await expect(redactStream(input(), write, { rules })).rejects.toThrow('began as UTF-16');
    }
    expect(written.join('')).not.toContain(TOKEN);
  });
});

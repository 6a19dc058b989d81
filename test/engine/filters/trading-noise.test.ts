/** What stands under names of secrets in code, above all in code that trades, and is none: instruments, assets, templates, accounts of test chains. */
import { createECDH, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ValueContext } from '../../../src/engine/filters/classify.ts';
import { bare, marksOf, password } from './marks.ts';

const shaped: ValueContext = { ...password, isShaped: true };

const latin1Of = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const base64Of = (text: string): string => Buffer.from(text).toString('base64');

describe('what is traded', () => {
  it.each(['SOL-USDT', 'WETH/DAI/USDC', 'ETH-USD-250328-3200-C', 'ATOM-USD-PERP.DYDX', 'BONKUSDT', 'BTC:USD'])(
    '%s is an instrument',
    (value) => {
      expect(marksOf(value)).toContain('Shape');
    },
  );
  it('an issued currency is public', () => {
    expect(marksOf(`EUR.r${'wMjYedjc7qqtKYVLiAccJSmC'.repeat(2).slice(0, 30)}`)).toContain('Public');
  });
  it.each(['A1B2C3D4E5F6G7USD', 'K7Q2-M9XZ-44TR', 'ABCDEFGHIJKLMNOP-USDT'])('%s is none', (value) => {
    expect(marksOf(value)).not.toContain('Shape');
  });
  it('a row of a table is no secret, a password with commas may be one', () => {
    expect(marksOf('UG1HALP03EJP,PSK,42.18,46667,970222,False', password)).toContain('Shape');
    expect(marksOf('kX4,mQ9,vLs,2Rt', password)).not.toContain('Shape');
  });
});

describe('what is told of', () => {
  it.each([
    'CVE-2024-31415',
    'GHSA-q7rt-bw2v-9k4m',
    'cwe-798',
    '[^a-zA-Z0-9]',
    '[a-z0-9_.-]',
    'pbkdf2_',
    'bcrypt_sha256$',
  ])('%s is no password', (value) => {
    expect(marksOf(value, password)).toContain('Shape');
  });
  it.each(['CVEkX4mQ9-vLs2', '[kX4mQ9]', 'pbkdf2_kX4mQ9'])('%s may be one', (value) => {
    expect(marksOf(value, password)).not.toContain('Shape');
  });
});

describe('what is put together', () => {
  it.each(['{self.password[:2]}...{self.password[-2:]}', '{base}-USDT', '{user.name}:{user.key!r}'])(
    '%s is a template',
    (value) => {
      expect(marksOf(value, password)).toContain('Reference');
    },
  );
  it.each(['{kX}4mQ9vLs', 'k{pass}Xm4Q9vLs2Rt', 'a}b{c}d'])('%s is none', (value) => {
    expect(marksOf(value, password)).not.toContain('Reference');
  });
  it.each(['#{realm.gsub(/', "#{name.gsub('"])('%s is one of Ruby, cut at the quote inside', (value) => {
    expect(marksOf(value, password)).toContain('Reference');
    expect(marksOf('#{kX4}mQ9vLs2Rt7', { ...password, isGuessable: true })).toContain('Reference');
    expect(marksOf('#kX4{mQ9vLs2Rt7', password)).not.toContain('Reference');
  });
  it.each(['user:pass', 'username:password', 'user:pass:', 'a # b', 'x y z'])('%s stands for words', (value) => {
    expect(marksOf(value, password)).toContain('Placeholder');
  });
  it.each(['user:kX4mQ9vLs', 'ann:password', 'a7 # b9 k'])('%s may stand for itself', (value) => {
    expect(marksOf(value, password)).not.toContain('Placeholder');
  });
  it.each(['$4', '${2}', '%4', '%~4', '%~dp0'])('%s is an argument', (value) => {
    expect(marksOf(value, { ...shaped, isQuoted: false })).toContain('Reference');
  });
  it('the same thing of something else is a reference, whatever the rule', () => {
    const named = { ...shaped, isQuoted: false, name: 'kucoin_passphrase' };
    expect(marksOf('conf.kucoin_passphrase', named)).toContain('Reference');
    expect(marksOf('conf.kucoinPassphrase', named)).toContain('Reference');
    expect(marksOf('conf.kx4mq9', named)).not.toContain('Reference');
  });
  it('JSON is looked at inside', () => {
    expect(marksOf('{"ACME_KEY":"...","ACME_SECRET":"..."}')).toContain('Shape');
    expect(marksOf('["a", "b"]')).toContain('Shape');
    expect(marksOf('{kX4mQ9vLs2}', password)).not.toContain('Shape');
  });
  it('what stands before a hash is its name', () => {
    expect(marksOf('md5:', password)).toContain('Shape');
  });
});

describe('stand-ins', () => {
  it.each(['xx-xx-xxxx-b999-8d1100e9f8f7', '2fFZuXXX_CXB5XXXDGM', 'SCU38xxxxcc2e70f64d', 'ab8fXXXX'])(
    '%s is crossed out',
    (value) => {
      expect(marksOf(value)).toContain('Masked');
    },
  );
  it('a key goes on behind dots, a password may end in them', () => {
    expect(marksOf('HL:0xdef123456789abc...')).toContain('Masked');
    expect(marksOf('kX4mQ9vLs2RtBw7zNp...', password)).not.toContain('Masked');
  });
  it('a hexadecimal word over and over, behind its sign', () => {
    expect(marksOf(`0x${'cafebabe'.repeat(8)}`)).toContain('Repetitive');
  });
  it('the name behind the sign of a number', () => {
    expect(marksOf('0xTOKEN_NO', { ...bare, name: 'token_no' })).toContain('Placeholder');
  });
  it.each(['secret', 'test_secret_key_32bytes_pad', 'dummy-value-1'])('%s in base64', (text) => {
    const marks = marksOf(base64Of(text));
    expect(marks.includes('Placeholder') || marks.includes('LocalDefault')).toBe(true);
  });
  it('a sequence in base64', () => {
    expect(marksOf(base64Of('abcdefghijklmnopqrstuvwxyz123456'))).toContain('Repetitive');
  });
  it('the beginning of a JWT that was cut', () => {
    expect(marksOf(base64Of('{"typ":"JWT"}').slice(0, 14))).toContain('Placeholder');
  });
  it.each(['ACME_DESK_PW', 'BETFAIR_PWD', 'position_idx'])('%s is the name of a variable', (value) => {
    expect(marksOf(value, password)).toContain('Words');
  });
  it.each(['kxq_mvz', 'QX_PW7', 'qzvk_lhoe'])('%s is none', (value) => {
    expect(marksOf(value, password)).not.toContain('Words');
  });
  it('what a test expects', () => {
    const before = '\n    assert token == "';
    expect(marksOf('b7e1c09f4a25d836', { ...bare, before })).toContain('TestName');
    expect(marksOf('b7e1c09f4a25d836', { ...bare, before: 'token = "' })).not.toContain('TestName');
  });
});

describe('whatever a rule asks for', () => {
  it('writing other than Latin is text', () => {
    expect(marksOf(latin1Of('\u90ae\u7bb1\u5bc6\u7801'), shaped)).toContain('Shape');
    expect(marksOf(latin1Of('\u043f\u0430\u0440\u043e\u043b\u044c4821'), shaped)).not.toContain('Shape');
  });
  it('a range of versions is one', () => {
    expect(marksOf('^5.0.1', shaped)).toContain('Shape');
    expect(marksOf('~3.x', shaped)).toContain('Shape');
  });
});

/** The private key of an account of a seed phrase, as wallets derive it (BIP-32, m/44'/60'/0'/0/index). */
function accountKey(phrase: string, index: number): string {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const hard = 0x80000000;
  let node = createHmac('sha512', 'Bitcoin seed')
    .update(pbkdf2Sync(phrase, 'mnemonic', 2048, 64, 'sha512'))
    .digest();
  for (const step of [44 + hard, 60 + hard, hard, 0, index]) {
    const key = node.subarray(0, 32);
    const number = Buffer.alloc(4);
    number.writeUInt32BE(step);
    const curve = createECDH('secp256k1');
    curve.setPrivateKey(key);
    const own = step >= hard ? Buffer.concat([Buffer.alloc(1), key]) : curve.getPublicKey(null, 'compressed');
    const next = createHmac('sha512', node.subarray(32)).update(own).update(number).digest();
    const sum = (BigInt(`0x${next.toString('hex', 0, 32)}`) + BigInt(`0x${key.toString('hex')}`)) % order;
    node = Buffer.concat([Buffer.from(sum.toString(16).padStart(64, '0'), 'hex'), next.subarray(32)]);
  }
  return node.toString('hex', 0, 32);
}

describe('what applications hold', () => {
  it.each(['tb.scada-symbol-ctx-tags', 'item.type-dashboard-plural', '27]=', '1]]>'])(
    '%s has another shape',
    (value) => {
      expect(marksOf(value)).toContain('Shape');
    },
  );
  it.each(['humidityAlarmFlag', 'DuoUserIdToken', 'geoDeviceTokenA', 'APP-ID,APP-KEY', 'ROLE_blah'])(
    '%s is made of words',
    (value) => {
      expect(marksOf(value)).toContain('Words');
    },
  );
  it.each(['kXmqVzLsRtBw', 'qzVkLhoeXw', 'k3f9.x0a8-q2m5'])('%s is not', (value) => {
    expect(marksOf(value)).toEqual([]);
  });
  it.each(['sample-qJraSgjtTrHbdzEwyfW6', 'dummy_52d06efe5f5b10d'])('%s says that it is a stand-in', (value) => {
    expect(marksOf(value)).toContain('Placeholder');
  });
  it.each(['md5', 'sha1', 'sha256'])(
    'the %s of a well-known password is documented, that of another is not',
    (name) => {
      const digest = (text: string): string => createHash(name).update(text).digest('hex');
      expect(marksOf(digest('password'), password)).toContain('Documentation');
      expect(marksOf(digest('admin').toUpperCase(), password)).toContain('Documentation');
      expect(marksOf(digest('kX4mQ9vLs2'), password)).not.toContain('Documentation');
    },
  );
  it('a salted digest and an encrypted string are protected', () => {
    const half = (text: string): string => createHash('sha256').update(text).digest('base64').slice(0, 22);
    expect(marksOf(`{salt}${createHash('md5').update('x').digest('hex')}`, password)).toContain('Protected');
    expect(marksOf(`2.${half('a')}==|${half('b')}==|${half('c')}=`)).toContain('Protected');
    expect(marksOf(`7.${half('a')}==`)).toContain('Protected');
  });
});

describe('accounts of test chains', () => {
  const phrase = `${'test '.repeat(11)}junk`;
  it.each([0, 1, 7, 19])('the key of account %i of Hardhat and Anvil is documented, in every writing', (index) => {
    const key = accountKey(phrase, index);
    for (const value of [key, `0x${key}`, key.toUpperCase()]) expect(marksOf(value)).toContain('Documentation');
  });
  it('the key of another account is not', () => {
    expect(marksOf(accountKey(phrase, 20))).not.toContain('Documentation');
    expect(marksOf(accountKey(`${'test '.repeat(11)}junk2`, 0))).not.toContain('Documentation');
  });
});

/** What stands under names of secrets in charts, playbooks, manuals of servers and Go programs, and is none. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ValueContext } from '../../../src/engine/filters/classify.ts';
import { bare, marksOf, password } from './marks.ts';

const unquoted: ValueContext = { ...bare, isQuoted: false };

const hex = (algorithm: string): string => createHash(algorithm).update('infrastructure').digest('hex');

describe('what joins', () => {
  it.each(['@tcp(', '@unix('])('the parts of an address: %s', (value) =>
    expect(marksOf(value, password)).toContain('Reference'),
  );
  it('a password may begin so', () => expect(marksOf('@tcp(kX4mQ9', password)).not.toContain('Reference'));
});

describe('what is protected', () => {
  it('a keyed digest in the log of who used what', () => {
    expect(marksOf(`hmac-sha256:${hex('sha256')}`)).toContain('Protected');
    expect(marksOf(`hmac-sha256:${hex('sha256').slice(0, 20)}`)).not.toContain('Protected');
  });
  it('a digest with its salt, as notebooks keep it', () => {
    expect(marksOf(`sha1:${hex('md5').slice(0, 12)}:${hex('sha1')}`, password)).toContain('Protected');
    expect(marksOf(`argon2:$argon2id$v=19$m=10240,t=10,p=8$x`, password)).toContain('Protected');
    expect(marksOf(`sha1:kX4mQ9:vLs2Rt`, password)).not.toContain('Protected');
  });
  it('the digest of a web server behind its user', () => {
    expect(marksOf(`ann:{SHA}${createHash('sha1').update('x').digest('base64')}`, password)).toContain('Protected');
    expect(marksOf(`ann:kX4mQ9vLs2`, password)).not.toContain('Protected');
  });
});

describe('what a database keeps', () => {
  it('a digest of a password with its user', () => {
    expect(marksOf(`md5${hex('md5')}`, password)).toContain('Protected');
    expect(marksOf(`${hex('md5')}:9b`, password)).toContain('Protected');
    expect(marksOf(`${hex('md5')}:${hex('md5')}`, password)).not.toContain('Protected');
    expect(marksOf(`md5${hex('md5').slice(0, 20)}`, password)).not.toContain('Protected');
  });
});

describe('what is public', () => {
  it.each(['ecdsa-sha2-nistp256', 'sk-ecdsa-sha2-nistp256@openssh.com', 'sk-ssh-ed25519@openssh.com'])(
    'a key of %s',
    (kind) => {
      const size = Buffer.from([0, 0, 0, kind.length]);
      const key = Buffer.concat([size, Buffer.from(kind), Buffer.from(hex('sha512'), 'hex')]).toString('base64');
      expect(marksOf(key)).toContain('Public');
    },
  );
  it.each(['/20260314/eu-west-1/s3/aws4_request', '%2F20260314%2Feu-west-1%2Fs3%2Faws4_request'])(
    'whose key signed, and for what: …%s',
    (scope) => expect(marksOf(`Q7MXK4VLS2RTBW9ZNP3H${scope}`)).toContain('Public'),
  );
  it('a key with slashes is none', () => {
    expect(marksOf('q7MxK4vL/s2RtBw9Z/nP3hXmq/VzLs2RtBw9Znp3hX')).toEqual([]);
  });
});

describe('other things', () => {
  it.each(['postgres/creds/nginx', 'path/to/id_ecdsa', 'auth/approle/role/web1/role-id'])('%s is a path', (value) => {
    expect(marksOf(value)).toContain('Shape');
  });
  it.each(['767h59m50s', '1h0m0s', '30m15s'])('%s is a time', (value) => {
    expect(marksOf(value)).toContain('Shape');
  });
  it.each(['20260314092936-dee2d58e74515ff3', '20261129134524_fc0071dd'])('%s was made at a time', (value) => {
    expect(marksOf(value)).toContain('Shape');
  });
  it.each(['aws:index/getAmi:getAmi', 'kubernetes:helm.sh/v4:Chart', 'acme:ec2/instance:Instance'])(
    '%s is the type of a resource',
    (value) => {
      expect(marksOf(value)).toContain('Words');
      expect(marksOf(value, password)).not.toContain('Shape');
    },
  );
  it.each([
    'git@github.com:acme/orders',
    'ssh://git@git.corp.net:7999/acme/orders.git',
    'http_check.0.auth_info.0.password_wo',
  ])('%s is where something lies', (value) => {
    expect(marksOf(value)).toContain('Shape');
  });
  it.each(['1433?database=main&timeout=30', '5432/orders', 'USD,0.001,25', '802-11-wireless-security.psk'])(
    '%s has a shape of its own',
    (value) => {
      expect(marksOf(value)).toContain('Shape');
    },
  );
  it.each(['20269914092936-dee2d58e74515ff3', 'ann:q7x:K4vs2rT', '14333kX?mQ9', 'USDkX,9vLs2'])(
    '%s has none of these',
    (value) => {
      expect(marksOf(value)).not.toContain('Shape');
    },
  );
  it.each(['q7x/K4v/s2r', 'k4/mq', '767h59m50x'])('%s is neither', (value) => {
    expect(marksOf(value)).not.toContain('Shape');
  });
});

describe('names of things', () => {
  it.each(['acme--peer-adminkey', 'acme--tls-certs', 'not-my-ns', 'acme__', 'acme-web_'])('%s', (value) => {
    expect(marksOf(value)).toContain('Words');
  });
  it.each(['acme:city-lite@csv', 'acme:asn-lite'])('%s: a name and whose it is', (value) => {
    expect(marksOf(value)).toContain('Words');
    expect(marksOf(value.replace('lite', 'l1t3'))).not.toContain('Words');
  });
  it.each(['xqzv--kwpj-mhtr', 'qkx-mvz-lrt', 'kX4mQ9vLs2Rt__'])('%s is none', (value) => {
    expect(marksOf(value)).not.toContain('Words');
  });
  it('an abbreviation with the word that ends its own name', () => {
    expect(marksOf('ACLToken', { ...bare, name: 'TopicACLToken' })).toContain('Words');
    expect(marksOf('QXVToken', { ...bare, name: 'TopicACL' })).not.toContain('Words');
  });
  it.each(['the Kubernetes secret `', 'an existing secret named "', 'docker secret '])('what "%s" names', (before) => {
    const context = { ...bare, before: /["`]$/.test(before) ? before : `${before}"` };
    expect(marksOf('vsphxre-cpi', context)).toContain('Reference');
    expect(marksOf('kX4mQ9vLs2Rt', context)).not.toContain('Reference');
    expect(marksOf('vsphxre-cpi', { ...bare, before: 'secret "' })).not.toContain('Reference');
  });
});

describe('what a program puts in', () => {
  it.each(['%w', '%s', '"%-20s"', '%5.2f', '(%d)'])('%s of a format', (value) => {
    expect(marksOf(value, password)).toContain('Reference');
  });
  it.each(['%w9kX', 'w%', '%kXmQ'])('%s is none', (value) => {
    expect(marksOf(value, password)).not.toContain('Reference');
  });
  it.each(['&keyPem', '*api.Token', '&api.Token{', 'Token{}', '[]*acme.Token{first}', '&Login{"user": "ann"}'])(
    '%s of Go',
    (value) => {
      expect(marksOf(value, { ...unquoted, isGuessable: true })).toContain('Reference');
      expect(marksOf(value, { ...bare, isGuessable: true, before: '"' })).not.toContain('Reference');
    },
  );
  it.each(['&kX4mQ9', '*kxmqv', 'k{x}4mQ9', 'Xk4{mQ9'])('%s is none', (value) => {
    expect(marksOf(value, { ...unquoted, isGuessable: true })).not.toContain('Reference');
  });
});

describe('what other things make', () => {
  it.each([
    'parts[1]',
    'login[password]',
    '{basename}-sshkey',
    'db-{stage.name}',
    'test-pw-%s',
    'acme%{random_suffix}',
    '\\$tmpdir',
  ])('%s', (value) => {
    expect(marksOf(value, password)).toContain('Reference');
  });
  it.each(['parts[1]9', 'kX4[mQ9v]Ls', 'kX4-mQ-%s', '%{}kX4mQ9', '{basename}k7Xm4Q9', '\\kXmQ9$'])(
    '%s is no reference',
    (value) => {
      expect(marksOf(value, password)).not.toContain('Reference');
    },
  );
});

describe('what looks like a stand-in', () => {
  it('places to fill in make it', () => {
    expect(marksOf('pst_<token>::<key>', password)).toContain('Placeholder');
    expect(marksOf('9s36?<fy>Np7q', password)).not.toContain('Placeholder');
  });
  it('a word in Base64', () => {
    expect(marksOf(Buffer.from('test').toString('base64'))).toContain('Placeholder');
    expect(marksOf(Buffer.from('q7xK').toString('base64'))).toEqual([]);
  });
  it.each(['Testing!123', 'Test123!', 'Demo@2024'])('%s meets a policy: it may be in use', (value) => {
    expect(marksOf(value, password)).not.toContain('Placeholder');
    expect(marksOf(value, password)).toContain('LocalDefault');
  });
  it.each(['Testing', 'test-123'])('%s does not', (value) => {
    expect(marksOf(value, password)).toContain('Placeholder');
  });
  it('a sign of money for a letter begins no variable where a digit follows another', () => {
    expect(marksOf('$up3r$3cr3t!', password)).not.toContain('Reference');
    expect(marksOf('$user$pass', password)).toContain('Reference');
    expect(marksOf('$user$1', password)).toContain('Reference');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1 } from '../../../src/bytes/latin1.ts';
import { Mark } from '../../../src/engine/match.ts';
import { CONNECTION_URL_REACH, matchConnectionUrl } from '../../../src/engine/matchers/connection-url.ts';
import { bytesOf, runMatcher } from './window.ts';

const KEYWORDS = ['://', '@tcp(', '@unix(', 'jdbc:oracle:thin:', 'password=', 'password =', 'pwd='];
const find = (text: string) => runMatcher(matchConnectionUrl, CONNECTION_URL_REACH, KEYWORDS, bytesOf(text));
/** A password that no list knows; made here so that none lies in the tree. */
const made = (...parts: string[]) => parts.join('');
const PW = made('kX9', 'vT2', 'qLm4z');

/** Secret and facts of each hit as text. */
function told(text: string): string[] {
  const bytes = bytesOf(text);
  return find(text).map((hit) =>
    [latin1(bytes, hit.secretStart, hit.secretEnd), ...(hit.facts ?? []).map(([key, value]) => `${key}=${value}`)].join(
      ' ',
    ),
  );
}
const marksOf = (text: string) => find(text).map((hit) => hit.evidence?.marks ?? 0);

describe('scheme://user:password@host', () => {
  it.each([
    'postgres postgresql postgresql+psycopg2 postgresql+asyncpg mysql mysql+pymysql mariadb mssql+pyodbc mongodb mongodb+srv redis',
    'rediss amqp amqps ldap ldaps ftp ftps sftp smtp smtps http https clickhouse snowflake nats kafka cockroachdb oracle mqtt imaps',
    'jdbc:postgresql jdbc:mysql git+https socks5 elasticsearch couchdb neo4j+s bolt influxdb',
  ])('%s', (schemes) => {
    for (const scheme of schemes.split(' ')) {
      const name = scheme.replace('jdbc:', '');
      expect(told(`URL="${scheme}://svc:${PW}@db.corp.net:5432/app"`)).toEqual([
        `${PW} scheme=${name} user=svc host=db.corp.net:5432`,
      ]);
    }
  });

  it.each([
    ['redis://:PW@cache.corp.net:6379/0', 'PW', 'scheme=redis host=cache.corp.net:6379'],
    ['redis://default:gJ:PW@cache.corp.net/0', 'gJ:PW', 'scheme=redis user=default host=cache.corp.net'],
    ['postgres://u:a@PW@db.corp.net/x', 'a@PW', 'scheme=postgres user=u host=db.corp.net'],
    ['postgres://u:a/PW@db.corp.net/x?m=a@b.de', 'a/PW', 'scheme=postgres user=u host=db.corp.net'],
    ['postgres://u:a#PW?@db.corp.net:5432/x', 'a#PW?', 'scheme=postgres user=u host=db.corp.net:5432'],
    ['postgres://u:[PW]x@db.corp.net', '[PW]x', 'scheme=postgres user=u host=db.corp.net'],
    ['mongodb://u:PW@a.corp.net:1,b.corp.net:2/x', 'PW', 'scheme=mongodb user=u host=a.corp.net:1,b.corp.net:2'],
    ['postgres://u:PW@/x?host=/run', 'PW', 'scheme=postgres user=u'],
    ['http://u:PW@[2001:db8::1]:80/', 'PW', 'scheme=http user=u host=[2001:db8::1]:80'],
    ['smtps://me%40corp.net:PW@smtp.corp.net:465', 'PW', 'scheme=smtps user=me@corp.net host=smtp.corp.net:465'],
    ['https://x-access-token:PW@github.com/a/b.git', 'PW', 'scheme=https user=x-access-token host=github.com'],
    ['<u>amqp://a:PW@mq.corp.net</u>', 'PW', 'scheme=amqp user=a host=mq.corp.net<'],
  ])('%s', (text, secret, facts) => {
    expect(told(text.replaceAll('PW', PW))).toEqual([`${secret.replaceAll('PW', PW)} ${facts}`]);
  });

  it('several in one line', () => {
    const text = `hosts=amqp://a:${PW}1@m1.corp.net,amqp://a:${PW}2@m2.corp.net`;
    expect(told(text).map((line) => line.split(' ')[0])).toEqual([`${PW}1`, `${PW}2`]);
  });

  it('an apostrophe in a double-quoted URL belongs to the password', () => {
    expect(told(`"postgres://u:a'${PW}@db.corp.net/x"`)[0]).toContain(`a'${PW} `);
  });

  it('begins after an escaped line feed', () => {
    expect(told(`"A=1\\npostgres://u:${PW}@db.corp.net/x"`)).toEqual([`${PW} scheme=postgres user=u host=db.corp.net`]);
  });
});

describe('a token for a user', () => {
  const token = made('a1b2c3', 'd4e5f6', 'G7H8I9', 'j0k1');
  it.each(['https://T@api.corp.net/x', 'https://T:@api.corp.net', 'https://T:x-oauth-basic@github.com/a'])(
    '%s',
    (text) => {
      expect(told(text.replace('T', token))[0]).toMatch(new RegExp(`^${token} scheme=https host=`));
    },
  );
  it('a public Sentry DSN is marked', () => {
    expect(marksOf(`https://${'0a1b2c3d'.repeat(4)}@o1.ingest.sentry.io/4`)).toEqual([Mark.Public]);
  });
});

describe('other forms', () => {
  it.each([
    ['jdbc:postgresql://h.corp.net/db?user=app&password=PW&ssl=true', 'PW scheme=postgresql user=app host=h.corp.net'],
    [
      'jdbc:sqlserver://h.corp.net:1433;user=app;password=PW;encrypt=true',
      'PW scheme=sqlserver user=app host=h.corp.net:1433',
    ],
    [
      'jdbc:sqlserver://h.corp.net:1433;user=app;password={PW;x!9};encrypt=true',
      'PW;x!9 scheme=sqlserver user=app host=h.corp.net:1433',
    ],
    ['jdbc:oracle:thin:app/PW@h.corp.net:1521:x', 'PW scheme=jdbc:oracle user=app host=h.corp.net'],
    ['jdbc:oracle:thin:app/PW@//h.corp.net:1521/x', 'PW scheme=jdbc:oracle user=app host=h.corp.net'],
    ['"app:PW@tcp(h.corp.net:3306)/db"', 'PW scheme=mysql user=app host=h.corp.net:3306'],
    ['DSN=app:a@:PW@unix(/run/m.sock)/db', 'a@:PW scheme=mysql user=app host=/run/m.sock'],
    ['"Server=h.corp.net;Database=d;User Id=app;Password=PW;"', 'PW scheme=dsn user=app host=h.corp.net'],
    ["'Data Source=h:1521/o.corp.net;User ID=app;Password=PW'", 'PW scheme=dsn user=app host=h:1521/o.corp.net'],
    ['Driver={X};Server=h.corp.net;Uid=app;Pwd={a;PW};', 'a;PW scheme=dsn user=app host=h.corp.net'],
    ['"Password=PW;Server=h.corp.net;User Id=app"', 'PW scheme=dsn user=app host=h.corp.net'],
    ['"host=h.corp.net user=app password=PW dbname=x"', 'PW scheme=dsn user=app host=h.corp.net'],
    [`"host=h.corp.net user=app password='a PW' dbname=x"`, 'a PW scheme=dsn user=app host=h.corp.net'],
    ['h.corp.net:6380,password=PW,ssl=True', 'PW scheme=dsn'],
  ])('%s', (text, expected) => {
    expect(told(text.replaceAll('PW', PW))).toEqual([expected.replaceAll('PW', PW)]);
  });
});

describe('marks', () => {
  it.each([
    ['postgres://user:pass@db.corp.net/app', Mark.Placeholder],
    ['https://username:password@example.com/', Mark.Placeholder],
    ['postgresql://<user>:<password>@<host>/<db>', Mark.Placeholder],
    ['redis://:YOUR_PASSWORD@h.corp.net:6379', Mark.Placeholder],
    ['mysql://root:root@h.corp.net', Mark.Placeholder],
    ['amqp://guest:guest@rabbit:5672/', Mark.Placeholder],
    ['mysql://app:s3cr3t@db.corp.net/app', Mark.LocalDefault],
    ['mongodb+srv://app:P@ssw0rd!@cluster0.q9.mongodb.net/', Mark.LocalDefault],
    ['mongodb://${MONGO_USER}:${MONGO_PASSWORD}@mongo/db', Mark.Reference],
    ['mysql://{user}:{password}@{host}/db', Mark.Reference],
    ['mysql://u:%s@h.corp.net', Mark.Reference],
    ['jdbc:mysql://h.corp.net/db?user=root&password=%PASSWORD%', Mark.Reference],
    ['mysql://u:$DB_PASS@h.corp.net', Mark.Reference],
    ['mysql://u:***@h.corp.net', Mark.Masked],
    ['mysql://u:xxxxx@h.corp.net', Mark.Masked],
    ['"Server=h.corp.net;User Id=app;Password={0};"', Mark.Reference],
    ['postgres://postgres:postgres@localhost:5432/postgres', Mark.LocalDefault],
  ])('%s', (text, mark) => {
    const [marks] = marksOf(text);
    expect(marks === undefined || (marks & mark) !== 0).toBe(true);
  });

  it.each(['localhost', '127.0.0.1:5432', '[::1]', 'host.docker.internal'])('local host %s', (host) => {
    expect(marksOf(`postgres://app:welcome7@${host}/x`)).toEqual([Mark.LocalDefault]);
    expect(marksOf(`postgres://app:${PW}@${host}/x`)).toEqual([0]);
  });

  it.each(['db', 'postgres:5432'])('a service of a development set-up: %s', (host) => {
    expect(marksOf(`postgres://app:qwlkjzzx@${host}/x`)).toEqual([Mark.LocalDefault]);
    expect(marksOf(`postgres://app:${PW}@${host}/x`)).toEqual([0]);
  });

  it.each(['myxomatosis7', 'theqz81x', 'userpass1x7', 'setup-4qx', 'MYxYf9IoVOGqwPaq'])(
    'no stand-in: %s',
    (password) => {
      expect(marksOf(`postgres://app:${password}@h.corp.net/x`)).toEqual([0]);
    },
  );

  it.each(['myPassword', 'yourSecretHere', 'my-pw-1', 'theTokenOfYours'])('stand-in: %s', (password) => {
    expect(marksOf(`postgres://app:${password}@h.corp.net/x`)).toEqual([Mark.Placeholder]);
  });

  it('a strong password at an example host stays', () => {
    expect(marksOf(`http://builder:${PW}@proxy.example.com:3128`)).toEqual([0]);
  });
});

describe('no credential', () => {
  it.each([
    'https://ci.example.com/api/projects/status/1tk1uolu49098g5f?svg=true',
    'https://cdn.example.com/npm/@scope/token-utils@4.2.1/dist/index.js',
    'http://localhost:3000/@vite/client',
    'http://[::1]:8080/x@y',
    'ssh://git@github.com:22/acme/app.git',
    'git@github.com:acme/app.git mailto:security@example.com sip:alice@voip.example.com',
    'https://medium.com/@writer/how-to-rotate-api-keys-e0036b97f2f7',
    'https://web.archive.org/web/2020/http://foo.bar:80/x@y',
    'postgres://db.corp.net:5432/app?application_name=a@b',
    'https://user@dev.azure.com/org',
    'https://example.com/?redirect=https://other.example/@me',
    'mysql://{{username}}:{{ password }}@host/db',
    'see http://:8080 and redis://cache:6379',
    'password=abc',
    'form?password=abc&user=x&host=y',
    'if (password == other)',
  ])('%s', (text) => {
    expect(find(text)).toEqual([]);
  });
});

describe('properties', () => {
  const userinfo = (characters: string) =>
    fc.string({ unit: fc.constantFrom(...characters), minLength: 6, maxLength: 40 });

  it('any password a driver accepts comes back whole', () => {
    const letters = 'abcXYZ019@:/%[]!$&()*+,;=~^-_.';
    fc.assert(
      fc.property(userinfo(letters), (password) => {
        const text = `"postgres://svc:${password}@db.corp.net:5432/app"`;
        const bytes = bytesOf(text);
        const hits = find(text).filter((hit) => hit.facts?.some(([, value]) => value.startsWith('db.corp')));
        const strict = !/[/?#]/.test(password);
        if (strict) expect(hits.map((hit) => latin1(bytes, hit.secretStart, hit.secretEnd))).toEqual([password]);
      }),
    );
  });

  it('arbitrary bytes never crash; floods are linear', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...KEYWORDS, 'postgres', '@', ':', ';', 'user=', "'", '"', 'Server=h'),
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => void find(pieces.join(''))));
    for (const flood of [
      'a://',
      'a://b:',
      'a://b:c@',
      'x:@tcp(',
      'password=',
      ';password=',
      ' pwd=a;',
      'jdbc:oracle:thin:',
      'a://b:/c@',
    ]) {
      const began = performance.now();
      runMatcher(matchConnectionUrl, CONNECTION_URL_REACH, KEYWORDS, bytesOf(flood.repeat(50_000 / flood.length)));
      expect(performance.now() - began, flood).toBeLessThan(2000);
    }
  });
});

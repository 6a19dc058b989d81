/** What was told of public trees of late and is no secret: results of tests, words of lists, names of objects, codes of shares; and what looks like it and is one. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from '../matchers/told.ts';
import { bare, marksOf, password } from './marks.ts';

const random = createRandom('field noise');
const VALUE = `q7X${random.text(LETTERS, 21)}`;
const HEX = random.text('0123456789abcdef', 32);
const withValues = (text: string): string => text.replaceAll(/\b[VH]\b/g, (letter) => (letter === 'V' ? VALUE : HEX));
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what stands beside the word is no password', () => {
  it.each([
    '--- PASS: TestRate/4%_of_requests_fail (0.00s)\n',
    'cat <<E\n| Service | Result |\n|---|---|\n| auth (80) | $([ $F -eq 0 ] && echo "\u2705 PASS" || echo "\u26a0 CHECK") |\nE\n',
    '| **Security** | Scan Pass | ~60% | 95% |\n',
    'docker exec db cypher-shell -u neo4j -p password "RETURN 1"\n',
    'log.info("Startup pass completed: moved=0 durationMs={}; ");\n',
    '# Just pass H\n',
    'see https://pan.baidu.com/s/1Qa8kQ2FpZx0Lr7_aBcDe?pwd=k7qa\n',
    '[disk](https://pan.baidu.com/share/init?surl=Qa8kQ2FpZx0Lr7_aBcDeF&pwd=k7qa)\n',
    'curl -X POST http://x -H "ce-time: $(date -u +%Y-%m-%dT%H:%M:%SZ)" -d @f\n',
  ])('%s', (text) => {
    expect(toldAtAll(withValues(text))).toEqual([]);
  });
  it.each([
    'PASS: V\n',
    '| Name | Pass |\n|---|---|\n| ann | V |\n',
    'mysql -u app --password "V"\n',
    'https://corp.net/login?user=ann&pwd=V\n',
    'curl -u bot:V https://corp.net\n',
    '# pass V\n',
  ])('%s', (text) => {
    expect(toldByDefault(withValues(text))).toEqual([VALUE]);
  });
});

describe('names and words that stand for no key', () => {
  it.each([
    '{"tokens": ["tail_risk", "flash_crash", "risk_off"]}',
    'out = append_token(out, "owner_pid", owner)',
    'API_KEY_SERVICE = "acme_bot/ACME_API_KEY"',
    'TITLE_SETTINGS_KEY = "QwenAI-qwen3-vl-32b-instruct"',
    'walletSecret: "obaas-dev-adb-tns-admin"',
    '| DB Auth Secret | `acmedb-obaas-db-authn` |',
    'emoncms_apikey: emoncmskey',
    'run --ping-rate 30m --command-verification-key HH',
    'https://api.corp.net/svg?type=Date&sealed_token=V',
    'Authorization: Bearer eyJhbGciOiJIUzI1NiIs...\n',
    'access_token: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.new_access_token\n',
  ])('%s', (text) => {
    expect(toldAtAll(withValues(text.replace('HH', HEX + HEX)))).toEqual([]);
  });
  it.each([
    '{"tokens": ["V"]}',
    'API_KEY_SERVICE_KEY = "V"',
    'walletSecret: "V"',
    'acme_apikey: V',
    'run --verification-token V',
  ])('%s', (text) => {
    expect(toldAtAll(withValues(text))).toEqual([VALUE]);
  });

  it('letters and figures by turns are for review', () => {
    const counted = `key: "acm${'_'}live_abc123def456ghi789jkl012mno345pqr678stu901"`;
    expect(toldByDefault(counted)).toEqual([]);
    expect(toldAtAll(counted)).toHaveLength(1);
  });
  it('groups of random letters are no names', () => {
    const word = (length: number): string => random.text('bcdfghjklmnpqrstvwxz', length);
    expect(marksOf(`${word(8)}-${word(4)}-${word(4)}-${word(4)}-${word(12)}`, bare)).not.toContain('Words');
    expect(marksOf(`${word(8)}_${word(3)}`, bare)).not.toContain('Words');
  });
  it('a place to fill in, in several words, makes a stand-in', () => {
    for (const value of ['Acme@<ServiceName>2025!', '<tenant-name>.Qk7!x', 'Aa1<YOUR_NAME>'])
      expect(marksOf(value, password)).toContain('Placeholder');
    for (const value of ['Ku7<Rq9!x', 'a<b>Kq7x!92', 'Kq7x!92<br>', 'Kq7<xK>92!a'])
      expect(marksOf(value, password)).not.toContain('Placeholder');
  });
});

describe('where windows stood is no key', () => {
  it.each([
    '<size key="GridCell.Tab.0.left.0.0.3840.2160" width="640" height="290" />\n',
    '<state x="1" key="GridCell.Tab.1.bottom/0.27.1920.1053@0.27.1920.1053" timestamp="1588000000000" />\n',
    '<state key="#com.acme.execution.impl.EditConfigurationsDialog/0.0.1920.1080@0.0.1920.1080" />\n',
  ])('%s', (text) => {
    expect(toldAtAll(text)).toEqual([]);
  });
  it('a key of as many signs is one', () => {
    expect(toldByDefault(withValues('<size key="V" />\n<state key="V" />\n'))).toContain(VALUE);
  });
});

describe('addresses and manifests', () => {
  it.each([
    `dsn = "https://${HEX}@errors.corp.net/7"\n`,
    'u = "jdbc:mysql://jdbc-user:jdbc-pass@example.com/orders"\n',
    `kind: Secret\ndata:\n  db.service: ${base64('ordersdb1')}\n  registry.pull_url: ${base64('localhost:30100/acme')}\n`,
    'kind: Secret\ndata:\n  password: password\n',
  ])('%s', (text) => {
    expect(toldAtAll(text)).toEqual([]);
  });
  it('a word for user and password alike is for review elsewhere', () => {
    const text = 'u = "postgres://shop_user:shop_pass@pg.corp.net/orders"\n';
    expect(toldByDefault(text)).toEqual([]);
    expect(toldAtAll(text)).toEqual(['shop_pass']);
  });
  it.each([
    [`u = "https://${HEX}@git.corp.net/acme/orders"\n`, HEX],
    [`u = "postgres://shop_user:${VALUE}@pg.corp.net/orders"\n`, VALUE],
    [`kind: Secret\ndata:\n  db.service.password: ${base64(VALUE)}\n`, base64(VALUE)],
  ])('%s', (text, value) => {
    expect(toldByDefault(text)).toEqual([value]);
  });
});

describe('what scripts, schemas and tables say', () => {
  it.each([
    'grep -q "ACME_JWT_SECRET=" "$f" || grep -q "ACME_JWT_SECRET=$" "$f"\n',
    'JWT_SECRET=             # Will be auto-generated\n',
    'pass "Caddy" "Reverse proxy running"\n',
    '    log_pass "Can reach the internet (8.8.8.8)"\n',
    'printf "%s" "${PASSWORD:0:LENGTH}"\n',
    'const exp = `${g.expectation_pass || 0}/${g.expectation_total || 0}`;\n',
    "expect(cleanToken('&./a.png')).toBe('./a.png');\n",
    "elif service_key == 'fleet_ssh':\n",
    '"smtpPassword": "string (min 6, max 500)",\n',
    '| Item | System | Issues identified | EVD-LOG |\n',
    '| **API Key** | re*Bi3rubbH*\\*\\*\\* (secret) |\n',
    '| Secret | Use |\n|---|---|\n| `ACME_AUTH_KEY1` | first key |\n| `ACME_AUTH_KEY2` | second key |\n',
    'passwordSecret: acme-secrets\n',
    'locations."/".proxyPass = "http://[::1]:8088";\n',
    '<entry key="passwd">crypt1:arR7WL2TMILyNpC9g1TYTQ==</entry>\n',
    '"Jwt": { "Key": "YourSuperSecretKeyThatIsAtLeast32CharactersLong!1234567890" }\n',
    '| ~96000 Tokens | **~$0.09** |\n',
    `"rpc-password": "{${HEX}${HEX.slice(0, 8)}z533bLiK",\n`,
  ])('%s', (text) => {
    expect(toldAtAll(text)).toEqual([]);
  });
  it.each([
    'JWT_SECRET=V # made by hand\n',
    'pass "V"\n',
    'echo "${PASSWORD:-V}"\n',
    "elif service_key == 'V':\n",
    '"smtpPassword": "V",\n',
    'ALTER USER ann IDENTIFIED BY "V";\n',
    '| **API Key** | V |\n',
    'passwordSecret: V\n',
    '<entry key="passwd">V</entry>\n',
  ])('%s', (text) => {
    expect(toldByDefault(withValues(text))).toEqual([VALUE]);
  });

  it.each([
    '"Jwt": { "Key": "SuperSecretKeyForDevelopmentOnlyDoNotUseInProduction12345" }\n',
    'Jwt__Key: "QA-SecretKey-MustBe32CharactersLong!"\n',
    `const v = '${['sk', 'live', 'abcdef123456'].join('_')}';\n`,
    `const v = '${['sk', 'live', 'deadbeefdeadbeef'].join('_')}';\n`,
    `tailscale up --authkey=${['tskey', 'auth', 'kXYZ123456CNTRL', 'abc123'].join('-')}\n`,
    'await service.login("ann@corp.net", "asdfasdfsadf");\n',
    '"password": "TestPassword123!"\n',
  ])('%s is for review', (text) => {
    expect(toldByDefault(text)).toEqual([]);
    expect(toldAtAll(text)).not.toEqual([]);
  });

  it('what an address or a connection is in a Secret is told by the rules that know them', () => {
    const secret = (line: string): string => `kind: Secret\nstringData:\n  ${line}\n`;
    for (const line of [
      'bus: "amqp://guest:guest@rabbitmq:5672/"',
      'Jwt__Audience: "Acme-App"',
      'Llm__ModelId: "acme-chat-llama3-8b"',
      'Db__Default: "Host=pg;Database=e;Username=e;Password=REPLACE_ME"',
      'MONGODB_URL: "mongodb://orders-mongodb.orders.svc.cluster.local:27017"',
    ])
      expect(toldByDefault(secret(line))).toEqual([]);
    for (const line of ['U: "mongodb://u:V@mongodb.corp.net:27017"', 'D: "Host=pg.corp.net;Username=e;Password=V"'])
      expect(toldByDefault(withValues(secret(line)))).toEqual([VALUE]);
  });
});

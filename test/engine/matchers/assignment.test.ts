import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/bytes/latin1.ts';
import { Mark } from '../../../src/engine/match.ts';
import { matchAssignment } from '../../../src/engine/matchers/assignment.ts';
import type { MatcherHit, Window } from '../../../src/engine/matchers/matcher.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { makeRule } from '../../support/rules.ts';

const base: Rule = makeRule({
  id: 'zeta-secret-key',
  class: 'named',
  keywords: ['secret'],
  before: 320,
  after: 704,
  matcher: 'assignment',
  names: ['(^|_)secret(_key)?$'],
});

/** Every hit of the rule, at every occurrence of its keywords. */
function hitsOf(text: string | Uint8Array, rule: Rule = base, pad = 0): MatcherHit[] {
  const bytes = typeof text === 'string' ? fromUtf8(text) : text;
  const lower = Buffer.from(bytes).toString('latin1').toLowerCase();
  const hits: MatcherHit[] = [];
  for (const keyword of rule.keywords) {
    for (let i = lower.indexOf(keyword); i >= 0; i = lower.indexOf(keyword, i + 1)) {
      if (i < pad) continue;
      const window: Window = {
        bytes,
        content: bytes,
        start: Math.max(0, i - rule.before),
        end: Math.min(bytes.length, i + keyword.length + rule.after),
        startsHaystack: i <= rule.before,
        endsHaystack: i + keyword.length + rule.after >= bytes.length,
        anchorStart: i,
        anchorEnd: i + keyword.length,
      };
      hits.push(...matchAssignment(window, rule));
    }
  }
  return hits;
}

function valuesOf(text: string | Uint8Array, rule: Rule = base): string[] {
  const bytes = typeof text === 'string' ? fromUtf8(text) : text;
  const found = hitsOf(bytes, rule).map((hit) => utf8(hit.value ?? bytes.subarray(hit.secretStart, hit.secretEnd)));
  return [...new Set(found)];
}

/** Made at run time: letters and digits of no pattern. */
const token = (length: number, seed = 7): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  let state = seed;
  let text = '';
  for (let i = 0; i < length; i++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    text += letters[Math.floor(state / 65536) % letters.length];
  }
  return text;
};

/** N: the name in camel case, U: in upper snake case, V: the value. */
const carriers: Record<string, string> = {
  shell: 'export U=V\n',
  'shell quoted': 'export U="V"\n',
  'shell single': "U='V'\n",
  'shell after command': 'FOO=1 U=V ./run\n',
  env: 'A=b\nU=V\nC=d\n',
  'env with comment': 'U=V # production\n',
  'env crlf': 'A=b\r\nU=V\r\nC=d\r\n',
  'env bom': '\ufeffU=V\n',
  'env at end': 'U=V',
  'powershell env': '$env:U = "V"\r\n',
  'powershell flag': 'Connect-Zeta -SecretKey "V" -Force\n',
  'batch set': 'set U=V\r\n',
  'batch set quoted': 'set "U=V"\r\n',
  fish: 'set -gx U V\n',
  setx: 'setx U V\r\n',
  make: 'U ?= V\n',
  'make colon': 'U := V\n',
  'make posix colon': 'U ::= V\n',
  yaml: 'zeta:\n  zeta_secret_key: V\n  next: 1\n',
  'yaml double': 'zeta_secret_key: "V"\n',
  'yaml single': "zeta_secret_key: 'V' # old\n",
  'yaml block': 'zeta_secret_key: |\n  V\nnext: 1\n',
  'yaml folded': 'zeta_secret_key: >-\n  V\nnext: 1\n',
  'yaml flow': '{ zeta_secret_key: V, next: 1 }\n',
  'yaml tag': 'zeta_secret_key: !!str V\n',
  'yaml list env': '- name: U\n  value: V\n- name: OTHER\n  value: x\n',
  'yaml list env quoted': '        - name: U\n          value: "V"\n',
  'yaml list env reversed': '- value: V\n  name: U\n',
  'compose list': 'environment:\n  - U=V\n  - A=b\n',
  'compose list quoted': 'environment:\n  - "U=V"\n',
  'github workflow': 'env:\n  U: V\n',
  json: '{"zetaSecretKey": "V", "a": 1}\n',
  'json tight': '{"zetaSecretKey":"V"}\n',
  'json pair': '{"name": "U", "value": "V"}\n',
  'json pair reversed': '{"value": "V", "name": "U"}\n',
  'json in string': '{"cmd": "{\\"zetaSecretKey\\": \\"V\\", \\"n\\": 3}"}\n',
  'json in string in string': '"{\\\\\\"zetaSecretKey\\\\\\": \\\\\\"V\\\\\\"}"\n',
  'json list': '{"zeta_secret": ["V"]}\n',
  toml: 'zeta_secret_key = "V"\n',
  ini: '[zeta]\nsecret_key = V\n',
  properties: 'zeta.secret.key=V\n',
  'properties colon': 'zeta.secret.key: V\n',
  'properties blank': 'zeta.secret.key V\n',
  'java property flag': 'java -Dzeta.secret.key=V -jar a.jar\n',
  'xml element': '<zetaSecretKey>V</zetaSecretKey>\n',
  'xml attribute': '<zeta secretKey="V" id="3"/>\n',
  'xml pair': '<add key="ZetaSecretKey" value="V"/>\n',
  'xml pair reversed': '<add value="V" key="ZetaSecretKey"/>\n',
  'xml entry': '<entry key="zeta.secret.key">V</entry>\n',
  plist: '<key>ZetaSecretKey</key>\n<string>V</string>\n',
  'hadoop property': '<property><name>zeta.secret.key</name><value>V</value></property>\n',
  'value element': '<property name="zeta.secret.key"><value>V</value></property>\n',
  'value element below': '<property name="zeta.secret.key">\n  <value>V</value>\n</property>\n',
  'string of Android': '<string name="zeta_secret_key" translatable="false">V</string>\n',
  'setting of .NET': '<setting name="ZetaSecretKey" serializeAs="String">\n  <value>V</value>\n</setting>\n',
  'resource of .NET': '<data name="ZetaSecretKey" xml:space="preserve"><value>V</value></data>\n',
  cdata: '<zetaSecretKey><![CDATA[V]]></zetaSecretKey>\n',
  hcl: 'resource "zeta" "a" {\n  secret_key = "V"\n}\n',
  'hcl variable': 'variable "zeta_secret_key" {\n  type    = string\n  default = "V"\n}\n',
  dockerfile: 'ENV U=V\n',
  'dockerfile blank': 'ENV U V\n',
  'dockerfile arg': 'ARG U=V\n',
  'dockerfile two': 'ENV A=b \\\n    U=V\n',
  'template parameter': 'Parameters:\n  ZetaSecretKey:\n    Type: String\n    NoEcho: true\n    Default: V\n',
  'template parameter, json': '{"ZetaSecretKey": {\n  "Type": "String",\n  "Default": "V"\n}}\n',
  'yaml plain below': 'zeta:\n  zeta_secret_key:\n    V\n  next: 1\n',
  'shell continued': 'export U=\\\n  V\n',
  'shell continued, more': 'run U=\\\r\n  V \\\r\n  a\r\n',
  'string continued': 'U = "VA\\\nVB"\n',
  'string continued, crlf': "U = 'VA\\\r\n    VB'\n",
  'c array': 'const char zeta_secret_key[33] = "V";\n',
  'c array with attribute': 'const char zeta_secret_key[] PROGMEM = "V";\n',
  'perl environment': '$ENV{U} = "V";\n',
  'perl hash': "$zeta{'secret_key'} = 'V';\n",
  'perl hash of an object': '$self->{zeta_secret_key} = "V";\n',
  'jsx braces': '<Zeta secretKey={"V"} id="3" />\n',
  'markdown strong with its colon': '- **Zeta secret key:** `V`\n',
  'json with codes for quotes': '{"a":"\\u0022zetaSecretKey\\u0022:\\u0022V\\u0022,\\u0022b\\u0022:1"}\n',
  'query with codes for quotes': '{"a":"zeta_secret_key=\\u0027V\\u0027"}\n',
  'yaml list of arguments': 'args:\n  - --zeta-secret-key\n  - V\n  - --port\n',
  'yaml list of arguments, quoted': '- "--zeta-secret-key"\n- "V"\n',
  'dotted name in json': '{"a":1,"zeta.secret_key":"V"}\n',
  'table of a program': '│ zeta_secret_key │ V │\n',
  'fields between bars': 'a=1|zeta_secret_key=V|b=2\n',
  'headers between bars': 'x-zeta-secret-key: V|x-zeta-other: 2\n',
  'headers by turns': '"rawHeaders":["Host","a","X-Zeta-Secret-Key","V"]\n',
  'sql login': "CREATE LOGIN ann WITH SECRET = N'V';\n",
  'c++ initializer': 'std::string zetaSecretKey{"V"};\n',
  'jinja default': 'zeta: "{{ zeta_secret_key | default(\'V\') }}"\n',
  'helm default': 'zeta: {{ .Values.zeta.secretKey | default "V" | quote }}\n',
  'sql insert': "INSERT INTO zeta (id, secret_key) VALUES (1, 'V');\n",
  'sql insert, quoted': "insert into `app`.`zeta` (`a`,`secret_key`,b)\nvalues ('x, (y', N'V', NOW());\n",
  'sql set for': "SET SECRET FOR 'bob'@'%' = 'V';\n",
  flag: 'zeta --secret-key V --verbose\n',
  'flag equals': 'zeta --secret-key=V\n',
  header: 'X-Zeta-Secret-Key: V\r\n',
  'curl header': "curl -H 'X-Zeta-Secret-Key: V' https://a.example\n",
  query: 'GET https://a.example/v1?x=1&zetaSecretKey=V&y=2\n',
  form: 'curl -d "user=a&zeta_secret=V&b=c" https://a.example\n',
  logfmt: 'level=info zeta_secret=V msg=hello\n',
  'connection string': '"Server=a;ZetaSecret=V;Other=b"\n',
  'python assign': 'ZETA_SECRET_KEY = "V"\n',
  'python bytes': "ZETA_SECRET_KEY = b'V'\n",
  'python typed': 'zeta_secret_key: str = "V"\n',
  'python optional': 'zeta_secret_key: Optional[str] = "V"\n',
  'python kwarg': 'client = Zeta(user="a", secret_key="V")\n',
  'python dict': "{'zeta_secret_key': 'V', 'a': 1}\n",
  'python environ': 'os.environ["U"] = "V"\n',
  'python setdefault': 'os.environ.setdefault("U", "V")\n',
  'python getenv default': 'x = os.getenv("U", "V")\n',
  'python get or': 'x = os.environ.get("U") or "V"\n',
  'python outer default': 'secret_key = os.getenv("OTHER", "V")\n',
  'python paren': 'secret_key = (\n    "V"\n)\n',
  csh: 'setenv ZETA_SECRET_KEY V\n',
  'python triple': 'secret_key = """V"""\n',
  'python click': '@option("--zeta-secret-key", default="V")\n',
  'php dump': '  ["zetaSecretKey"]=>\n  string(32) "V"\n',
  'windows flag': 'wmic /user:ann /zeta-secret-key:V os get name\n',
  'python next line': 'secret_key = \\\n    "V"\n',
  js: "const zetaSecretKey = 'V';\n",
  'js template': 'const zetaSecretKey = `V`;\n',
  ts: 'const zetaSecretKey: string = "V";\n',
  'ts field': 'private readonly zetaSecretKey: string = "V";\n',
  'js object': 'new Zeta({ secretKey: "V", a: 1 });\n',
  'js env or': "const a = process.env.U || 'V';\n",
  'js env nullish': "const a = process.env.U ?? 'V';\n",
  'js outer fallback': "const x = { secretKey: process.env.OTHER ?? 'V' };\n",
  'js buffer': "const zetaSecret = Buffer.from('V', 'hex');\n",
  java: 'private static final String ZETA_SECRET_KEY = "V";\n',
  'java setter': 'client.setSecretKey("V");\n',
  'java builder': 'Zeta.builder().withSecretKey("V").build();\n',
  'java put': 'map.put("zetaSecretKey", "V");\n',
  'java compare': 'if (secretKey.equals("V")) return;\n',
  'java compare left': 'if ("V".equals(secretKey)) return;\n',
  'java two lines': 'String zetaSecretKey =\n    "V";\n',
  kotlin: 'val zetaSecretKey: String = "V"\n',
  csharp: 'public const string ZetaSecretKey = @"V";\n',
  go: 'zetaSecretKey := "V"\n',
  'go typed': 'const ZetaSecretKey string = "V"\n',
  'go struct': 'Zeta{SecretKey:   "V",}\n',
  'erlang tuple': '[{zeta_secret, "V"}, {port, 1}].\n',
  'erlang binary': '{zeta_secret,<<"V">>}.\n',
  'log line': '2026-01-02 12:00:00 INFO using zeta_secret=V\n',
  'go list': 'Zeta{ZetaSecret: []string{"V", "W"}}\n',
  'java list': 'String[] zetaSecret = new String[] {"V"};\n',
  'objective-c argument': '[zip openAt:path zetaSecret:@"V" error:&error];\n',
  'filled in': "fill_in 'zeta_secret', with: 'V'\n",
  'filled in by symbol': "fill_in :zeta_secret, with: 'V'\n",
  'settings path': "config.zeta_secret = 'V'\n",
  'told in a sentence': 'Its zeta secret is "V", keep it.\n',
  'go bytes': 'zetaSecret := []byte("V")\n',
  rust: 'const ZETA_SECRET_KEY: &\'static str = "V";\n',
  php: "$zetaSecretKey = 'V';\n",
  'php append': "$zetaSecretKey .= 'V';\n",
  'php array': "['zeta_secret_key' => 'V'];\n",
  'php define': "define('ZETA_SECRET_KEY', 'V');\n",
  'php property': "$this->zetaSecretKey = 'V';\n",
  ruby: ":zeta_secret_key => 'V'\n",
  'ruby symbol': "zeta_secret_key: 'V'\n",
  'ruby call': "  secret_key 'V'\n",
  compare: 'if zeta_secret_key == "V":\n',
  'compare left': 'if "V" == zeta_secret_key:\n',
  'shell default': 'echo ${U:-V}\n',
  spring: 'zeta.secret-key: ${ZETA_KEY:V}\n',
  notebook: '   "os.environ[\\"U\\"] = \\"V\\"\\n",\n',
  'escaped newline': 'write("U=V\\nA=b\\n")\n',
  ansi: '\u001b[32mzeta_secret\u001b[0m: \u001b[1m V\u001b[0m\n',
  nbsp: 'Zeta secret:\u00a0V\n',
  'zero width': 'zeta_secret:\u200b V\n',
  typographic: 'zeta_secret = \u201cV\u201d\n',
  markdown: '- **Zeta secret key**: `V`\n',
  label: 'Zeta secret key: V\n',
  table: '| Zeta secret | V |\n',
  'html entity': '{&quot;zetaSecret&quot;:&quot;V&quot;}\n',
  redis: 'zetasecret V\n',
  csv: 'Zeta id,Zeta secret key\nabc,V\n',
  'csv row': 'name,value\nZETA_SECRET,V\n',
  'csv row, quoted': '"ZETA_SECRET","V","x"\n',
  'header in an option': 'wget --header="X-Zeta-Secret: V" u\n',
  'constant of a default': "const key = process.env.U || 'V';\n",
  'default of a field': '  zeta_secret: SecretStr = Field(default="V")\n',
  'variable with attributes': 'variables:\n  ZETA_SECRET:\n    value: "V"\n    description: "x"\n',
  'json with attributes': '{"ZETA_SECRET": {"value": "V"}}\n',
  'property of a build': 'sonar {\n  property "zeta.secret.key", "V"\n}\n',
  'environment of a build': "  environment 'U', 'V'\n",
  'csharp property': 'public string ZetaSecret { get; private set; } = "V";\n',
  percent: '%7B%22zetaSecret%22%3A%22V%22%7D\n',
};

describe('an assignment in every carrier', () => {
  const rule = { ...base, names: ['(^|_)secret(_key)?$', '(^|_)zeta_?secret(_key)?$'] };
  for (const [carrier, template] of Object.entries(carriers)) {
    if (carrier === 'percent') continue;
    it(carrier, () => {
      for (const value of [token(40), token(32, 3), `9x${token(12, 11)}/+${token(6, 5)}q`]) {
        const text = template
          .replace(/\bU\b/g, 'ZETA_SECRET_KEY')
          .replace(/\bVA\b/g, () => value.slice(0, 9))
          .replace(/\bVB\b/g, () => value.slice(9))
          .replace(/(?<=022)V(?=\\)|(?<=027)V(?=\\)|\bV\b/g, () => value);
        expect(valuesOf(text, rule)).toContain(value);
      }
    });
  }
});

describe('values as they stand', () => {
  const cases: [string, string, string][] = [
    ['spaces in quotes', "secret: 'maple 227 trolley'\n", 'maple 227 trolley'],
    ['other quote inside', '"secret": "Hel\'8Cii@7",\n', "Hel'8Cii@7"],
    ['leading symbol', 'a.secret = +sX6xgXg\n', '+sX6xgXg'],
    ['trailing comma', 'secret: abc9def,\n', 'abc9def'],
    ['trailing semicolon', 'secret = abc9def;\n', 'abc9def'],
    ['trailing parenthesis', 'f(secret=abc9def)\n', 'abc9def'],
    ['the end of a sentence in brackets', 'as told (secret: abc9def).\n', 'abc9def'],
    ['a full stop', 'secret: abc9def.\n', 'abc9def.'],
    ['caret and exclamation', 'SECRET: C4f8-Bq6^!\n', 'C4f8-Bq6^!'],
    ['escaped quote', 'secret = "ab\\"cd9"\n', 'ab\\"cd9'],
    ['doubled quote', "secret: 'ab''cd9'\n", "ab''cd9"],
    ['joined by parentheses', 'secret = ("abc9"\n  "def8")\n', 'abc9def8'],
    ['joined', 'secret = "abc9" + "def8"\n', 'abc9def8'],
    ['joined over lines', 'secret = "abc9" +\n  "def8";\n', 'abc9def8'],
    ['two strings of a shell', "echo secret='abc9' 'def8'\n", 'abc9'],
    ['hash without blank', 'secret=ab#cd9\n', 'ab#cd9'],
    ['four groups of letters', 'secret: abcd efgh ijkl mnop\n', 'abcd efgh ijkl mnop'],
    ['four groups in an outer string', '"SECRET=abcd efgh ijkl mnop"\n', 'abcd efgh ijkl mnop'],
    ['four groups in a template string', 'secret = `abcd efgh ijkl mnop`;\n', 'abcd efgh ijkl mnop'],
    ['words and no groups', 'secret: abcd efgh ijkl mnop qrst\n', 'abcd'],
    ['percent codes of a query', 'GET /?secret=a%2Fb9&c=d', 'a/b9'],
    ['percent codes of a form', "curl -d 'secret=a%2Fb9&c=d'", 'a/b9'],
    ['template', 'secret: ${{ secrets.X }}\n', '${{ secrets.X }}'],
  ];
  for (const [title, text, value] of cases) it(title, () => expect(valuesOf(text)).toEqual([value]));

  it('names the encoding', () => {
    expect(hitsOf('"secret": "a\\u0041b"')[0]?.encoding).toBe('json');
    expect(hitsOf('GET /?secret=a%2Fb&c=d')[0]?.encoding).toBe('given');
    expect(hitsOf('secret=a%2Fb')[0]?.encoding).toBe('plain');
  });
});

describe('values in braces of their own', () => {
  it('lose them where they are one random word, as a store of credentials may set one', () => {
    const value = token(24);
    expect(valuesOf(`<secret>{${value}}</secret>\n`)).toEqual([value]);
    expect(valuesOf(`<secret>{AQAAAB${value}}</secret>\n`)).toEqual([`{AQAAAB${value}}`]);
    expect(valuesOf('<Zeta secret>{userSecretOfZeta}</secret>\n<secret>{userSecretOfZeta}</secret>\n')).toEqual([
      '{userSecretOfZeta}',
    ]);
  });
});

describe('calls that begin the work of a library', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['^zeta$'], value: '[A-Za-z0-9]{24}' };
  const value = token(24);
  it.each([`zeta.init("${value}", { debug: true });`, `Zeta("${value}")`])('%s', (text) => {
    expect(valuesOf(text, rule)).toEqual([value]);
  });
  it.each([`zeta.track("${value}")`, `zeta.encode("${value}")`, `zeta.reinit("${value}")`])('none in %s', (text) => {
    expect(valuesOf(text, rule)).toEqual([]);
  });
});

describe('names that begin in capitals and end in small letters', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['^zeta_(api_key|private_key|db_secret_token)$'] };
  it.each(['zetaAPIkey', 'ZETA_APIkey', 'zetaPRIVATEkey', 'zetaAPIKey', 'ZetaDBsecretToken'])('%s', (name) => {
    expect(valuesOf(`${name} = "q9ZkT2m"\n`, rule)).toEqual(['q9ZkT2m']);
  });
  it.each(['zetaAPIkeyboard', 'zetaApikey', 'zetaAkey'])('none in %s', (name) => {
    expect(valuesOf(`${name} = "q9ZkT2m"\n`, rule)).toEqual([]);
  });
});

describe('a form inside a parameter', () => {
  it('ends at its own signs', () => {
    expect(valuesOf(`next=%2Fa%3Fuser%3Dann%26secret%3D${token(32)}%26n%3D1`)).toEqual([token(32)]);
    expect(valuesOf(`secret%3D${token(32)}&n=1`)).toEqual([token(32)]);
    // As writers of JSON for pages escape signs.
    for (const eq of [String.raw`\u003d`, String.raw`\u003D`]) {
      expect(valuesOf(`{"cmd":"env secret${eq}${token(32)}"}`)).toEqual([token(32)]);
      const and = String.raw`\u0026`;
      expect(valuesOf(`{"u":"/a?n${eq}1${and}secret${eq}${token(32)}${and}m${eq}2"}`)).toEqual([token(32)]);
      expect(valuesOf(`{"u":"/a?secret${eq}${token(32)}${and}m${eq}2"}`)).toEqual([token(32)]);
    }
  });
});

describe('no value', () => {
  const cases = [
    'string secret;\n',
    '"secret=" + value\n',
    'f("secret: " + secret)\n',
    'secret = os.getenv("SECRET")\n',
    'const secret = process.env["SECRET"];\n',
    '{ name: orders, key: secret }\n',
    'secretKeyRef: {name: db, key: secret}\n',
    '<input name="secret" id="new-secret">\n',
    "kubectl get secrets x -o json | jq '.data.secret' | xargs | base64 -d\n",
    'secret: ""\n',
    "secret = ''\n",
    'arn:aws:secretsmanager:eu-1:1:secret:name\n',
    'let secret: string | null;\n',
    '  secret, token12345\n',
    'public string Secret { get; set; }\n',
    'secret:\n  description: "see below"\n',
    '<secret type="NamePseudo"/>\n',
    'secret:\n  label: word\n  value: q9ZkT2m\n',
    'secret:\n  type: string\nother:\n  default: q9ZkT2m\n',
    '<label for="secret">q9ZkT2m</label>\n',
    '<div id="secret" class="x">q9ZkT2m</div>\n',
    '<string name="secret" translatable="false"><b>q9ZkT2m</b></string>\n',
    '<property name="secret" type="x"/>\nq9ZkT2m\n',
    '<a href="secret">q9ZkT2m</a>\n',
    'a: {{ .Values.secret | b64enc }}\n',
    "INSERT INTO t (a, secret) VALUES ('x', md5('q9ZkT2m'));\n",
    "INSERT INTO t (a, secret) VALUES ('x', '900150983cd24fb0d6963f7d28e17f72');\n",
    "f(a, secret) values ('x', 'q9ZkT2m')\n",
    '<rule pattern="(key|secret|token|pid)\\b">\n',
    'x = ["secret", "q9ZkT2m", "b"]\n',
    '{{- $secret = q9ZkT2m $length }}\n',
    '[\n  "a",\n  "secret",\n  "q9ZkT2m",\n]\n',
    'Use `the_secret` or `q9ZkT2m` instead.\n',
    'secret:\n  - q9ZkT2m\n',
    '- --secret\n- --q9ZkT2m\n',
    '- --secret\nq9ZkT2m\n',
    '--secret\n- q9ZkT2m\n',
    'a - --secret\n- q9ZkT2m\n',
    'secret:\nq9ZkT2m\n',
    'secret:\n  q9ZkT2m: on\n',
    'the secret:\n  q9ZkT2m\n',
    'if secret:\n    q9ZkT2m(1)\n',
    'secret = \\\n  $(cat q9ZkT2m)\n',
    'a = "${secret} = "\n',
    '"secret": "C:\\dir\\\n q9 ZkT2m"\n',
  ];
  for (const text of cases) {
    it(text.trim(), () =>
      expect(valuesOf(text).filter((value) => /['"()]|^\S+$/.test(value) && value !== 'string')).toEqual([]),
    );
  }
});

describe('bars and parentheses', () => {
  it.each([
    '| secret | q9Zk |\n',
    '|secret|q9Zk|\n',
    'secret | q9Zk\n',
    '[x](https://a.b/c?secret=q9Zk)](https://a.b)\n',
  ])('%s', (text) => {
    expect(valuesOf(text)).toEqual(['q9Zk']);
  });

  it('"pass" before a quoted word is a verb within a sentence, and a name where a line begins', () => {
    const rule: Rule = { ...base, keywords: ['pass'], names: ['^pass$'] };
    expect(valuesOf('You can pass `q9Zk` to it.\n', rule)).toEqual([]);
    expect(valuesOf('  pass "q9Zk"\n', rule)).toEqual(['q9Zk']);
    expect(valuesOf('login bob pass: "q9Zk"\n', rule)).toEqual(['q9Zk']);
  });
});

describe('a value on a line of its own', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['^zeta_key$'] };
  const value = token(28);

  it.each(['Your zeta key:\n\n    V\n\nKeep it.\n', 'zeta_key:\n  V\n', 'zeta key:\r\n\r\nV\r\n', 'zeta_key =\n  V'])(
    '%j',
    (text) => {
      expect(valuesOf(text.replace('V', value), rule)).toEqual([value]);
    },
  );

  it.each([
    'zeta_key:\n  V: 1\n',
    'zeta_key:\n  - V\n',
    'zeta_key:\n  V and more\n',
    'zeta_key:\n\n\n  V\n',
    'zeta_key:\n  some.module.of.ours\n',
  ])('none in %j', (text) => {
    expect(valuesOf(text.replace('V', value), rule)).toEqual([]);
  });
});

describe('several names at once', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['(^|_)zeta_key$'] };
  it.each([
    ["user, zeta_key = 'bob', 'q9Zk'\n", ['q9Zk']],
    ["  a, b, zeta_key = 'x', 'y', \"q9Zk\"\n", ['q9Zk']],
    ["zeta_key = 'q9Zk', 'bob'\n", ['q9Zk']],
    ["f(user, zeta_key='q9Zk')\n", ['q9Zk']],
    ['user, zeta_key = load()\n', []],
  ])('%s', (text, values) => {
    expect(valuesOf(text, rule)).toEqual(values);
  });
});

describe('bytes as numbers', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['(^|_)zeta_key$'], value: '[0-9, ]{16,200}' };
  it('are a key, but not in ascending order', () => {
    expect(valuesOf('zeta_key = [52, 7, 201, 99, 4, 250, 18, 77, 140]', rule)).toEqual([
      '52, 7, 201, 99, 4, 250, 18, 77, 140',
    ]);
    expect(valuesOf('zeta_key = [2, 20, 26, 33, 46, 59, 71, 77, 82]', rule)).toEqual([]);
  });
});

describe('notes', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['(^|_)zeta(_[a-z]+)*_(key|token|secret)$'] };
  const value = token(24);
  it.each([
    `zeta key ${value}\n`,
    `the new Zeta API KEY ${value}, use it\n`,
    `zeta token - '${value}'\n`,
    `zeta SECRET key - ${value}\n`,
    `zeta access token "${value}"\n`,
    `zeta ACCESS_TOKEN ${value}\n`,
    `zeta KEY=${value}\n`,
    `zeta TOKEN: ${value}\n`,
    `zeta token = '${value}'\n`,
    `the zeta api token : ${value}\n`,
    `zeta   API    KEY  :  ${value}\n`,
  ])('%s', (text) => {
    expect(valuesOf(text, rule)).toEqual([value]);
  });
  it.each([`the zetaToken ${value} goes into the vault\n`, `the zeta_secret - '${value}'\n`, `zeta key is ${value}\n`])(
    'after the name alone: %s',
    (text) => {
      expect(valuesOf(text, rule)).toEqual([value]);
    },
  );
  it('the full stop of the sentence is no part of the value', () => {
    expect(valuesOf(`My zeta key is ${value}. Use it.\n`, rule)).toEqual([value]);
    expect(valuesOf(`the zetaToken ${value}.`, rule)).toEqual([value]);
    expect(valuesOf(`the zeta key is ${value.slice(0, 18)}...`, rule)).toEqual([`${value.slice(0, 18)}...`]);
  });
  it.each([
    'the zeta_key rotation-is-described-elsewhere-in-2024\n',
    `the zeta_key ${value}.${value}\n`,
    `the zeta_token ${value.slice(0, 19)} was it\n`,
    'the zeta_token ZetaThumbnail1024x1024SizeToken\n',
    'zeta key rotation-is-described-elsewhere\n',
    'zeta key is kept-in-the-vault\n',
    `zeta ${value}\n`,
    `zeta key\n${value}\n`,
    'zeta token 2026\n',
    'a zeta secret nobody knows of\n',
    'zeta key ROTATION\n',
    'zeta monkey q9ZkM2q9ZkM2q9ZkM2\n',
  ])('none in %s', (text) => {
    expect(valuesOf(text, rule)).toEqual([]);
  });
});

describe('short notes', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['^zeta(_[a-z]+)*_(key|password)$'] };
  it('are values where letters and digits take turns, but for passwords, which look like anything', () => {
    expect(valuesOf('zeta key q9Zk4mT2bX7w\n', rule)).toEqual(['q9Zk4mT2bX7w']);
    expect(valuesOf('zeta key q9Zk4mT2bX7\n', rule)).toEqual([]);
    expect(valuesOf('zeta key rotation2026\n', rule)).toEqual([]);
    expect(valuesOf('zeta password q9Zk4mT2bX7w\n', rule)).toEqual([]);
  });
  it('keep the sign behind their first byte', () => {
    expect(valuesOf('zeta key b_Vq=6W68q9Zk4mT2bX7w\n', rule)).toEqual(['b_Vq=6W68q9Zk4mT2bX7w']);
  });
});

describe('notes of letters alone', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['^zeta(_[a-z]+)*_key$'] };
  it('are random where their capitals come in twos', () => {
    const letters = `abCDe${token(18).replace(/\d/g, 'q')}`;
    expect(valuesOf(`zeta key ${letters}\n`, rule)).toEqual([letters]);
    expect(valuesOf('zeta key getSecretOfZetaByName\n', rule)).toEqual([]);
  });
});

describe('a name that runs into its value', () => {
  const uuid = '[0-9a-z]{8}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{12}';
  const rule: Rule = {
    ...base,
    keywords: ['zeta'],
    names: ['^zeta(_[a-z]+)*_(key|token|secret)$'],
    value: `[A-Za-z0-9]{24}|${uuid}`,
  };
  const value = `q9${token(22)}`;
  const dashed = [8, 4, 4, 4, 12].map((length, part) => token(length, part + 2).toLowerCase()).join('-');
  it.each([
    `zeta-secret-${value}`,
    `zeta-SECRET-key-${dashed}`,
    `(zetaTOKEN.${value})`,
    `see zeta_api_key_X-${dashed}.`,
    `x zetaSECRETyo-${value} y`,
    `zeta SECRET-${value}\n`,
    `the zeta access token-${dashed}, use it`,
  ])('%s', (text) => {
    const found = text.includes(dashed) ? dashed : value;
    expect(valuesOf(text, rule)).toEqual([found]);
    expect(hitsOf(text, rule)[0]?.evidence?.nameStrength).toBe(0);
  });
  it.each([
    `zeta-secret-${value}x`,
    `zeta-${value}`,
    `zeta has no secret-${value}`,
    `zeta monkey-${value}`,
    `zeta-monkey-${value}`,
    `zeta-secret-${value}=1`,
    `zeta-secret-${value}-${'a'.repeat(240)}`,
    'zeta-secret-of-the-house-2024-10-01-and-more',
  ])('none in %s', (text) => {
    expect(valuesOf(text, rule)).toEqual([]);
  });
  it('is for rules that know the shape of the value', () => {
    expect(valuesOf(`zeta-secret-${value}`, { ...rule, class: 'generic' })).toEqual([]);
  });
});

describe('notes in capitals', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['^zeta(_[a-z]+)*_key$'] };
  const capitals = token(26).replace(/\d/g, 'Q').toUpperCase();
  it('twenty and more in a row are no word', () => {
    expect(valuesOf(`zeta key ${capitals}\n`, rule)).toEqual([capitals]);
    expect(valuesOf(`zeta key ${capitals.slice(0, 19)}\n`, rule)).toEqual([]);
  });
});

describe('blanks inside the quotes', () => {
  const rule: Rule = { ...base, value: '[A-Za-z0-9]{24}' };
  const value = token(24);
  it('are no part of a value that has the shape without them', () => {
    expect(valuesOf(`secret = ' ${value}  '`, rule)).toEqual([value]);
    expect(valuesOf(`secret = '${value} q'`, rule)).toEqual([]);
    expect(valuesOf("secret = '   '", rule)).toEqual([]);
  });
});

describe('an address whose host names the provider', () => {
  const rule: Rule = {
    ...base,
    keywords: ['zeta'],
    names: ['(^|_)zeta(_[a-z]+){0,2}_(key|token)$'],
    value: '[A-Za-z0-9]{24}',
  };
  const value = token(24);
  it.each([
    `GET https://api.zeta.com/v1/list?key=${value}&limit=5`,
    `url = "https://zeta.io?limit=5&api_key=${value}"`,
    `(https://www.zeta.com:8443/a/b?x=1&access_token=${value})`,
    `http://data.zeta.org/q?appid=${value}`,
  ])('%s', (text) => {
    expect(valuesOf(text, rule)).toEqual([value]);
  });
  it.each([
    `https://api.zeta.com/v1/list?page=${value}`,
    `https://api.zeta.com/v1/list "?key=${value}"`,
    `https://api.zeta.com/v1/${value}?key=`,
    `https://example.com/zeta?x=${value}`,
    `https://api.zeta.com/${'p'.repeat(220)}?key=${value}`,
  ])('none in %s', (text) => {
    expect(valuesOf(text, rule)).toEqual([]);
  });
});

describe('a function that returns it', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['(^|_)zeta_(key|token)$'] };
  const value = token(24);
  it.each([
    `func getZetaToken() string { return "${value}" }`,
    `def zeta_key(self, env=None) -> str:\n    return '${value}'\n`,
    `  zetaToken(): string {\n    return '${value}';\n  }`,
    `String zetaKey() => "${value}";`,
    `private static String getZetaKey() {\n return "${value}"; }`,
  ])('%s', (text) => {
    expect(valuesOf(text, rule)).toEqual([value]);
  });
  it.each([
    `func getZetaToken() string { return load("${value}") }`,
    `if (zetaToken()) return "${value}"`,
    `func zetaToken() string { log("${value}") }`,
    `zetaToken(); return "${value}"`,
  ])('none in %s', (text) => {
    expect(valuesOf(text, rule)).toEqual([]);
  });
});

describe('an attribute with a whole name', () => {
  it('stands by itself, whatever the element is called', () => {
    const rule: Rule = { ...base, keywords: ['key'], names: ['^[a-z]+_key$'], notNames: ['client_[a-z]+_key'] };
    expect(valuesOf('<Client zetaKey="q9ZkM2q9" />', rule)).toEqual(['q9ZkM2q9']);
  });
});

describe('fields of an Android build', () => {
  it.each([
    'buildConfigField "String", "SECRET", "\\"q9ZkM2\\""\n',
    `  buildConfigField 'String' , 'SECRET' , '"q9ZkM2"'\n`,
    'buildConfigField("String", "SECRET", "\\"q9ZkM2\\"")\n',
    'resValue "string", "secret", "q9ZkM2"\n',
  ])('%s', (text) => {
    expect(valuesOf(text)).toEqual(['q9ZkM2']);
  });
  it('a list of words is none', () => {
    expect(valuesOf('words("String", "secret", "q9ZkM2")\n')).toEqual([]);
  });
});

describe('a value before a command', () => {
  const trails = (text: string): boolean => ((hitsOf(text)[0]?.evidence?.marks ?? 0) & Mark.Trailing) !== 0;
  it.each(['SECRET=abc9def python -m bot\n', '  SECRET=abc9def ./run\n', 'env SECRET=abc9def ./run\n'])(
    '%s',
    (text) => {
      expect(trails(text)).toBe(false);
    },
  );
  it('other arguments follow a flag, other fields that of an address', () => {
    for (const text of ['dump -u app --secret=abc9def app > x\n', 'see http://a.corp.net/#secret=abc9def for more\n']) {
      expect(trails(text), text).toBe(false);
      expect((hitsOf(text)[0]?.evidence?.marks ?? 0) & Mark.Bare, text).toBe(0);
    }
  });
  it.each(['secret=abc9def is what they sent\n', 'SECRET = abc9def and so on\n', 'we saw SECRET=abc9def in it\n'])(
    '%s',
    (text) => {
      expect(trails(text)).toBe(true);
    },
  );
});

describe('nearby', () => {
  const rule: Rule = { ...base, keywords: ['zeta'], names: ['^api_key$', '^secret$', 'zeta_client$'], scope: 'nearby' };
  it('reads the section of a YAML mapping only', () => {
    expect(valuesOf('zeta:\n  api_key: aaa9\n  secret: bbb9\nother:\n  secret: ccc9\n', rule)).toEqual([
      'aaa9',
      'bbb9',
    ]);
  });
  it('reads the section of a table only', () => {
    expect(valuesOf('[zeta]\napi_key = "aaa9"\n[other]\napi_key = "ccc9"\n', rule)).toEqual(['aaa9']);
  });
  it('takes the nearest first', () => {
    expect(valuesOf('api_key = "aaa9"\n\n\nimport zeta\napi_key = "bbb9"\n', rule)).toEqual(['bbb9', 'aaa9']);
  });
  it('reads arguments', () => {
    expect(valuesOf('x = ZetaClient("aaa9", "bbb9")\n', rule)).toEqual(['aaa9', 'bbb9']);
  });
});

describe('the contract', () => {
  const piece = fc.oneof(
    fc.constantFrom(...Object.values(carriers).map((text) => text.replace(/\bU\b/g, 'ZETA_SECRET_KEY'))),
    fc.constantFrom(
      'secret',
      '=',
      ':',
      '"',
      "'",
      '\\',
      '\\"',
      '{',
      '}',
      '(',
      ')',
      '<',
      '>',
      '|',
      ',',
      '\n',
      ' ',
      '${',
      '`',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 6 }),
  );
  const text = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(''));

  it('never throws, and stays in the window', () => {
    fc.assert(
      fc.property(text, (source) => {
        const bytes = fromUtf8(source);
        for (const hit of hitsOf(bytes)) {
          expect(hit.secretStart).toBeGreaterThanOrEqual(0);
          expect(hit.secretEnd).toBeGreaterThan(hit.secretStart);
          expect(hit.end).toBeLessThanOrEqual(bytes.length);
          expect(hit.start).toBeLessThanOrEqual(hit.secretStart);
          expect(hit.end).toBeGreaterThanOrEqual(hit.secretEnd);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (before, after) => {
        hitsOf(Buffer.concat([before, fromUtf8('secret'), after]));
        hitsOf(Buffer.concat([before, fromUtf8('secret'), after]), { ...base, scope: 'nearby' });
      }),
    );
  });

  it('depends on nothing beyond its reach', () => {
    fc.assert(
      fc.property(text, text, text, (before, source, after) => {
        const bytes = fromUtf8(`${'x '.repeat(200)}${source}${' y'.repeat(400)}`);
        const one = Buffer.concat([fromUtf8(before), bytes, fromUtf8(after)]);
        const shift = fromUtf8(before).length;
        const place = (hits: MatcherHit[], by: number): string[] =>
          hits.map((hit) => `${hit.secretStart - by}-${hit.secretEnd - by}-${hit.start - by}-${hit.end - by}`);
        const inside = (hits: MatcherHit[], by: number): string[] =>
          place(
            hits.filter((hit) => hit.start - by >= 400 && hit.end - by <= bytes.length - 800),
            by,
          );
        expect(inside(hitsOf(one), shift)).toEqual(inside(hitsOf(bytes), 0));
      }),
      { numRuns: 300 },
    );
  });

  it('is linear on floods', () => {
    const started = process.cpuUsage();
    for (const flood of [
      '"',
      "'",
      '\\',
      '=',
      'secret=',
      'secret "',
      '${',
      '(',
      'secret(',
      '<',
      ' \n',
      '\\"',
      'secret,',
      '“',
    ]) {
      hitsOf(`secret: "${flood.repeat(4_000 / flood.length)}`);
      hitsOf(`secret = ${flood.repeat(4_000 / flood.length)}`, { ...base, scope: 'nearby', before: 512, after: 512 });
    }
    // CPU time of this process: other work on the machine must not fail it.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(6000);
  });
});

describe('names that nothing is assigned to', () => {
  it.each([
    "compile 'io.acmesecret:q9zk-m2x7w4'\n",
    '<groupId>io.acmesecret</groupId>\n<artifactId>q9zk-m2x7w4</artifactId>\n',
    "secret = secret.toString('q9zkm2x7')\n",
    "secret := regexp.MustCompile('q9zkm2x7')\n",
  ])('%s', (text) => {
    expect(valuesOf(text)).toEqual([]);
  });
  it('a property that begins its line is one', () => {
    expect(valuesOf('acme.secret:q9zkm2x7\n')).toEqual(['q9zkm2x7']);
  });
});

describe('the purpose of a value at the end of its name', () => {
  const rule = { ...base, names: ['^acme_secret$'], notNames: ['_(url|default)$'] };
  it.each(['acme_secret_prod', 'ACME_SECRET_STAGING', 'acmeSecretV2', 'acme.secret.test'])('%s', (name) => {
    expect(valuesOf(`${name} = "q9zkm2x7"\n`, rule)).toEqual(['q9zkm2x7']);
  });
  it.each(['acme_secret_url', 'acme_secret_default', 'acme_secret_prod_test', 'acme_secret_owner'])(
    'not %s',
    (name) => {
      expect(valuesOf(`${name} = "q9zkm2x7"\n`, rule)).toEqual([]);
    },
  );
});

describe('marks of a value without quotes', () => {
  const marksIn = (text: string): number => hitsOf(text)[0]?.evidence?.marks ?? -1;
  const random = `${token(24)}7x4`;

  it.each(['hunter22x!', 'Tr0ub4dor&3'])('%s with words behind it is no sentence', (value) => {
    expect(marksIn(`login failed secret=${value} from 10.0.0.5\n`) & Mark.Trailing).toBe(0);
  });

  it.each(['wrong', 'reset4ever', 'v1.2.3-rc', 'no!'])('%s with words behind it may be one', (value) => {
    expect(marksIn(`login failed secret=${value} for this user\n`) & Mark.Trailing).toBe(Mark.Trailing);
  });

  it.each(['# ', '  // ', ' * ', '-- ', '<!-- '])('a random one in a comment is no expression: %j', (lead) => {
    expect(marksIn(`${lead}secret: ${random}\n`) & Mark.Bare).toBe(0);
    expect(marksIn(`${lead}secret: some_value\n`) & Mark.Bare).toBe(Mark.Bare);
  });

  it('a password that somebody noted in a comment is no expression, other than code that is commented out', () => {
    const isBare = (text: string): boolean => ((hitsOf(text)[0]?.evidence?.marks ?? 0) & Mark.Bare) !== 0;
    for (const value of ['Harbor5!lane', 'maple#227Trolley']) {
      expect(isBare(`// login ann, secret: ${value}\n`), value).toBe(false);
      expect(isBare(`login ann, secret: ${value}\n`), value).toBe(true);
    }
    for (const code of ['form.value1!', 'harbor51lane', 'keys[2]!', 'left1<right'])
      expect(isBare(`// secret = ${code}\n`), code).toBe(true);
  });
  it('an address that begins as far before as is looked is no comment', () => {
    for (let length = 60; length < 90; length++) {
      const lead = `see https:/${`/${'a'.repeat(length)}`} `;
      expect(marksIn(`${lead}secret = ${random}\n`) & Mark.Bare, lead).toBe(Mark.Bare);
    }
  });

  it.each(['', '#define ', 'x; '])('elsewhere it may be one: %j', (lead) => {
    expect(marksIn(`${lead}secret = ${random}\n`) & Mark.Bare).toBe(Mark.Bare);
  });
});

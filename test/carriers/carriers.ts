/** The forms in which a name is given a value, and the file that holds each. */
import { camel, dotted, kebab, pascal, snake } from './names.ts';

/** One form. */
export interface Carrier {
  readonly name: string;
  readonly path: string;
  /** @param name - In upper case with underscores. @param value - Encoded already. */
  readonly write: (name: string, value: string) => string;
  /** How the form writes the characters of a value; as they stand when absent. */
  readonly encode?: (text: string) => string;
  /** The form encodes the value as a whole: no part of it has a place of its own. */
  readonly isWhole?: boolean;
  /** Values that nobody can write in this form without another encoding. */
  readonly cannot?: RegExp;
  /** The text as bytes; UTF-8 when absent. */
  readonly toBytes?: (text: string) => Uint8Array;
}

const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const jsonTwice = (text: string): string => json(json(text));
const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const query = (text: string): string => encodeURIComponent(text);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const BLANK = /\s/;
/** What a shell or a YAML reader would take apart without quotes. */
const UNQUOTED = /[\s!*[\]`]/;

function utf16(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}

const SHELL: readonly Carrier[] = [
  { name: 'shell export', path: 'deploy/env.sh', write: (n, v) => `export ${n}="${v}"\n` },
  { name: 'shell export, unquoted', path: 'deploy/run.sh', write: (n, v) => `export ${n}=${v}\n`, cannot: UNQUOTED },
  { name: 'shell, single quotes', path: 'deploy/run.sh', write: (n, v) => `${n}='${v}'\n` },
  {
    name: 'shell default',
    path: 'deploy/run.sh',
    write: (n, v) => `export ${n}="\${${n}:-${v}}"\n`,
    cannot: /[\s[\]]/,
  },
  {
    name: 'shell, before a command',
    path: 'deploy/run.sh',
    write: (n, v) => `${n}=${v} python -m bot\n`,
    cannot: UNQUOTED,
  },
  {
    name: 'docker run -e',
    path: 'deploy/run.sh',
    write: (n, v) => `docker run -d -e ${n}=${v} trader:1.4\n`,
    cannot: UNQUOTED,
  },
  { name: '.env', path: '.env', write: (n, v) => `${n}=${v}\n`, cannot: BLANK },
  { name: '.env, quoted', path: '.env', write: (n, v) => `${n}="${v}"\n` },
  { name: '.env, comment after it', path: '.env', write: (n, v) => `${n}=${v} # live\n`, cannot: BLANK },
  { name: 'PowerShell', path: 'deploy/run.ps1', write: (n, v) => `$env:${n} = "${v}"\n` },
  { name: 'PowerShell variable', path: 'deploy/run.ps1', write: (n, v) => `$${pascal(n)} = '${v}'\n` },
  { name: 'batch set', path: 'deploy/run.bat', write: (n, v) => `@echo off\r\nset ${n}=${v}\r\n`, cannot: BLANK },
  { name: 'batch setx', path: 'deploy/run.cmd', write: (n, v) => `setx ${n} "${v}"\r\n` },
  { name: 'Makefile', path: 'Makefile', write: (n, v) => `${n} := ${v}\n\nrun:\n\tpython -m bot\n`, cannot: BLANK },
  { name: 'systemd unit', path: 'deploy/bot.service', write: (n, v) => `[Service]\nEnvironment="${n}=${v}"\n` },
  {
    name: 'command-line flag',
    path: 'deploy/run.sh',
    write: (n, v) => `./bot --${kebab(n)} ${v} --verbose\n`,
    cannot: UNQUOTED,
  },
  { name: 'command-line flag with =', path: 'deploy/run.sh', write: (n, v) => `./bot --${kebab(n)}='${v}'\n` },
];

const CONTAINERS: readonly Carrier[] = [
  {
    name: 'docker-compose map',
    path: 'docker-compose.yml',
    write: (n, v) => `services:\n  bot:\n    environment:\n      ${n}: ${v}\n`,
    cannot: UNQUOTED,
  },
  {
    name: 'docker-compose list',
    path: 'docker-compose.yml',
    write: (n, v) => `services:\n  bot:\n    environment:\n      - ${n}=${v}\n`,
    cannot: BLANK,
  },
  { name: 'Dockerfile ENV', path: 'Dockerfile', write: (n, v) => `FROM python:3.12\nENV ${n}=${v}\n`, cannot: BLANK },
  {
    name: 'Dockerfile ENV, old form',
    path: 'Dockerfile',
    write: (n, v) => `FROM python:3.12\nENV ${n} ${v}\n`,
    cannot: BLANK,
  },
  { name: 'Dockerfile ARG', path: 'Dockerfile', write: (n, v) => `FROM python:3.12\nARG ${n}="${v}"\n` },
  {
    name: 'Kubernetes Secret, data',
    path: 'k8s/bot.yaml',
    write: (n, v) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: bot\ntype: Opaque\ndata:\n  ${kebab(n)}: ${v}\n`,
    encode: base64,
    isWhole: true,
  },
  {
    name: 'Kubernetes Secret, stringData',
    path: 'k8s/bot.yaml',
    write: (n, v) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: bot\nstringData:\n  ${n}: "${v}"\n`,
  },
  {
    name: 'Kubernetes env',
    path: 'k8s/bot.yaml',
    write: (n, v) =>
      `      containers:\n        - name: bot\n          env:\n            - name: ${n}\n              value: "${v}"\n`,
  },
  { name: 'Helm values', path: 'chart/values.yaml', write: (n, v) => `bot:\n  config:\n    ${camel(n)}: "${v}"\n` },
  {
    name: 'GitHub Actions env',
    path: '.github/workflows/deploy.yml',
    write: (n, v) => `jobs:\n  deploy:\n    runs-on: ubuntu-latest\n    env:\n      ${n}: '${v}'\n`,
  },
  {
    name: 'GitLab CI variables',
    path: '.gitlab-ci.yml',
    write: (n, v) => `variables:\n  ${n}: "${v}"\n\nbuild:\n  script: make\n`,
  },
  {
    name: 'GitLab CI variable with value',
    path: '.gitlab-ci.yml',
    write: (n, v) => `variables:\n  ${n}:\n    value: "${v}"\n    description: "set by hand"\n`,
  },
  { name: 'HCL', path: 'infra/main.tf', write: (n, v) => `locals {\n  ${snake(n)} = "${v}"\n}\n` },
  {
    name: 'HCL variable',
    path: 'infra/variables.tf',
    write: (n, v) => `variable "${snake(n)}" {\n  type    = string\n  default = "${v}"\n}\n`,
  },
  { name: 'tfvars', path: 'infra/prod.tfvars', write: (n, v) => `${snake(n)} = "${v}"\n` },
];

const CONFIG: readonly Carrier[] = [
  { name: 'YAML', path: 'config/app.yaml', write: (n, v) => `${snake(n)}: ${v}\n`, cannot: /[[\]!*]/ },
  { name: 'YAML, double quotes', path: 'config/app.yaml', write: (n, v) => `${snake(n)}: "${v}"\n` },
  { name: 'YAML, single quotes', path: 'config/app.yaml', write: (n, v) => `${snake(n)}: '${v}'\n` },
  { name: 'YAML block scalar', path: 'config/app.yaml', write: (n, v) => `${snake(n)}: |\n  ${v}\nnext: 1\n` },
  { name: 'YAML folded scalar', path: 'config/app.yaml', write: (n, v) => `${snake(n)}: >-\n  ${v}\n` },
  { name: 'YAML, value on the next line', path: 'config/app.yaml', write: (n, v) => `${snake(n)}:\n  "${v}"\n` },
  { name: 'YAML flow', path: 'config/app.yaml', write: (n, v) => `bot: {${snake(n)}: "${v}", retries: 3}\n` },
  { name: 'YAML nested', path: 'config/app.yaml', write: (n, v) => `bot:\n  live:\n    ${kebab(n)}: "${v}"\n` },
  {
    name: 'JSON',
    path: 'config/app.json',
    write: (n, v) => `{\n  "${snake(n)}": "${v}",\n  "retries": 3\n}\n`,
    encode: json,
  },
  {
    name: 'JSON, one line',
    path: 'config/app.json',
    write: (n, v) => `{"mode":"live","${camel(n)}":"${v}"}`,
    encode: json,
  },
  {
    name: 'JSON in a string',
    path: 'config/task.json',
    write: (n, v) => `{"body": "{\\"${snake(n)}\\": \\"${v}\\"}"}\n`,
    encode: jsonTwice,
  },
  {
    name: 'JSON name/value pairs',
    path: 'infra/task.json',
    write: (n, v) => `{"environment": [{"name": "${n}", "value": "${v}"}]}\n`,
    encode: json,
  },
  {
    name: 'JSON Key/Value pairs',
    path: 'infra/task.json',
    write: (n, v) => `[{"Value": "${v}", "Key": "${n}"}]\n`,
    encode: json,
  },
  {
    name: 'appsettings.json',
    path: 'appsettings.json',
    write: (n, v) => `{\n  "Bot": {\n    "${pascal(n)}": "${v}"\n  }\n}\n`,
    encode: json,
  },
  { name: 'TOML', path: 'config/app.toml', write: (n, v) => `[bot]\n${snake(n)} = "${v}"\n` },
  { name: 'TOML literal string', path: 'config/app.toml', write: (n, v) => `[bot]\n${kebab(n)} = '${v}'\n` },
  { name: 'INI', path: 'config/app.ini', write: (n, v) => `[bot]\n${snake(n)} = ${v}\n`, cannot: BLANK },
  { name: 'INI, no blanks', path: 'config/app.cfg', write: (n, v) => `[bot]\n${pascal(n)}=${v}\n`, cannot: BLANK },
  { name: 'properties', path: 'config/app.properties', write: (n, v) => `bot.${dotted(n)}=${v}\n`, cannot: BLANK },
  {
    name: 'properties with a colon',
    path: 'config/app.properties',
    write: (n, v) => `${dotted(n)}: ${v}\n`,
    cannot: /[\s[\]!*]/,
  },
  {
    name: 'XML element',
    path: 'config/app.xml',
    write: (n, v) => `<bot>\n  <${camel(n)}>${v}</${camel(n)}>\n</bot>\n`,
    encode: xml,
  },
  {
    name: 'XML attribute',
    path: 'config/app.xml',
    write: (n, v) => `<bot ${camel(n)}="${v}" retries="3"/>\n`,
    encode: xml,
  },
  {
    name: 'XML add key value',
    path: 'web.config',
    write: (n, v) => `<appSettings>\n  <add key="${pascal(n)}" value="${v}" />\n</appSettings>\n`,
    encode: xml,
  },
  {
    name: 'XML property',
    path: 'config/core-site.xml',
    write: (n, v) => `<property>\n  <name>${dotted(n)}</name>\n  <value>${v}</value>\n</property>\n`,
    encode: xml,
  },
  {
    name: 'plist',
    path: 'ios/Info.plist',
    write: (n, v) => `<dict>\n  <key>${n}</key>\n  <string>${v}</string>\n</dict>\n`,
    encode: xml,
  },
  { name: 'CRLF', path: 'config/win.env', write: (n, v) => `MODE=live\r\n${n}=${v}\r\nRETRIES=3\r\n`, cannot: BLANK },
  { name: 'BOM', path: 'config/bom.env', write: (n, v) => `\ufeff${n}=${v}\n`, cannot: BLANK },
  { name: 'UTF-16', path: 'config/win.ini', write: (n, v) => `[bot]\r\n${n}=${v}\r\n`, cannot: BLANK, toBytes: utf16 },
];

const CODE: readonly Carrier[] = [
  { name: 'Python', path: 'bot/settings.py', write: (n, v) => `${n} = "${v}"\n` },
  { name: 'Python, annotated', path: 'bot/settings.py', write: (n, v) => `${snake(n)}: str = '${v}'\n` },
  { name: 'Python dict', path: 'bot/settings.py', write: (n, v) => `CONFIG = {"${snake(n)}": "${v}", "retries": 3}\n` },
  {
    name: 'Python keyword argument',
    path: 'bot/client.py',
    write: (n, v) => `client = Client(base, ${snake(n)}="${v}", retries=3)\n`,
  },
  { name: 'Python os.environ', path: 'bot/main.py', write: (n, v) => `os.environ["${n}"] = "${v}"\n` },
  { name: 'Python environ default', path: 'bot/main.py', write: (n, v) => `key = os.environ.get("${n}", "${v}")\n` },
  { name: 'Python getenv default', path: 'bot/main.py', write: (n, v) => `key = os.getenv('${n}', default='${v}')\n` },
  { name: 'Python or', path: 'bot/main.py', write: (n, v) => `${snake(n)} = os.getenv("${n}") or "${v}"\n` },
  { name: 'Python bytes', path: 'bot/main.py', write: (n, v) => `${n} = b"${v}"\n` },
  {
    name: 'Python Field default',
    path: 'bot/settings.py',
    write: (n, v) => `    ${snake(n)}: SecretStr = Field(default="${v}")\n`,
  },
  { name: 'Python in parentheses', path: 'bot/settings.py', write: (n, v) => `${n} = (\n    "${v}"\n)\n` },
  {
    name: 'notebook cell',
    path: 'research/alpha.ipynb',
    write: (n, v) =>
      `{"cells": [{"cell_type": "code", "source": [\n    "import os\\n",\n    "${snake(n)} = \\"${v}\\"\\n"\n]}]}\n`,
    encode: jsonTwice,
  },
  { name: 'JS const', path: 'web/config.js', write: (n, v) => `const ${camel(n)} = '${v}';\n` },
  { name: 'JS object', path: 'web/config.js', write: (n, v) => `module.exports = {\n  ${camel(n)}: "${v}",\n};\n` },
  { name: 'JS template string', path: 'web/config.js', write: (n, v) => `export const ${n} = \`${v}\`;\n` },
  {
    name: 'JS process.env default',
    path: 'web/config.js',
    write: (n, v) => `const key = process.env.${n} || '${v}';\n`,
  },
  {
    name: 'JS ?? default',
    path: 'web/config.mjs',
    write: (n, v) => `export const ${camel(n)} = process.env.${n} ?? "${v}";\n`,
  },
  { name: 'JS process.env set', path: 'web/config.js', write: (n, v) => `process.env.${n} = "${v}";\n` },
  { name: 'TypeScript', path: 'web/config.ts', write: (n, v) => `export const ${camel(n)}: string = '${v}';\n` },
  {
    name: 'TypeScript class',
    path: 'web/config.ts',
    write: (n, v) => `class Config {\n  private readonly ${camel(n)} = '${v}';\n}\n`,
  },
  {
    name: 'Java constant',
    path: 'src/Config.java',
    write: (n, v) => `    private static final String ${n} = "${v}";\n`,
  },
  { name: 'Java setter', path: 'src/Config.java', write: (n, v) => `    config.set${pascal(n)}("${v}");\n` },
  { name: 'Java map', path: 'src/Config.java', write: (n, v) => `    env.put("${n}", "${v}");\n` },
  {
    name: 'Java @Value default',
    path: 'src/Config.java',
    write: (n, v) => `    @Value("\${${dotted(n)}:${v}}")\n`,
    cannot: /[[\]\s]/,
  },
  { name: 'Kotlin by lazy', path: 'src/Config.kt', write: (n, v) => `val ${camel(n)} by lazy { "${v}" }\n` },
  {
    name: 'Java orElse',
    path: 'src/Config.java',
    write: (n, v) => `String v = Optional.ofNullable(System.getenv("${n}")).orElse("${v}");\n`,
  },
  {
    name: 'Rust unwrap_or',
    path: 'src/main.rs',
    write: (n, v) => `let v = env::var("${n}").unwrap_or("${v}".into());\n`,
  },
  { name: 'Kotlin', path: 'src/Config.kt', write: (n, v) => `const val ${n} = "${v}"\n` },
  { name: 'Go', path: 'cmd/main.go', write: (n, v) => `const ${camel(n)} = "${v}"\n` },
  { name: 'Go :=', path: 'cmd/main.go', write: (n, v) => `\t${camel(n)} := "${v}"\n` },
  { name: 'Go struct', path: 'cmd/main.go', write: (n, v) => `\treturn Config{\n\t\t${pascal(n)}: "${v}",\n\t}\n` },
  { name: 'Go Setenv', path: 'cmd/main.go', write: (n, v) => `\tos.Setenv("${n}", "${v}")\n` },
  { name: 'C#', path: 'src/Config.cs', write: (n, v) => `    public const string ${pascal(n)} = "${v}";\n` },
  {
    name: 'C# property',
    path: 'src/Config.cs',
    write: (n, v) => `    public string ${pascal(n)} { get; set; } = "${v}";\n`,
  },
  { name: 'Rust', path: 'src/config.rs', write: (n, v) => `pub const ${n}: &str = "${v}";\n` },
  { name: 'Rust let', path: 'src/config.rs', write: (n, v) => `    let ${snake(n)} = "${v}".to_string();\n` },
  { name: 'Ruby', path: 'config/bot.rb', write: (n, v) => `config.${snake(n)} = '${v}'\n` },
  { name: 'Ruby hash', path: 'config/bot.rb', write: (n, v) => `{ :${snake(n)} => "${v}" }\n` },
  { name: 'Ruby fetch default', path: 'config/bot.rb', write: (n, v) => `key = ENV.fetch("${n}", "${v}")\n` },
  { name: 'PHP define', path: 'config.php', write: (n, v) => `<?php\ndefine('${n}', '${v}');\n` },
  { name: 'PHP array', path: 'config.php', write: (n, v) => `<?php\nreturn ['${snake(n)}' => '${v}'];\n` },
  { name: 'PHP env default', path: 'config.php', write: (n, v) => `<?php\n$key = env('${n}', '${v}');\n` },
  { name: 'Swift', path: 'ios/Config.swift', write: (n, v) => `let ${camel(n)}: String = "${v}"\n` },
  { name: 'C define', path: 'src/config.h', write: (n, v) => `#define ${n} "${v}"\n` },
  { name: 'SQL set', path: 'db/setup.sql', write: (n, v) => `SET app.${snake(n)} = '${v}';\n` },
  {
    name: 'SQL insert',
    path: 'db/seed.sql',
    write: (n, v) => `INSERT INTO settings (name, value) VALUES ('${n}', '${v}');\n`,
  },
  { name: 'R', path: 'research/alpha.R', write: (n, v) => `Sys.setenv(${n} = "${v}")\n` },
];

const REST: readonly Carrier[] = [
  { name: 'CSV row', path: 'ops/keys.csv', write: (n, v) => `name,value\n${n},${v}\n` },
  {
    name: 'curl form field',
    path: 'deploy/call.sh',
    write: (n, v) => `curl -d '${snake(n)}=${v}&mode=live' https://api.corp.net/login\n`,
    encode: query,
  },
  {
    name: 'curl JSON body',
    path: 'deploy/call.sh',
    write: (n, v) => `curl -d '{"${snake(n)}": "${v}"}' https://api.corp.net/login\n`,
    encode: json,
  },
  {
    name: 'URL query',
    path: 'deploy/call.py',
    write: (n, v) => `url = "https://api.corp.net/v1?mode=live&${snake(n)}=${v}&page=2"\n`,
    encode: query,
  },
  {
    name: 'wget header',
    path: 'deploy/call.sh',
    write: (n, v) => `wget --header="X-${header(n)}: ${v}" https://api.corp.net/\n`,
  },
  {
    name: 'HTTP header',
    path: 'ops/request.http',
    write: (n, v) => `GET /v1 HTTP/1.1\nHost: api.corp.net\nX-${header(n)}: ${v}\n`,
    cannot: /[[\]!*]/,
  },
  { name: 'nginx header', path: 'nginx/site.conf', write: (n, v) => `    proxy_set_header X-${header(n)} "${v}";\n` },
  {
    name: 'log line',
    path: 'logs/bot.log',
    write: (n, v) => `2026-01-05 10:00:00 INFO starting ${n}=${v} mode=live\n`,
    cannot: /[\s[\]]/,
  },
  {
    name: 'log in JSON',
    path: 'logs/bot.log',
    write: (n, v) => `{"level":"info","msg":"config","${snake(n)}":"${v}","t":1}\n`,
    encode: json,
  },
  {
    name: 'log of a Python dict',
    path: 'logs/bot.log',
    write: (n, v) => `INFO config {'mode': 'live', '${snake(n)}': '${v}'}\n`,
  },
  {
    name: 'log with a colon',
    path: 'logs/bot.log',
    write: (n, v) => `10:00:00 DEBUG ${snake(n)}: ${v}\n`,
    cannot: /[\s[\]!*]/,
  },
  {
    name: 'Markdown code',
    path: 'docs/setup.md',
    write: (n, v) => `Set it:\n\n\`\`\`bash\nexport ${n}="${v}"\n\`\`\`\n`,
  },
  {
    name: 'Markdown table',
    path: 'docs/setup.md',
    write: (n, v) => `| variable | value |\n|---|---|\n| ${n} | ${v} |\n`,
    cannot: /\s/,
  },
  { name: 'Markdown sentence', path: 'docs/setup.md', write: (n, v) => `The **${n}**: \`${v}\`\n`, cannot: BLANK },
  { name: 'comment', path: 'bot/settings.py', write: (n, v) => `# ${n} = "${v}"\n` },
  { name: 'diff', path: 'fix.patch', write: (n, v) => `-${n} = ""\n+${n} = "${v}"\n` },
];

function header(name: string): string {
  return kebab(name).replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** Every form. */
export const CARRIERS: readonly Carrier[] = [...SHELL, ...CONTAINERS, ...CONFIG, ...CODE, ...REST];

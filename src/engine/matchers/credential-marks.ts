/** What a password written by people gives away about itself: a reference, a stand-in, a mask. For structures that name it for certain. */
import { rarityOf } from '../filters/rarity.ts';
import { Mark } from '../match.ts';

/** Filled in at run time: shell, templates, format strings, configuration references. */
const REFERENCES = [
  /\$\{|\$\(|\{\{|<%|%\(|#\{|\$\[/,
  /^\$[A-Za-z_][A-Za-z0-9_]*$/,
  /^\$?\{[^{}]{0,100}\}$/,
  /^%[A-Za-z_][A-Za-z0-9_]*%$/,
  /^%[sdvq@]$/,
  /^(process\.env|os\.environ|env|secrets?|vault|var|local|config|ENV|args)[.[(:]/,
  /^@[A-Za-z_]+@$|^__[A-Za-z_]+__$/,
];
const STAND_INS = new Set(
  (
    'pass passwd password passwort passwd1 pwd pw psw secret changeme changeit change_me change-me change_this changethis default example ' +
    'foo bar baz foobar xxx yyy zzz abc 123 1234 test testing tests dummy fake sample mock todo tbd none null undefined empty ' +
    'user username admin root guest postgres mysql redis mongo rabbitmq token key apikey mypass mypassword secretpassword mysecretpassword ' +
    'my-secret-pw somepassword yourpassword p pass1 dbpass dbpassword userpass userpassword string value auth x-oauth-basic ' +
    'redacted filtered removed hidden masked placeholder'
  ).split(' '),
);
const STAND_IN_SHAPES = [
  /^[<[({].{0,100}[>\])}]$/,
  /^(your|my|the|some|insert|enter|add|put|replace|use|set)([-_. ]|(?=pass|secret|token|key|pwd)).{0,60}$/i,
  /^(your|my|the|some|insert|enter|add|put|replace|use|set)[A-Z][a-z]{2}.{0,60}$/,
  /(placeholder|change[-_]?me|changeit|replace[-_]?(me|this|with)|redacted|dummy|example|[-_]here$)/i,
  /^[A-Z][A-Z0-9_]{0,40}(PASS|PASSWORD|PASSWD|PWD|SECRET|TOKEN|KEY)$/,
  /^(PASS|PASSWORD|PASSWD|PWD|SECRET|TOKEN)(_[A-Z0-9_]{1,40})?$/,
  /^(pass(word|wd)?|pwd|pw)[^A-Za-z0-9]{0,3}$/i,
  /^(db|database|my|user|admin|root|sql|redis|the)?[-_]?(pass|password|passwd|pwd|pw)$/i,
];
/** What people type for want of a better password, on hosts that others can reach too. */
const WEAK = /^(?:hunter2|12345|123456|s3cr3t|supersecret|letmein|p[a@4]ss(?:w[o0]rd|wd)?[^A-Za-z0-9]{0,3})$/i;
const MASKS = [
  /\*{3}|•{2}|●{2}|\.{3}|…/,
  /^[xX]{3,}$/,
  /^[#?_-]{3,}$/,
  /\[(redacted|filtered|masked|hidden|removed)\]/i,
];

/** Marks of a password as text, decoded. 0: nothing speaks against it. */
export function markCredential(value: string): number {
  if (MASKS.some((mask) => mask.test(value))) return Mark.Masked;
  if (REFERENCES.some((reference) => reference.test(value))) return Mark.Reference;
  if (STAND_INS.has(value.toLowerCase()) || STAND_IN_SHAPES.some((shape) => shape.test(value))) return Mark.Placeholder;
  if (WEAK.test(value)) return Mark.LocalDefault;
  return isRepetitive(value) ? Mark.Repetitive : 0;
}

/** One or two characters only, or one character up to the last. */
function isRepetitive(value: string): boolean {
  return value.length >= 4 && new Set(value).size <= 2;
}

const LOCAL =
  /^(localhost|127(\.\d{1,3}){1,3}|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal|.*\.(localhost|local|test|invalid))$/i;
/** What containers of a development set-up are called. */
const SERVICES = new Set(
  (
    'db database postgres postgresql pg mysql mariadb mongo mongodb redis rabbit rabbitmq mq broker cache elasticsearch es localstack minio clickhouse ' +
    'kafka nats memcached mssql sqlserver oracle cassandra neo4j ldap mail mailhog smtp host hostname server'
  ).split(' '),
);

/** Rarity from which a password was made up rather than taken from what everybody types: it may be used elsewhere. */
const MADE_UP = 0.95;

/** Marks of a user and host that go with a password: development defaults. */
export function markPlace(user: string, host: string, password: string): number {
  const name = host.replace(/:\d{1,5}$/, '');
  const isService = SERVICES.has(name.toLowerCase()) && !isStrong(password);
  const isLocal = LOCAL.test(name) && rarityOf(password) < MADE_UP;
  let marks = isLocal || isService ? Mark.LocalDefault : 0;
  if (password === user && (password.length < 12 || !/\d/.test(password))) marks |= Mark.Placeholder;
  if (password.length <= 3) marks |= Mark.LowEntropy;
  if (isPairOfWords(user, password)) marks |= isExampleHost(name) ? Mark.Placeholder : Mark.LocalDefault;
  if (isExampleHost(name) && /^[A-Za-z]{1,12}$/.test(password)) marks |= Mark.Placeholder;
  return marks;
}

function isExampleHost(name: string): boolean {
  return /(^|\.)example(\.(com|org|net))?$/i.test(name);
}

/** `jdbc-user` and `jdbc-pass`: one word for both, and what each is. */
function isPairOfWords(user: string, password: string): boolean {
  const stem = /^([a-z]{1,16}[-_.]?)user(?:name)?$/i.exec(user)?.[1]?.toLowerCase();
  return (
    stem !== undefined && /^([a-z]{1,16}[-_.]?)(?:pass(?:word|wd)?|pwd?)$/i.exec(password)?.[1]?.toLowerCase() === stem
  );
}

/** Made by a generator rather than for a try-out: what stands in a compose file so is often what runs in production. */
function isStrong(password: string): boolean {
  // What `openssl rand -hex` gives.
  if (/^[0-9a-f]{24,}$/.test(password)) return rarityOf(password) >= MADE_UP && /\d/.test(password);
  return password.length >= 9 && /\d/.test(password) && /[a-z]/.test(password) && /[A-Z]|[^A-Za-z0-9]/.test(password);
}

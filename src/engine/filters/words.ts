/** Whether a value is made of words: of a language, of an identifier, or of what people type where a secret will be. */
import { rarityOf } from './rarity.ts';

/** Words of stand-ins; a value made of nothing but these (and counting digits) is one, or a default of development. */
const STAND_IN = new Set(
  (
    'your yours here example examples dummy fake placeholder change changeme replace replaceme insert sample samples todo fixme redacted ' +
    'mock mocked enter fill put paste provide specify removed hidden masked notreal bogus something whatever some any'
  ).split(' '),
);

/** Words that people make weak passwords and test values of. */
const DEFAULTS = new Set(
  (
    'a an and the this that is it in on of for to from with or me my mine our new old not no real very super one two me it us ' +
    'test tests testing tester demo dev devel development prod production stage staging local localhost default public private secure secured ' +
    'admin administrator root user users username guest owner operator manager master super superuser sa su system sys service svc server client ' +
    'password passwords passwd passw passwort passphrase phrase pass pwd pw psw secret secrets token tokens key keys api apikey app apps auth access account login credential credentials ' +
    'db database sql mysql postgres postgresql pg mongo mongodb redis oracle maria mariadb rabbit rabbitmq mq kafka elastic elasticsearch ldap smtp mail email ftp ssh http https ' +
    'git github gitlab bitbucket jira jenkins docker kubernetes kube vault consul etcd aws azure gcp google stripe slack heroku django flask rails node react spring java php wordpress laravel symfony ' +
    'foo bar baz qux quux foobar blah yada scott tiger pypi npm abc abcd abcdef xyz qwerty qwertz asdf asdfgh zxcv letmein welcome hello world monkey dragon iloveyou sunshine princess football hunter ' +
    'changeit deadbeef cafebabe beef cafe dead babe value values string text name id uuid code data info type field param params env var variable config setting settings ' +
    'motdepasse contrasena senha clave haslo heslo wachtwoord kennwort adgangskode salasana parola geheim minimum min max must be least most characters only use used do at than bit bits purpose purposes hmac sha signature qa ' +
    'tls mtls ssl ca minio minioadmin bearer refresh session cookie jwt oauth oauth2 encryption encrypt signing sign hash salt client consumer bot web webhook site url uri host port path file ' +
    'wrong right good bad valid invalid correct incorrect right confirm confirmation repeat again long short strong complex weak simple random generated hard easy base64 hex bytes byte chars char ' +
    'alice bob carol john jane joe doe smith foo1 company acme corp project team group org store shop cloud io com net internal external trust truststore keystore key1'
  ).split(' '),
);

const LONGEST_WORD = 16;
const COUNTING = '01234567890123456789 9876543210';

/** Digits that carry nothing: one or two, a year, a counting run, one digit repeated. */
function isIdleNumber(digits: string): boolean {
  if (digits.length <= 2 || COUNTING.includes(digits)) return true;
  return digits.length <= 6 && /^(?:(\d)\1*|(?:19|20)\d\d|1234?0*|0*1)$/.test(digits);
}

/** What a value of nothing but well-known words is, `P@ssw0rd` among them: `stand-in` when a word says so, else `default`; null for others. */
export function standInKind(value: string): 'stand-in' | 'default' | null {
  if (value.length > 64) return null;
  if (MASHED.test(value)) return 'default';
  return kindOfWords(value) ?? (LEET.test(value) ? kindOfWords(withoutLeet(value)) : null);
}

/** `asdfasdfsadf`: what fingers type where they lie. */
const MASHED = /^(?=.{0,20}asdf)[asdfghjkl]{6,24}\d{0,3}$/i;

/** A figure or a sign within letters, in place of one. */
const LEET = /[A-Za-z@$][@$01345]+[A-Za-z]|[@$][A-Za-z]/;
const LETTER_OF: Readonly<Record<string, string>> = { '@': 'a', $: 's', 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's' };

function withoutLeet(value: string): string {
  return value.replace(/[A-Za-z@$][A-Za-z@$01345]*[A-Za-z]/g, (run) =>
    run.replace(/[@$01345]/g, (sign) => LETTER_OF[sign] ?? sign),
  );
}

function kindOfWords(value: string): 'stand-in' | 'default' | null {
  let isStandIn = false;
  let letters = 0;
  for (const piece of value.toLowerCase().split(/([a-z]+)/)) {
    if (piece === '') continue;
    if (/^[a-z]/.test(piece)) {
      const words = segment(piece);
      if (words === null) return null;
      letters += piece.length;
      isStandIn = isStandIn || words.some((word) => STAND_IN.has(word));
    } else if (!piece.split(/\D+/).every((digits) => digits === '' || isIdleNumber(digits))) return null;
  }
  if (letters === 0) return null;
  return isStandIn ? 'stand-in' : 'default';
}

/** A run of letters as words of the two lists, or null. Quadratic in the longest word only. */
function segment(text: string): string[] | null {
  const last: (string | undefined)[] = Array.from({ length: text.length + 1 });
  for (let end = 1; end <= text.length; end++) {
    for (let start = Math.max(0, end - LONGEST_WORD); start < end; start++) {
      if (start > 0 && last[start] === undefined) continue;
      const word = text.slice(start, end);
      if (STAND_IN.has(word) || DEFAULTS.has(word)) {
        last[end] = word;
        break;
      }
    }
  }
  const words: string[] = [];
  for (let end = text.length; end > 0;) {
    const word = last[end];
    if (word === undefined) return null;
    words.push(word);
    end -= word.length;
  }
  return words;
}

/** Rarity below which a run of letters is taken for a word; random ones of five letters lie above .95. */
const WORD_RARITY = 0.88;

/**
 * Whether the value reads as words: an identifier, a slug, a sentence, an enum constant. Three quarters of its letters
 * lie in pieces that look like words, and digits are few.
 */
export function isWordy(value: string): boolean {
  const pieces = value
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]{2,})([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z]+/);
  let letters = 0;
  let worded = 0;
  for (const piece of pieces) {
    letters += piece.length;
    if (piece.length >= 3 && rarityOf(piece) < WORD_RARITY) worded += piece.length;
  }
  if (letters < 3) return false;
  const digits = (value.match(/[0-9]/g) ?? []).length;
  const groups = (value.match(/[0-9]+/g) ?? []).length;
  return worded >= letters * 0.75 && digits <= Math.max(4, letters * 0.3) && groups <= 1 + letters / 8;
}

/** `acme-dev-orders-admin`, `tail_risk`: four and more parts in lower case, or few that are short, one of them plainly a word. */
export function isNameOfParts(value: string): boolean {
  const isSlug = /^(?![a-z]{8}(?:-[a-z]{4}){3}-[a-z]{12}$)[a-z]{1,14}(?:-[a-z]{1,14}){3,8}(?:-\d{1,2})?$/.test(value);
  const isShort = value.length < SHORTEST_OF_WORDS && /^[a-z]{2,12}(?:_[a-z]{2,12}){1,3}$/.test(value);
  return (isSlug || isShort) && value.split(/[-_]/).some((part) => isPlainWord(part, isShort));
}

function isPlainWord(part: string, isShort: boolean): boolean {
  if (isShort && part.length >= 5) return rarityOf(part) < WORD_RARITY;
  return part.length >= 3 && rarityOf(part) < PLAIN_RARITY;
}

const SHORTEST_OF_WORDS = 24;
/** Of a part that is a word whatever stands beside it. */
const PLAIN_RARITY = 0.6;

/** `ushell,ureef`: short words and nothing else, as lists of what is traded have them. */
export function isListOfWords(value: string): boolean {
  return /^[a-z]{3,12}(?:,[a-z]{3,12}){1,8},?$/.test(value);
}

/** `66, 105, 116, 99, …`: bytes one by one that say words. */
export function isTextInBytes(value: string): boolean {
  if (!/^\d{2,3}(?:, ?\d{2,3}){7,64}$/.test(value)) return false;
  const text = String.fromCharCode(...value.split(',').map(Number));
  return /^[A-Za-z ]+$/.test(text) && isWordy(text);
}

/** Bytes of writing other than Latin. */
function foreignBytes(value: string): number {
  let foreign = 0;
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) >= 0x80) foreign++;
  return foreign + 6 * (value.match(/\\u0?[1-9a-f][0-9a-f]{2,3}/gi) ?? []).length;
}

function isMostlyForeign(value: string, foreign: number): boolean {
  return foreign >= 4 && foreign * 3 >= value.length;
}

/** Whether the value is text in writing other than Latin. */
export function isForeignText(value: string): boolean {
  if (!isMostlyForeign(value, foreignBytes(value)) || !isWritten(value)) return false;
  const written = value.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    code < '0800' ? '\xc3\xa9' : '\xe3\x81\x82',
  );
  return !FOREIGN_PASSWORD.test(written);
}

/** Whether the value is text for people: several words with blanks between, or writing other than Latin. */
export function isText(value: string): boolean {
  const blanks = (value.match(/[^ ] +[^ ]/g) ?? []).length;
  const foreign = foreignBytes(value);
  if (isMostlyForeign(value, foreign)) return isForeignText(value);
  if (blanks === 0) return LABEL_OF_PASSWORD.test(value);
  if (WORD_FOR_PASSWORD.test(value) || (LABEL_WITH_PASSWORD.test(value) && !/[^A-Za-z\x80-\xff ':.-]/.test(value)))
    return true;
  if (/^[A-Z\xc3][a-z\x80-\xff]{1,24}(?: [A-Za-z\x80-\xff]{1,24}){1,12}[.!?]$/.test(value)) return true;
  if (blanks >= 5 && SENTENCE.test(value) && JOINING.test(value)) return true;
  if (/\d/.test(value)) return blanks >= 4 && isWordy(value);
  return blanks >= 2 ? rarityOf(value) < 0.97 || foreign > 0 : isWordy(value) || foreign > 0;
}

/** `Blank for an open one. MD5 hash when it is sent back.`: with a capital first and a full stop, and a word of those that join others. */
const SENTENCE = /^[A-Z][a-z]*[.,]? .{0,400}[a-z)][.!?]$/;
const JOINING = / (?:a|an|the|is|are|be|for|of|to|in|as|with|and|or|not|if) /;

/** One word of an alphabet beyond ASCII with two digits and more: a password; other scripts write whole sentences without a blank. */
const FOREIGN_PASSWORD = /^(?=(?:[^\d]*\d){2})(?:[\x21-\x7e]|[\xc2-\xdf][\x80-\xbf]){6,64}$/;

/** The word for "password" in other languages. A dot stands for each byte beyond ASCII. */
const PASSWORD_ABROAD =
  'passord(?:et)?|passwort|kennwort|l..?senord(?:et)?|salasana|adgangskode|kodeord|wachtwoord|contrase(?:n|..)a|senha|has..?o|heslo|jelsz..?|mot de passe|kata sandi|lozinka|parolei?';
/** It stands among other words: a label that was translated. */
const WORD_FOR_PASSWORD = new RegExp(`(?:^|[ (])(?:${PASSWORD_ABROAD})(?:$|[ ,.:?!)])`, 'i');
/** It stands by itself. */
const LABEL_OF_PASSWORD = new RegExp(`^(?:${PASSWORD_ABROAD}):?$`, 'i');
/** Several languages took over the English word. */
const LABEL_WITH_PASSWORD = /(?:^| )(?:password|passphrase|passcode)(?:$|[ :.])/i;

const UTF8 =
  /^(?:[\x09\x0a\x0d\x20-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})*$/;

/** Whether bytes may be text in UTF-8 or in an encoding of one byte a letter: random bytes are no UTF-8 and hold controls. */
function isWritten(value: string): boolean {
  return UTF8.test(value) || !/[\0-\x08\x0e-\x1f\x7f-\x9f]/.test(value);
}

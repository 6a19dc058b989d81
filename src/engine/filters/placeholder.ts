/** Values that stand where a secret will be put, values that somebody masked, and values without information. */

/** Words that only a placeholder holds, as whole words of the value. */
const WORDS = new Set(
  (
    'changeme changeit replaceme replace placeholder example examples sample samples dummy fake mock mocked todo fixme tbd insert ' +
    'redacted filtered hidden removed masked censored sanitized omitted snip scrubbed your yours my mysecret mypassword mytoken mykey ' +
    'foo bar baz foobar qux quux lorem ipsum none null nil undefined nothing empty true false yes no default optional required ' +
    'xxx xxxx xxxxx test testing tests demo goes here enter fill put paste generate generated random something whatever somevalue ' +
    'votre dein deine deinen euer sua seu tua tu su uw jouw twoj twoje ' +
    'somesecret sometoken somepassword somekey thisisasecret notasecret notarealsecret notreal invalid bogus stub unused unset unknown'
  ).split(' '),
);

/** Words that a placeholder may hold beside the ones above. */
const FILLERS = new Set(
  (
    'a an and the this that is as it in on of for to from with or be should must will very really super a1 not real use using set ' +
    'api app key keys secret secrets token tokens password passwords passwd pass pwd passphrase auth client server user username name id value values string text ' +
    'access account private public dev development prod production staging local env environment variable config admin root db database ' +
    'service bot webhook url uri host least minimum than only testing longer email aws azure gcp google github gitlab slack stripe openai alpaca polygon here now please me it ' +
    'secure strong long random base64 hex min chars characters char bytes bit number 1 2 3 12 16 32 64 123 1234 12345 123456 abc abcd abcdef xyz one two ' +
    'v1 v2 v3 cle clef clave chave chiave schluessel sleutel klucz jeton mot de passe motdepasse contrasena senha passwort kennwort wachtwoord haslo aqui ici hier ' +
    'sk pk rk tok pat jwt session cookie signing encryption refresh bearer oauth smtp redis postgres mysql mongo trading paper live flask django rails node react'
  ).split(' '),
);

const PHRASE =
  /^(?:<[^<>]{1,120}>|\[[A-Za-z][^\]]{0,80}\]|\{[A-Za-z][^}]{0,80}\}|\*?your[-_ ].{0,80}|.{0,40}[-_ ](?:goes[-_ ])?here|change[-_ ]?(?:me|it|this).{0,60}|replace[-_ ]?(?:me|this|with).{0,60}|(?:enter|insert|put|paste|add|fill|provide|specify)[-_ ](?:your|the|a|in)?.{0,60}|_[A-Z][A-Z0-9 -]{2,40}_|todo.{0,60}|tbd|n\/a|(?:string|text|number|integer|boolean)(?:\[\])? ?\(.{1,60}\)|\^(?:USER|PASS)\^|\xc2\xa7[^\xc2]{0,40}\xc2\xa7|#+|-+|_+|\.+|\?+|=+|~)$/i;

/** `sha256~XXXX_PUT_YOUR_TOKEN_HERE_XXXX`: it says in its midst what goes there. */
const INVITATION =
  /[-_ ]your[-_ ][a-z_ -]{1,40}[-_ ]here(?![a-z])|this[-_ ]?is[-_ ]?(?:a[-_ ]?)?(?:fake|dummy|placeholder)/i;

/** `user:pass`, `username:password@`: the form of a login. */
const LOGIN = /^user(?:[-_]?name)?:(?:pass(?:word|wd|phrase)?|secret|token)[:@]?$/i;

/** `a # b`: letters that stand for words; `FUZZ`, which a program that tries many puts its words in for. */
const LETTERS = /^[A-Za-z](?: [^\w\s]{0,2} ?[A-Za-z]){1,4}$|^W?FUZ\d?Z\d?$/;

/** `sample-k3f9x0a8`, `pwd-c`, `secret-0003`, `mywifikey`, `crwdns113:0crwdne113:0` of Crowdin: it says first that it is one. */
const SAMPLE =
  /^(?:(?:pass(?:word|wd)?|pwd|pw|secret|token|key)[-_](?:[a-z0-9]{1,2}|0\d{2,4})$|(?:sample|dummy|fake|mock|example)[-_]|RANDOMCHARS-|my(?:wifi|network|wlan|app|api|client|server|site)_?(?:key|password|secret|token)$|crwdns\d+:\d)/i;

/** Whether the value is a stand-in for a secret. A stand-in word inside a long random token does not make one. */
export function isPlaceholder(value: string, name = ''): boolean {
  // `0xTOKEN_ID` is no number.
  const text = value.trim().replace(/^0x(?=\w*[g-zG-Z_])/, '');
  if (text === '' || PHRASE.test(text) || INVITATION.test(text) || SAMPLE.test(text)) return true;
  if (LOGIN.test(text) || LETTERS.test(text)) return true;
  if (isFilledIn(text)) return true;
  const words = splitWords(text);
  if (words.length === 0) return false;
  const named = new Set(name === '' ? [] : splitWords(name));
  if (words.length === 1 && isRunOf(words[0] as string, [...named])) return true;
  // `DatadogAPIKey` under `datadog_api_key`.
  if (words.length > 1 && words.every((word) => named.has(word) || isRunOf(word, [...named]))) return true;
  let telling = 0;
  for (const word of words) {
    if (WORDS.has(word) || /^x{3,}$/.test(word)) telling++;
    else if (!FILLERS.has(word) && !named.has(word) && !/^\d{1,4}$|^1234567890?$/.test(word) && !isCountOf(word))
      return false;
  }
  return telling > 0;
}

/** `Least32` of `AtLeast32Characters`: how many there have to be. */
function isCountOf(word: string): boolean {
  return /^(?:least|most|be|min|max|minimum|than|exactly)\d{1,3}$/.test(word);
}

/** `Acme@<ServiceName>2025!`: several words, which no tag is. */
const PLACE = /<(?:[A-Za-z]{2,24}(?:[_ -][A-Za-z]{1,24}){1,5}|[A-Za-z][a-z]{1,24}(?:[A-Z][a-z]{1,24}){1,5})>/;

/** `pst_<token>::<key>`: little stands beside the places to fill in, or one says in several words what goes there. */
function isFilledIn(text: string): boolean {
  if (!text.includes('<')) return false;
  if (PLACE.test(text) && !text.includes('</')) return true;
  const own = text.replace(/<[A-Za-z][A-Za-z_ -]{1,40}>/g, '');
  return own !== text && isLittle(own);
}

const MOST_OWN = 5;

/** Whether what a text has of its own, beside what is put in, is too little to make a value. */
export function isLittle(own: string): boolean {
  return own.replace(/[^A-Za-z0-9]/g, '').length <= MOST_OWN;
}

/** Whether a word is two and more words of the name, in their order: `acmeauthsecret` under `ACME_AUTH_SECRET`. */
function isRunOf(word: string, name: readonly string[]): boolean {
  for (let from = 0; from + 1 < name.length; from++) {
    let rest = word;
    let taken = 0;
    while (from + taken < name.length && rest.startsWith(name[from + taken] as string)) {
      rest = rest.slice((name[from + taken] as string).length);
      taken++;
    }
    if (rest === '' && taken > 1) return true;
  }
  return false;
}

/** Words in lower case: split at what is no letter or digit, and at changes of case; letters and digits stay together. */
export function splitWords(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Whether crosses stand for characters of the value: four in a row, or several times three. Of 40 random characters 4 in a million hold four. */
function areCrossed(value: string): boolean {
  return /x{4}|X{4}|x{3}.{1,60}x{3}|X{3}.{1,60}X{3}/.test(value);
}

/** Whether somebody hid the value before us: `****`, `[REDACTED]`, `abcd...wxyz`, `AKIA****************`. */
export function isMasked(value: string): boolean {
  if (areCrossed(value)) return true;
  // Letters and digits alone hide nothing else, and most values compile no regex.
  if (/^[A-Za-z0-9]*$/.test(value)) return false;
  if (/^.{0,12}(?:(?:\\?\*){3,}|\xe2\x80\xa2|\xb7{3,}|#{4,}|_{6,}|-{6,}).{0,12}$/.test(value)) return true;
  if (/<(?:deleted|redacted|removed|masked|hidden|omitted|snip)>/i.test(value)) return true;
  if (value.includes('********') || /^\*{2}[A-Za-z_ -]{2,24}\*{2}$/.test(value)) return true;
  if (/^.{0,16}(?:\.{3,}|\xe2\x80\xa6).{0,12}$/.test(value) || /^.{24,}(?:\.{3}|\xe2\x80\xa6)$/.test(value))
    return true;
  return /^[[<({*]{1,3}(?:redacted|filtered|masked|hidden|secret|removed|protected|sensitive|sanitized|scrubbed|omitted)\b[^\s]{0,60}$/i.test(
    value,
  );
}

/** Whether a value that no person chose goes on where it ends, or lacks its midst: `0x9fa1...`, `919c2d18fb5d4...a2ae413da83346ad2`. */
export function isCut(value: string): boolean {
  if (value.endsWith('..') || value.endsWith('\xe2\x80\xa6')) return true;
  return value.includes('..') && /^[\w+/=-]{2,64}\.{3,12}[\w+/=-]{2,64}$|^[\w-]{1,12}\.\.[\w-]{1,6}$/.test(value);
}

/** Longer values are of formats that hold numbers of their own. */
const LONGEST_FILLED = 72;

/** Whether zeros fill up a value that no person chose: `ACME-2k8gsR0000000000000000VNahJj`. Random ones hold ten in a row once in 10^15. */
export function isFilledUp(value: string): boolean {
  return value.length <= LONGEST_FILLED && value.includes('0000000000');
}

/** Whether one letter stands for much of such a value: `IQ/CCCCCCCCCC/tQ==`. An `A` is what zeros are in base64. */
export function isMostlyOne(value: string): boolean {
  return value.length <= LONGEST_FILLED && /([B-Zb-z])\1{8}/.test(value);
}

/** Values of a known form that is no credential: digests, hashes, ciphertexts, public material, addresses, code. */

const UUID = /^[{(]?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}[)}]?$/i;

/** Whether the value is a UUID with its dashes. */
export function isUuid(value: string): boolean {
  return value.includes('-') && UUID.test(value);
}

const PLAIN_DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;

/** Whether the value may be a digest or an id as well as a key: a UUID, or hexadecimal of a digest's length. */
export function mayBeDigest(value: string): boolean {
  return isUuid(value) || PLAIN_DIGEST.test(value);
}

/** Text right before a value that says that a digest or an id follows. */
const DIGEST_CONTEXT =
  /(?:sha-?(?:1|224|256|384|512)|md5|blake2[bs]?|blake3|crc32|digest|checksum|integrity|fingerprint|thumbprint|e-?tag|commit|revision|\brev\b|git[-_]?sha|\bsha\b|\bhash\b|trace[-_]?id|span[-_]?id|request[-_]?id|correlation[-_]?id|image[-_]?id|content[-_]?hash|build[-_]?id)["'\s:=@({[_-]{0,12}$/i;

/** Whether the value is a digest: by its own prefix, or bare hexadecimal of a digest's length where the context says so. */
export function isDigest(value: string, before: string): boolean {
  if (/^(?:sha(?:1|256|384|512)|md5|blake2b)[-:=]/i.test(value)) return true;
  if (/^h1:[A-Za-z0-9+/]{43}=$/.test(value)) return true;
  const isBase64 = /^[A-Za-z0-9+/_-]{27,86}={0,2}$/.test(value);
  return (isBase64 || mayBeDigest(value)) && DIGEST_CONTEXT.test(before);
}

/** The name of an annotation or a field that holds the digest of a secret, by which a change of it is seen: `checksum/secret: `. */
const DIGEST_OF_SECRET = /(?:checksum|sha256(?:sum)?|hash)[/.][\w.-]{1,40}["']?[ \t]{0,4}[:=][ \t]{0,4}["']?$/i;

/** Whether the value is the digest of a secret, and says so before it. */
export function isDigestOfSecret(value: string, before: string): boolean {
  return PLAIN_DIGEST.test(value) && DIGEST_OF_SECRET.test(before);
}

/** Text right before a value whose name is that of a file: `"auth/passwords.php": "`. */
const FILE_CONTEXT =
  /\w\.(?:php|py|rb|[cm]?[jt]sx?|go|java|kt|cs|c|h|cpp|rs|s?css|html?|vue|twig|json|ya?ml|xml|md|txt|sh|sql|svg|png|gif|jpe?g|webp)\\?["'\]]{1,2}[ \t]{0,4}(?::|=>?|,)[ \t]{0,4}\\?["']?$/i;

/** How bundlers number the modules that files became. */
const MODULE = /^[0-9a-f]{4,8}$/;

/** Whether the value is the digest of a file that is its name, or the number of its module, by the text before it. */
export function isDigestOfFile(value: string, before: string): boolean {
  return (PLAIN_DIGEST.test(value) || MODULE.test(value)) && FILE_CONTEXT.test(before);
}

/** Password hashes and ciphertexts, those of LDIF in base64: whoever reads them still lacks the secret. */
const PROTECTED =
  /^(?:\$(?:2[abxy]?|1|5|6|7|y|apr1|argon2(?:id?|d)|scrypt|pbkdf2[a-z0-9-]*|sha1|md5)\$|(?:pbkdf2|bcrypt|argon2|scrypt|pbkdf2_sha256|pbkdf2_sha1|bcrypt_sha256|sha1|sha256|md5)\$|U?\$[SHP]\$[./0-9A-Za-z]{31}|\${2,4}(?:2[abxy]|[156y]|apr1)\${2,4}[./0-9A-Za-z]{2}|pbkdf2:|scrypt:|\{(?:S?SHA(?:256|512)?|SMD5|MD5|CRYPT|bcrypt|noop|pbkdf2|scrypt|argon2)\}|ENC\[|ENC\(|hmac-sha(?:1|256|384|512):[0-9a-f]{40,128}$|(?:sha1|sha256|sha512|md5):[0-9a-f]{8,32}:[0-9a-f]{32,128}$|argon2:\$argon2|\{[0-9a-f]{40}[A-Za-z0-9./]{8}$|crypt[12]:[A-Za-z0-9+/]|digest[12]:[A-Za-z0-9+/]|md5[0-9a-f]{32}$|[0-9a-f]{32}:[0-9A-Za-z]{2,8}$|\$ANSIBLE_VAULT|!vault|age1|-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE)|gAAAAA[A-Za-z0-9_-]{60}|Ag[A-Za-z0-9+/]{250}|AQICAH|AQECAH|e1NTSE|e1NIQ|e0NSWVBU|e01ENX|e1NNRDV|e1BCS0R|e0FSR09O|\{cipher\}|\{AES\}|vault:v\d+:|AgA[A-Za-z0-9+/]{200}|SCRAM-SHA-256\$|encrypted:[A-Za-z0-9+/]{60}|U2FsdGVkX1|AQAAANCMnd8BFdER|(?:51:b:)?01000000[dD]08[cC]9[dD]{2}[fF]0115[dD]1118|[\w.@-]{1,64}:(?:\$(?:2[aby]|1|5|6|apr1)\$|\{SHA\})|\{[\w-]{0,32}\}(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$|[0-9]\.[A-Za-z0-9+/]{8,}={0,2}(?:\|[A-Za-z0-9+/]{4,}={0,2}){1,2}$|[2-9]\.[A-Za-z0-9+/]{20,}==$|[A-Za-z0-9+/]{16}\|\|[A-Za-z0-9+/]{20,}={0,2}$|[^:\s]{1,64}:\$(?:2[aby]|1|5|6|apr1|argon2(?:id?|d))\$)/;

/** Whether the value is a password hash or a ciphertext. */
export function isProtected(value: string): boolean {
  return PROTECTED.test(value) || /^\{[A-Za-z0-9+/]{20,}={1,2}\}$/.test(value) || /^\*[0-9A-F]{40}$/.test(value);
}

/** Text right before a ciphertext, or a digest that a server keeps: `decrypt("`, `IDENTIFIED BY PASSWORD '`. */
const OPENS_CIPHERTEXT = /(?:decrypt|Decrypt|unseal)(?:_[a-z]{1,12}|[A-Z][a-z]{1,12})?\(["']$/;
const OPENS_DIGEST = /identified by password ["']$/i;
const SHORTEST_CIPHERTEXT = 20;

/** Text right before a ciphertext whose name says so: `"encryptedCardNumber": "`. */
const NAMES_CIPHERTEXT = /encrypted[A-Za-z_]{0,32}\\?["']?\s{0,2}[:=]\s{0,2}\\?["']$/i;

/** Whether a value in the form of a token (RFC 7516) is a text that was encrypted: whoever reads it lacks the key. */
export function isEncryptedText(value: string, before: string): boolean {
  return value.split('.', 6).length === 5 && NAMES_CIPHERTEXT.test(before);
}

/** Text right before what is written of a password: the beginning of its digest. */
const OPENS_DIGEST_OF =
  /(?:sha-?\d{1,3}|md5|hash|digest) of (?:the )?(?:given )?(?:password|secret|token|key): ["']?$/i;

/** Whether the value is a ciphertext or a digest, by the text before it. */
export function isProtectedBy(value: string, before: string): boolean {
  if (OPENS_DIGEST_OF.test(before)) return /^[0-9a-f]{6,128}$/i.test(value);
  if (OPENS_DIGEST.test(before)) return /^(?:\*?[0-9A-F]{40}|[0-9A-F]{16})$/i.test(value);
  return value.length >= SHORTEST_CIPHERTEXT && OPENS_CIPHERTEXT.test(before);
}

/** Text right before the token of a form against requests from elsewhere, as Laravel names it: it is worth something in its session only. */
const FORM_TOKEN = /(?:name=["']?_token["']?[ \t]{1,4}value=["']?|[?&]_token=|\[_token\](?:%5D)?["']?=>?["' ]{0,3})$/;

/** Text right before the user, who may be hashed, in the answer to a challenge (RFC 7616): what follows is of no use to others. */
const DIGEST_USER = /(?:^|[^A-Za-z])digest username=\\{0,3}["']$/i;

/** Whether the value is a user, by the text before it. */
export function isDigestUser(before: string): boolean {
  return DIGEST_USER.test(before);
}

/** Text right before a value that is an option of a filter or a program, `overlay=eof_action=pass:`, and such a value. */
const OPTION_BEFORE = /[\w]=[a-z]{2,12}:$/;
const OPTION = /^[a-z][a-z0-9_]{1,24}=./;

/** Whether the value is the next of several options, each with its name: what looked like a name was the value of the one before. */
export function isNextOption(value: string, before: string): boolean {
  return OPTION.test(value) && OPTION_BEFORE.test(before);
}

/** Text right before one of several words to choose from, `basic | digest | apikey | `; and before what passed a check. */
const CHOICE_BEFORE = /(?:[a-z0-9]{2,12} \| ){3,}$/;
const RESULT_BEFORE = /results\.add\([^()]{1,28}, ?\{ ?pass: ?["']$/;

/** Text right before the name of a test that Go ran, an alternative in a shell, and what follows a password that a flag has got: `-p password "`. */
const RUN_BEFORE = /(?:^|\s)--- (?:PASS|FAIL|SKIP): $|\w["'] \|\| $|\s-p password ["']$|\w identified {1,20}\| {1,4}$/i;

/** Text right before what a script says that it has checked: `pass "Server is up"`. */
const CHECKED_BEFORE = /(?:^|\n)[ \t]*(?:[a-z]{2,8}_)?pass ["']$/;

/** What a pipe passes to, `pwd | grep ' '`. */
const COMMAND = /^(?:[ef]?grep|sed|awk|cut|tr|head|tail|wc|xargs|sort|uniq|tee|cat|jq|base64)(?: |$)/;

/** Whether the value is one of the words that may stand somewhere, a command behind a pipe, or a step that a program tells of. */
export function isOneOfWords(value: string, before: string): boolean {
  if (COMMAND.test(value) && before.endsWith('| ')) return true;
  return (
    (/^[a-z]{3,16}$/.test(value) && CHOICE_BEFORE.test(before)) ||
    (/^[A-Z][a-z]+$|[A-Za-z] /.test(value) && CHECKED_BEFORE.test(before)) ||
    RESULT_BEFORE.test(before) ||
    RUN_BEFORE.test(before)
  );
}

/** Whether the value is the token of a form, by the text before it. */
export function isFormToken(before: string): boolean {
  return FORM_TOKEN.test(before);
}

/** Text right before the name of an object that holds secrets: ``the Kubernetes secret `acme-db` ``. */
const SECRET_OBJECT =
  /(?:kubernetes|k8s|docker|swarm|existing|opaque|pull) secrets?,? (?:(?:named|called|object) )?["'`]$/i;

/** Whether the value is the name of an object that holds secrets, by the text before it. */
export function isNameOfObject(value: string, before: string): boolean {
  return SECRET_OBJECT.test(before) && /^[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*$/.test(value);
}

const SHAPES: readonly RegExp[] = [
  /^(?:[a-z][a-z0-9+.-]{1,20}:)?\/\/@?(?:[^\s:@/]*|\[[0-9a-f:.]{2,45}\])(?::\d+)?(?:[/?#].*)?$/i, // URL without credentials
  /^https?:\/\/unix:\/[\w./:@-]{2,160}$/, // address of a socket
  /^(?:mailto|tel|urn|data|javascript|about|chrome|arn|spiffe|did|tag):/i,
  /^(?:~|\.{1,2})?\/[\w.@~-]+(?:\/[\w.@~ -]*)+$/, // absolute or relative path
  /^(?:\.{1,2}\/)+[\w./-]{1,120}#[\w.-]{0,60}$|^#\/[\w./~-]{1,160}$/, // path in documents and a place there, place in this one
  /^\/[\w./-]{1,120}(?: [a-z_]{2,20}=[^ =]{1,60}){1,6}$/, // path with options of a lookup
  /^[\w.@%-]+(?:\/[\w.@%-]+){1,12}\.[A-Za-z]{1,8}(?:\?.{1,200})?$/, // relative path of a file, parts of which a format puts in
  /^@[a-z][a-z0-9-]{1,40}(?:\/[a-z][a-z0-9._-]{1,60}){1,5}$/, // package with its scope
  /^\/#\/[\w/-]*$/, // route of a page
  /^[a-z][a-z_-]{1,30}(?:\/[a-z][a-z_-]{1,30}){1,6}\/$/, // folder, or what keys of settings begin with
  /^\/[\w./-]{1,120}:[A-Za-z]\w{0,60}$/, // entry of a file
  /^[a-z_][a-z0-9_.-]{0,40}=\.{0,2}(?:\/[\w.@-]+)+$/, // name of a file, and where it lies
  /^[a-z][\w.-]{1,40}(?:\/[\w.-]{1,40}){0,4}\/[A-Z]{2,16}(?:_[A-Z0-9]{1,16}){1,5}$/, // entry of a store that is called as a variable is
  /^[a-z][a-z0-9_.-]{1,40}(?:\/[a-z][a-z0-9_.-]{1,40}){2,8}$/, // path of an entry in a store, or of a file without an ending
  /^[A-Za-z]:\\/,
  /^(?:proxy:)?(?:lmdb|hash|btree|cdb|dbm|sdbm|texthash|regexp|pcre|ldap|[mp]gsql|mysql|sqlite|cidr|unix):\/[\w./-]{2,120}$/, // table of Postfix, and where it lies
  /^(?:npm|workspace|virtual|portal|patch):[~^@\w.*-][\w.@/^~-]{0,60}$/, // version of a package, and where it is from
  /^\/(?:\^.{1,200}|.{1,200}\$)\/[dgimsuvy]{0,4}$/, // regex between its slashes
  /^&(?:'\w{1,20} )?(?:mut )?(?:\[\w{1,20}(?:; ?\w{1,20})?\]|str|String)$|^\[\](?:[\w.*]{1,40})\{/, // type of Rust, list of Go
  /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+$/, // e-mail
  /^(?:ssh:\/\/)?(?:git|hg|svn)@[\w-]{1,63}(?:\.[\w-]{1,63})+(?::\d{1,5})?[:/][\w./~-]{1,120}$/, // where a repository lies
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$/,
  /^\d{1,5}\/(?:tcp|udp|sctp)$/,
  /^#?[A-Za-z][\w.$]{2,120}[./]\d{1,5}(?:\.\d{1,5}){3}(?:@\d{1,5}(?:\.\d{1,5}){3})?$/, // window of a development environment, and where it stood
  /^(?:(?:\d{1,3}\.){3}\d{1,3}|localhost|\[::1?\]):(?:\d{1,5}|[$%{<].{1,60})$|^unix:\//, // address to listen at
  /^\d{2,5}[/?](?:[\w./+%-]{0,80}[?&=]){0,12}[\w./+%-]{0,80}$/, // port, path and query of an address
  /^(?:v|[~^]|[<>]?=)?\d+(?:\.\d+){1,24}(?:[-+][\w.-]{0,40})?$/, // version, IP, object identifier
  /^(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, // network
  /^(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?(?:\/\d{1,3})?$/i, // address of IPv6, or its network
  /^(?:uid|cn|ou|dc)=[^,=]{1,64}(?:, ?(?:uid|cn|ou|dc|o|c|l|st)=[^,=]{1,64}){1,12}$/i, // name in a directory
  /^[MNTFPE]:[A-Za-z_][\w`]{0,60}(?:\.[\w`#]{1,80}){1,12}(?:\(.{0,200})?$/, // member that a comment of .NET refers to
  /^[a-z]{2,20}:"[^"]{0,200}"(?: [a-z]{2,20}:"[^"]{0,200}"){0,8}$/, // tags of a field of Go
  /^[A-Z][A-Za-z.$]{2,60}\{[0-9a-f]{5,8}\}?$/, // object of Java, as it writes itself
  /^(?=.{0,400}(?:token|secret|key|password|signature|auth)=)[A-Za-z_][\w.-]{1,40}=[^&=\s]{0,400}(?:&(?:amp;)?[A-Za-z_][\w.-]{1,40}=[^&=\s]{0,400}){1,24}$/i, // fields of an address, each looked at by itself
  /^(?:[-+~]|[<>]=?)?(?:\d[\d_,]*)?\.?\d+(?:e[-+]?\d+)?(?:px|em|rem|%|ms|s|m|h|d|kb|mb|gb)?$/i, // number
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{6}[-_][0-9a-f]{4,40}$/, // id of what was made at a time
  /^[a-z][a-z_]{1,40}(?:\.[a-z][a-z0-9_]{1,40}){0,6}(?:\.\d{1,3}\.[a-z][a-z0-9_.]{1,80}){1,6}$/, // path of an attribute, with places in lists
  /^(?:\d{1,9}(?:ns|us|ms|[smhdwy])){2,6}$/, // duration
  /^\*{0,2}[~<>]?\$\d{1,6}(?:\.\d{1,8})?\*{0,2}$/, // money
  /^\d{1,3}:[A-Z_]{1,24}$/, // part of a variable, from where and how long
  /^(?:application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]+(?:;.*)?$/i, // MIME type
  /^[a-z]+(?:-[a-z]{2,20}){0,3}\/(?:[a-z0-9.+-]+|[a-z]{2,20}(?:_[a-z]{2,20}){1,4})(?:;.*)?$/, // owner and repository, and their like; base64 has capitals
  /^#[0-9a-f]{3,8}$|^0x[0-9a-f]{1,8}$/i,
  /^[0-2], \d{1,2}(?:, \d{1,6}){2,14}$/, // object identifier, number by number
  /^\d{1,4}\.$|^v\d{1,2}(?:(?:alpha|beta)\d{1,2})?$/, // number that ends a sentence, version of an interface
  /^-?\d{1,9}[)\]}]{1,6}[,;]{0,2}(?:\[\w{1,24}|[[({]{1,6}["']?)?[)\]};,]{0,6}$|^\d{1,12}\+$/, // number, and how code goes on behind it; and more
  /^\d{1,4}(?:\.\w{1,12}){1,6}=[a-z0-9]{1,40}_\d{1,4}$/, // version and build of a package
  /^\d{1,6}\]=?$/, // number of an enumeration: `E[E.NO_PASSWORD=27]="NO_PASSWORD"`
  /^[A-Za-z_][A-Za-z0-9_]*(?:(?:\.|::|->)[A-Za-z_][A-Za-z0-9_]*)+(?:\(\))?$/, // dotted identifier
  /^[\w-]+\.(?:json|ya?ml|toml|ini|conf|cfg|env|txt|md|html?|css|scss|js|jsx|mjs|ts|tsx|py|rb|go|rs|java|kt|php|sh|sql|xml|pem|key|crt|cer|csr|p12|pfx|jks|keystore|pub|log|csv|png|jpe?g|gif|svg|ico|woff2?|zip|gz|tar|exe|dll|so|lock|example|template|tmpl|sample)$/i,
  /^(?:[\w-]+\.)+(?:com|org|net|io|dev|local|internal|cloud|svc|lan|example|test|invalid)(?::\d+)?(?:\/.*)?$/i, // host name
  /^(?:\.|::)?\w+\((?:[^()]|\([^()]*\))*\)[;,]?$/, // call
  /^(?:fk|pk|uq|uk|ix|ck|df|idx|uniq|index)_{1,2}(?:[a-z_]{1,40}_{1,2})?[0-9a-f]{8,16}$/i, // index or constraint of a database
  /^[a-z][a-z0-9_]{3,80}_(?:fkey|pkey|idx|uniq|ukey)$/, // likewise
  /^(?:rO0AB[A-Za-z0-9+/]|AAEAAAD\/{5})/, // objects that Java or .NET wrote out
  /^[\^(].*[$)*+?]$|^\)?\(\[\^/, // regex
  /^\[\^?(?:[A-Za-z0-9]-[A-Za-z0-9]){2,3}[^\]]{0,12}\]$/, // class of a regex
  /^(?:CVE|CAN|GHSA|CWE|RUSTSEC|PYSEC|OSV|USN|RHSA|DSA)-[0-9a-z]{2,4}(?:-[0-9a-z]{1,7}){0,3}$/i, // advisory
  /^(?:min|max|size|between|digits(?:_between)?|[gl]te?|same|different|unique|exists|in|date_format|required_(?:if|unless|with(?:out)?)(?:_all)?):[\w.,-]{1,40}$/, // rule of a form
  /^(?:pbkdf2|bcrypt|argon2(?:id?|d)?|scrypt|sha1|sha256|sha512|md5)(?:_sha\d{1,3})?[_$:]$/, // how a hash begins
  /^<\/?[a-z][^>]*>|<\/(?:span|code|td|a|b|em|strong|p|div|li)>/i, // markup
  /^[\w.-]{1,80}\.(?:tar\.(?:gz|xz|bz2|zst)|tgz|whl|jar|deb|rpm|gem)$/, // archive
  /^(?=[^a-z]{0,16}abc)(?:abcdefghijklmnopqrstuvwxyz|[01]{1,2}|234567(?:890?)?|[^A-Za-z0-9]){1,40}$/i, // alphabet and figures in their order
  /\)\{(?:const|let|var|return|if|for|this|throw)(?![A-Za-z0-9])|\}(?:if|for|return|else|const|let|var)[ ({]|\),[\w.]{1,60}&&\(/, // minified code
  /^:?(?:after|before|hover|focus(?:-within|-visible)?|active|visited|checked|disabled|(?:in)?valid|(?:first|last|nth|only)-child|not)[{,:.([> ]/, // selector of elements in a state
  /^\((?:[&|!]\(|[A-Za-z][\w;-]{1,30}[~<>]?=)/, // filter of a directory
  /^(?:[a-z]{1,12}\|){5}/, // words of a regex
  /^(?:windowsPE|offlineServicing|generalize|specialize|audit(?:System|User)|oobeSystem)$/, // pass of Windows Setup
  /^\d{4}_[a-z]{2,24}(?:_[a-z0-9]{1,24}){0,9}$/, // migration of Django
  /^ *--?[a-z]{1,10} +$|^#[a-z]{1,20}(?:-[a-z]{1,20}){1,6}$/, // flag between quotes, element by its id
  /^flags\d?\.\d{1,2}\?/, // field that a bit says is there
  /^[^A-Za-z0-9]{1,8}\d?--$/, // the end of a statement of SQL, and that the rest is a comment
  /^[2-5]\d\d[ -][ -~]{0,200}\\r\\n$/, // reply of a server
  /^[A-Z][A-Za-z ]{2,40} ; [A-Z][a-z]{2,8} 20\d\d$/, // network of Stellar or a fork of it, which all know
  /^[A-Z\xc3-\xd1][A-Za-z\x80-\xff'-]{2,20}(?: [A-Za-z\x80-\xff'-]{1,20}){1,5}:$/, // label
  /^&#?\w{1,8};?$/, // entity of markup
  /^@[A-Z_]{2,24}$/, // word of a language
  /^!?\[[^\]]{1,120}\](?:\([^)\s]{1,200}\)|\[[^\]]{0,40}\])$/, // link or picture of Markdown
  /^[\w-]{1,128}\/\d{8}(?:\/[\w-]{2,30}){2}\/\w{1,20}_request$/, // scope of a signed request, behind the public id of its key
  /\(\?(?:[:=!]|<[=!]|P?<\w)|\[\^[^\]]{1,40}\][*+]/, // regex
  /^(?:[a-z_]{1,20}:\\?"[^"]{0,80}" ?){1,8}$/, // struct tag of Go
  /^[Xx](?:-(?:[A-Z]{1,12}|(?:[A-Z]{0,5}[a-z]{1,24}\d?){1,3})\d{0,3}){1,8}$/, // name of a header: words, with a number behind them at most
  /^[a-z]{1,12}\[[\w-]{1,24}[~|^$*]?=['"\\]|^\.[a-z][\w-]{2,60}\{/, // selector of elements, and how they look
  /^[a-z]\w{0,40}(?:\.\w{1,40}){1,8}#[A-Za-z]\w{0,40}$/, // shape id
  /^(?:utf-?(?:8|16(?:-?[lb]e)?|32)|latin-?1|(?:us-)?ascii|iso-?8859-\d{1,2}|windows-125\d|cp\d{3,4}|ucs-?2)$/i, // encoding
  /^(?:[A-Z0-9]{2,12}-)?(?:HMAC|RSA|ECDSA|ED25519)-(?:SHA-?\d{1,3}|OAEP.{0,12})$/, // algorithm of a signature
  /^(?:hmac-?)?(?:sha-?(?:1|2|3|224|256|384|512)|md[245]|blake2[bs]|crc(?:32|64)|murmur(?:3|32|64|128)|xxh(?:ash)?(?:32|64|128)|b64(?:enc|dec))$|^(?:bcrypt|scrypt|argon2(?:id?|d)?|pbkdf2|[HREP]S(?:256|384|512)|aes-?(?:128|192|256)(?:-(?:cbc|gcm|ecb|ctr))?|blowfish|twofish|rijndael|whirlpool)$/i, // algorithm
  /^(?:A(?:128|192|256)(?:KW|GCM|GCMKW|CBC-HS(?:256|384|512))|PBES2-HS\d{3}\+A\d{3}KW|ECDH-ES(?:\+A\d{3}KW)?|RSA1_5|RSA-OAEP(?:-\d{3})?|ES256K|EdDSA)$/, // algorithm of JOSE
  /^(?:\\[abefnrtv0"']|\\u00[01][0-9a-fA-F]){1,8}$|^\\\(\[?/, // line ends and quotes as escapes, group of sed
  /\\(?:0?33|x1[bB]|e|u001[bB])\[\d/, // colour of a terminal
  /^--?[a-z][a-z-]{1,40}=$|^\/[A-Z]{2,12}:$|^--?[a-z][a-z-]{2,40}$|^--[a-z][a-z-]{1,40} \S{1,60}$|^--[a-z][a-z-]{2,40}=[\w.:/-]{1,40}$|^-[[(]/, // flag, perhaps with what it takes, and its description in completions
  /\\[sSwWdDbB](?:[*+?{)\]]|\[)|\[[^\]\s]{2,40}\](?:[*+]|\{\d)|\.[*+](?:$|[?)\\])|^\.[*+]\/|^\\\)/, // regex, and what sed makes of it
  /^\)\.[*+]\(|^[+*]?\(\[\^|^\(?\.[*+]\[\^/, // the rest of a regex: `--password +([^ ]+)`
  /^(?:did|does|is|was|are|were|do|would|could|should|has|have|had)n$/, // a word up to its apostrophe
  /&(?:[lr][ds]quo|nbsp|hellip|#x3[CcEe]|#6[02])(?:;|$)/, // text of a page
  /^[sgblwtav]:[A-Za-z_]\w*$/, // variable of Vim
  /^[\w:<>]{0,8}=b?(?:""|'')$/, // field of a binary structure that is empty
  /^(?:(?:\xe2[\x80-\xaf][\x80-\xbf]|\xf0\x9f[\x80-\xbf]{2})(?:\xef\xb8\x8f)? ?){1,6}$/, // signs and pictures
  /^\d{1,3}(?:\.\d{1,6}){2,12}:=/, // matching rule of a directory
  /^\w{1,24}\/(?:binary|bits|bytes|bitstring|integer|little|big|signed|unsigned)(?![A-Za-z0-9])/, // part of a binary of Erlang
  /^\{\s{0,8}"[^"]{1,80}"\s{0,8}:.*\}$|^\{\\"(?=.{0,400}\\"(?:token|secret|key|auth|password)\\":).*\}$|^\[\s{0,8}[{"].*[}"]\s{0,8}\]$/s, // JSON: what it holds is looked at by itself
  /^(?:\d{1,3}-){0,2}[a-z][a-z0-9]{0,15}(?:[-_][a-z]{1,15}){0,6}(?:\.[a-z]{1,24}(?:[-_][a-z]{1,15}){0,8}){1,6}\.?$/, // key of a text: words in parts
  /^.{0,3}\]\]>/, // end of a section of markup
  /^[A-Z]{3,6}(?:,-?\d{1,12}(?:\.\d{1,12})?){1,8}$/, // currency, and numbers of its row
  /^[A-Za-z0-9]{2,12}:$/, // what stands before something else: `"md5:" + hash`
  /^(?=.{0,200}(?:required|nullable|string|confirmed|min:\d|max:\d))[a-z_]{2,24}(?::[^|\s]{0,80})?(?:\|[a-z_]{2,24}(?::[^|\s]{0,80})?){1,12}$/, // rules of a validator
];

/** Codes of currencies and kinds of instruments. */
const CURRENCY = '(?:USD[TC]?|BUSD|FDUSD|EUR|GBP|JPY|CHF|BTC|XBT|ETH|WETH|DAI|PERP|SWAP|SPOT)';
/** `BTC-USDT`, `ETH/DAI/USDC`, `BTC-USD-241217-92000-C`, `ATOM-USD-PERP.DYDX`, `SOLUSDT`. */
const INSTRUMENT = new RegExp(
  `^(?=.{0,24}${CURRENCY})(?:[A-Z0-9]{2,12}(?:[-/_:.][A-Z0-9]{1,12}){1,5}|[A-Z0-9]{2,10}(?:USD[TC]?|BUSD|EUR|BTC|ETH))$`,
);

/** `AlphaUSD`: a coin that follows a currency, or a chain's own by its name. */
const COIN =
  /^(?:[A-Z][a-z]{2,9}(?:USD[TC]?|EUR|GBP|BTC|ETH)|(?:wrapped-)?(?:bitcoin|ethereum|solana|litecoin|dogecoin|cardano|ripple|polkadot|tether|usd-coin|avalanche(?:-2)?|chainlink|uniswap|polygon|binancecoin|cosmos|tron|stellar|monero|arbitrum|optimism))$/;

/** Whether the value names something that is traded: trading code calls assets tokens, and such names keys. */
function isInstrument(value: string): boolean {
  return COIN.test(value) || (INSTRUMENT.test(value) && !/[A-Z0-9]{13}/.test(value));
}

/** Cells of a row that are numbers, at least, where it has so many cells. */
const NUMBER_CELLS = 2;
const LEAST_CELLS = 4;

/** Whether the value is a row of a table. */
function isRow(value: string): boolean {
  if (!value.includes(',')) return false;
  const cells = value.split(',');
  return cells.length >= LEAST_CELLS && cells.filter((cell) => /^-?\d+(?:\.\d+)?$/.test(cell)).length >= NUMBER_CELLS;
}

/** Versions that a package manager may take: no rule asks for a value of this form. */
function isVersionRange(value: string): boolean {
  return /^[~^]\d{1,6}(?:\.(?:\d{1,6}|[x*])){1,2}(?:-[\w.]{1,24})?$/.test(value);
}

/** `CRAM-MD5`, `SMTP send`: how one logs in to a server, or what is done with it. No rule asks for a value of this form. */
function isDoneWithServer(value: string): boolean {
  return (
    /^(?:CRAM-MD5|DIGEST-MD5|SCRAM-SHA-\d{1,3}(?:-PLUS)?|XOAUTH2?|OAUTHBEARER|NTLM|GSSAPI|GSS-SPNEGO|ANONYMOUS|APOP)$/.test(
      value,
    ) || /^(?:SMTP|IMAP|POP3|LDAP|FTP|SSH|SQL|TLS|SSL|DNS|DB) [a-z]{3,12}(?: [a-z]{2,12}){0,3}$/.test(value)
  );
}

/** Rules of a validator joined by bars, `nullable|string|max:191`: no rule asks for a value of this form. */
function isValidation(value: string): boolean {
  return /^(?=.{0,60}(?:required|nullable|sometimes|string|confirmed))[a-z_]{2,24}(?::[^|\s]{1,40})?(?:\|[a-z_]{2,24}(?::[^|\s]{1,40})?){1,8}$/.test(
    value,
  );
}

/** What ciphers, key exchanges and versions are called in the lists of TLS and Kerberos. */
const CIPHERS = new Set(
  (
    'aes aes128 aes256 aria camellia chacha20 poly1305 gcm cbc ccm ctr cts hmac sha sha1 sha256 sha384 sha512 md5 96 96s 8 rc4 3des des null export ' +
    'anull enull high medium low exp seed idea rsa krsa arsa rsapsk dss ecdsa psk dhepsk ecdhe eecdh dhe ecdh kecdh kecdhe edh kedh kdh kx dh adh aecdh krb5 srp gost camellia128 camellia256 chacha20 aesgcm des sslv3 default vers tls ssl tls1 group all normal ' +
    'secp256r1 secp384r1 secp521r1 x25519 x448 0 1 2 3'
  ).split(' '),
);
const SHARE_OF_CIPHERS = 0.75;

/** Whether the value is a cipher or a list of them, `ECDHE-PSK-CHACHA20-POLY1305:!aNULL`: some have the names of keys in theirs. */
function isCipher(value: string): boolean {
  if (!/^[+!-]{0,2}[A-Za-z0-9]{1,9}[-_:+!.,]/.test(value)) return false;
  const parts = value
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  const named = parts.filter((part) => CIPHERS.has(part)).length;
  // `-RSA:%NO_EXTENSIONS`: taken from a list of GnuTLS.
  if (/^[+!-]{1,2}[A-Za-z0-9]{2,9}:/.test(value) && CIPHERS.has(parts[0] as string)) return true;
  return parts.length >= 2 && /[a-z]/i.test(value) && named >= parts.length * SHARE_OF_CIPHERS;
}

/** Whether the value is a few bytes written as escapes: part of a binary description, too short for a key. */
function isFewBytes(value: string): boolean {
  return value.includes('\\x') && value.replace(/\\x[0-9a-fA-F]{2}/g, '?').length < 8;
}

/** Whether the value has the form of something that is no credential. */
export function isOtherShape(value: string): boolean {
  if (
    /^(?:true|false|null|none|nil|undefined|yes|no|on|off|auto|default|string|number|boolean|integer|object|array|any|int|str|bytes?|bool|float|uuid|password|passwd|pwd|pswd|secret|token|key|apikey|api_key|username|user|email|text|hidden|required|optional|sensitive|ngmodel|ngform)$/i.test(
      value,
    )
  )
    return true;
  return (
    isFewBytes(value) ||
    isInstrument(value) ||
    isRow(value) ||
    isCipher(value) ||
    isDoneWithServer(value) ||
    SHAPES.some((shape) => shape.test(value))
  );
}

/** Whether the value has a form that no rule asks for, whatever it says of its values. */
export function isNeverAsked(value: string): boolean {
  return isVersionRange(value) || isCipher(value) || isValidation(value) || isDoneWithServer(value);
}

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
  /\w\.(?:php|py|rb|[cm]?[jt]sx?|go|java|kt|cs|c|h|cpp|rs|s?css|html?|vue|twig|json|ya?ml|xml|md|txt|sh|sql|svg|png)\\?["'\]]{1,2}[ \t]{0,4}(?::|=>?|,)[ \t]{0,4}\\?["']?$/i;

/** Whether the value is the digest of a file that is its name, by the text before it. */
export function isDigestOfFile(value: string, before: string): boolean {
  return PLAIN_DIGEST.test(value) && FILE_CONTEXT.test(before);
}

/** Password hashes and ciphertexts, those of LDIF in base64: whoever reads them still lacks the secret. */
const PROTECTED =
  /^(?:\$(?:2[abxy]?|1|5|6|7|y|apr1|argon2(?:id?|d)|scrypt|pbkdf2[a-z0-9-]*|sha1|md5)\$|(?:pbkdf2|bcrypt|argon2|scrypt|pbkdf2_sha256|pbkdf2_sha1|bcrypt_sha256|sha1|sha256|md5)\$|U?\$[SHP]\$[./0-9A-Za-z]{31}|\${2,4}(?:2[abxy]|[156y]|apr1)\${2,4}[./0-9A-Za-z]{2}|pbkdf2:|scrypt:|\{(?:S?SHA(?:256|512)?|SMD5|MD5|CRYPT|bcrypt|noop|pbkdf2|scrypt|argon2)\}|ENC\[|ENC\(|hmac-sha(?:1|256|384|512):[0-9a-f]{40,128}$|(?:sha1|sha256|sha512|md5):[0-9a-f]{8,32}:[0-9a-f]{32,128}$|argon2:\$argon2|md5[0-9a-f]{32}$|[0-9a-f]{32}:[0-9A-Za-z]{2,8}$|\$ANSIBLE_VAULT|!vault|age1|-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE)|gAAAAA[A-Za-z0-9_-]{60}|Ag[A-Za-z0-9+/]{250}|AQICAH|AQECAH|e1NTSE|e1NIQ|e0NSWVBU|e01ENX|e1NNRDV|e1BCS0R|e0FSR09O|\{cipher\}|\{AES\}|vault:v\d+:|AgA[A-Za-z0-9+/]{200}|SCRAM-SHA-256\$|encrypted:[A-Za-z0-9+/]{60}|U2FsdGVkX1|AQAAANCMnd8BFdER|(?:51:b:)?01000000[dD]08[cC]9[dD]{2}[fF]0115[dD]1118|[\w.@-]{1,64}:(?:\$(?:2[aby]|1|5|6|apr1)\$|\{SHA\})|\{[\w-]{0,32}\}(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$|[0-9]\.[A-Za-z0-9+/]{8,}={0,2}(?:\|[A-Za-z0-9+/]{4,}={0,2}){1,2}$|[2-9]\.[A-Za-z0-9+/]{20,}==$)/;

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

/** Text right before a public key or an address of a chain, by the call that makes one of it: `new PublicKey("`, `pubkey!("`, `TokenEnum::address("`. */
const OPENS_PUBLIC_KEY =
  /(?:public_?key|pubkey|(?:solana|evm|eth|bech32|account)_?address|(?:::|\.)address)(?:!|(?:\.|::)[A-Za-z]\w{0,15})?\(\s{0,40}&?["'`]$/i;

/** Text right before a public key of a node of Tailscale, which writes what kind it is: `nodekey:`; private ones begin with `privkey:`. Other settings put a blank there. */
const KIND_OF_PUBLIC_KEY = /(?<![A-Za-z0-9_])(?:nodekey|discokey|mkey|machinekey|nlpub|tlpub):$/;

/** Text right before the key that GitHub gives to encrypt secrets with: behind its number. */
const NUMBERED_PUBLIC_KEY = /key_id\\?["']?[:=] ?\\?["']\d{10,24}\\?["'], ?\\?["']?key\\?["']?[:=] ?\\?["']$/;

/** Text right before a public key in JSON that says its type: `"@type": "/acme.PubKey", "key": "`. */
const TYPED_PUBLIC_KEY = /[Pp]ub(?:lic)?_?[Kk]ey[A-Za-z0-9]{0,12}["'],\s{1,40}["'](?:key|value)["']: ?["']$/;

/** Whether the value is a public key, by the text before it. */
export function isPublicBy(before: string): boolean {
  return (
    OPENS_PUBLIC_KEY.test(before) ||
    KIND_OF_PUBLIC_KEY.test(before) ||
    NUMBERED_PUBLIC_KEY.test(before) ||
    TYPED_PUBLIC_KEY.test(before)
  );
}

/** Text right before the token of a badge, which draws one picture. */
const BADGE =
  /(?:(?:badge[\w./-]{0,40}|codecov\/c\/[\w./-]{0,60}|\.svg)\?(?:[\w-]{1,20}=[\w-]{0,20}&)?(?:circle-)?token|\?badge_key)=$/i;

/** Whether the value is the token of a badge, by the text before it. */
export function isBadgeToken(before: string): boolean {
  return BADGE.test(before);
}

/** Text right before the value of an attribute of an element that holds data for the page's own program: `<script … data-key="`. */
const PAGE_DATA = /[ \t\r\n]data-[a-z-]{2,30}=["']$/;

/** Whether the value is in an attribute that every visitor of a page gets, by the text before it. */
export function isPageData(before: string): boolean {
  return PAGE_DATA.test(before);
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

/** Whether the value is one of the words that may stand somewhere, or a step that a program tells of. */
export function isOneOfWords(value: string, before: string): boolean {
  return (/^[a-z]{3,16}$/.test(value) && CHOICE_BEFORE.test(before)) || RESULT_BEFORE.test(before);
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

/** A point of the curve that pushes to browsers use, in base64: 65 bytes of which the first is 4. Private keys have 32. */
const PUSH_KEY = /^B[A-P][A-Za-z0-9_+/-]{85}=?$/;

/** A point of a curve of 256 bits in hexadecimal, with one coordinate or both. Private keys have one byte less, and no such sign before them. */
const CURVE_POINT = /^(?:0x)?(?:0[235][0-9a-f]{64}|04[0-9a-f]{128})$/i;

/** A public key with its algorithm before it, in base64 of DER: RSA, then curves. Private ones say a version first, and hold no bit string there. */
const KEY_INFO =
  /^(?:MII[A-Z][A-Za-z0-9]jANBgkqhkiG9w0BAQEFAAOC|MIG[ef]MA0GCSqGSIb3DQEBAQUAA4GN|MFwwDQYJKoZIhvcNAQEBBQADSwAw|MFkwEwYHKoZIzj0CAQ|MFYwEAYHKoZIzj0CAQ|MHYwEAYHKoZIzj0CAQ|MIGbMBAGByqGSM49AgEG|MC[ow]wBQYDK2V[uw]AyEA|MEMwBQYDK2V[xz]AzoA)/;

/** A public key of minisign or signify: `Ed` and 40 bytes. */
const SIGNER = /^RW[QRST][A-Za-z0-9+/]{53}$/;

/** A token of Mapbox for web pages: anybody reads it there, and its owner bounds what it may do. */
const PAGE_TOKEN = /^pk\.eyJ[A-Za-z0-9_-]{20}/;

/** What Stripe gives the page of one payment, to go on with that alone. */
const PAYMENT = /^(?:pi|seti)_[A-Za-z0-9]{4,40}_secret_[A-Za-z0-9]{4,60}$/;

/** How Razorpay numbers what it keeps. */
const NUMBER_OF_RECORD = /^(?:token|cust|order|pay|inv)_[A-Za-z0-9]{14}$/;

/** Whether the value is a token that is meant for web pages, or the number of a record. */
export function isPageToken(value: string): boolean {
  return PAGE_TOKEN.test(value) || PAYMENT.test(value) || NUMBER_OF_RECORD.test(value);
}

/** Whether the value is public by nature: a public key, a certificate, a publishable key. */
export function isPublic(value: string): boolean {
  return (
    /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-|sk-(?:ssh|ecdsa)|AAAA[BCE]3NzaC1|AAAAE2VjZHNhLXNoYTIt|AAAAInNrLWVjZHNh|AAAAGnNrLXNzaC1l|-----BEGIN (?:RSA |EC |DSA )?PUBLIC|-----BEGIN (?:CERTIFICATE|X509|TRUSTED CERT|DH PARAM|EC PARAM))/.test(
      value,
    ) ||
    (/^MII[A-Z][A-Za-z0-9+/\s]{10}/.test(value) &&
      /^MII(?:BIj|Cdj|BCg|Dd|Eo|Fa|C[0-9A-Za-z]A[0-9A-Za-z]gAwIBAgI|[A-Za-z0-9]{3}DCC)/.test(value)) ||
    KEY_INFO.test(value) ||
    SIGNER.test(value) ||
    PUSH_KEY.test(value) ||
    CURVE_POINT.test(value) ||
    /(?:\/|%2F)\d{8}(?:\/|%2F)[a-z0-9-]{2,24}(?:\/|%2F)[a-z0-9-]{2,24}(?:\/|%2F)aws4_request$/i.test(value) || // whose key signed, and for what
    /^[A-Z0-9]{3,40}\.r[1-9A-HJ-NP-Za-km-z]{24,34}$/.test(value) || // an issued currency, and who issues it
    /^(?:\|1\|[A-Za-z0-9+/=|]{40,80}|[\w.,:*[\]-]{3,120}) (?:ssh-[a-z0-9]{3,12}|ecdsa-sha2-nistp\d{3}) AAAA/.test(
      value,
    ) || // a host and its key
    /^(?:iauth|ich|ipi|acct|evt|price)_[0-9A-Za-z]{14,24}$/.test(value) || // how Stripe numbers what it keeps
    /^(?:pk_(?:live|test)_|sb_publishable_|pub[0-9a-f]{32}$|0x[0-9a-fA-F]{40}$|3MVG9[A-Za-z0-9_.]{60})/.test(value)
  );
}

const SHAPES: readonly RegExp[] = [
  /^(?:[a-z][a-z0-9+.-]{1,20}:)?\/\/[^\s:@/]*(?::\d+)?(?:[/?#].*)?$/i, // URL without credentials
  /^(?:mailto|tel|urn|data|javascript|about|chrome|arn|spiffe|did|tag):/i,
  /^(?:~|\.{1,2})?\/[\w.@~-]+(?:\/[\w.@~ -]*)+$/, // absolute or relative path
  /^(?:\.{1,2}\/)+[\w./-]{1,120}#[\w.-]{0,60}$|^#\/[\w./~-]{1,160}$/, // path in documents and a place there, place in this one
  /^\/[\w./-]{1,120}(?: [a-z_]{2,20}=[^ =]{1,60}){1,6}$/, // path with options of a lookup
  /^[\w.@-]+(?:\/[\w.@-]+){1,12}\.[A-Za-z]{1,6}(?:\?.{1,200})?$/, // relative path of a file
  /^@[a-z][a-z0-9-]{1,40}(?:\/[a-z][a-z0-9._-]{1,60}){1,5}$/, // package with its scope
  /^\/#\/[\w/-]*$/, // route of a page
  /^[a-z][a-z_-]{1,30}(?:\/[a-z][a-z_-]{1,30}){1,6}\/$/, // folder, or what keys of settings begin with
  /^\/[\w./-]{1,120}:[A-Za-z]\w{0,60}$/, // entry of a file
  /^[a-z_][a-z0-9_.-]{0,40}=\.{0,2}(?:\/[\w.@-]+)+$/, // name of a file, and where it lies
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
  /^(?:(?:\d{1,3}\.){3}\d{1,3}|localhost|\[::1?\]):(?:\d{1,5}|[$%{<].{1,60})$|^unix:\//, // address to listen at
  /^\d{2,5}[/?](?:[\w./+%-]{0,80}[?&=]){0,12}[\w./+%-]{0,80}$/, // port, path and query of an address
  /^(?:v|[~^]|[<>]?=)?\d+(?:\.\d+){1,12}(?:[-+][\w.-]{0,40})?$/, // version, IP, object identifier
  /^[-+]?(?:\d[\d_,]*)?\.?\d+(?:e[-+]?\d+)?(?:px|em|rem|%|ms|s|m|h|d|kb|mb|gb)?$/i, // number
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{6}[-_][0-9a-f]{4,40}$/, // id of what was made at a time
  /^[a-z][a-z_]{1,40}(?:\.[a-z][a-z0-9_]{1,40}){0,6}(?:\.\d{1,3}\.[a-z][a-z0-9_.]{1,80}){1,6}$/, // path of an attribute, with places in lists
  /^(?:\d{1,9}(?:ns|us|ms|[smhdwy])){2,6}$/, // duration
  /^(?:application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]+(?:;.*)?$/i, // MIME type
  /^[a-z]+(?:-[a-z]{2,20}){0,3}\/(?:[a-z0-9.+-]+|[a-z]{2,20}(?:_[a-z]{2,20}){1,4})(?:;.*)?$/, // owner and repository, and their like; base64 has capitals
  /^#[0-9a-f]{3,8}$|^0x[0-9a-f]{1,8}$/i,
  /^[0-2], \d{1,2}(?:, \d{1,6}){2,14}$/, // object identifier, number by number
  /^\d{1,4}\.$|^v\d{1,2}(?:(?:alpha|beta)\d{1,2})?$/, // number that ends a sentence, version of an interface
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
  /^[2-5]\d\d[ -][ -~]{0,200}\\r\\n$/, // reply of a server
  /^(?:SMTP|IMAP|POP3|LDAP|FTP|SSH|SQL|TLS|SSL|DNS|DB) [a-z]{3,12}(?: [a-z]{2,12}){0,3}$/, // what is done with such a server
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
  /^--?[a-z][a-z-]{1,40}=$|^\/[A-Z]{2,12}:$|^--?[a-z][a-z-]{2,40}$|^--[a-z][a-z-]{1,40} \S{1,60}$|^-[[(]/, // flag, perhaps with what it takes, and its description in completions
  /\\[sSwWdDbB](?:[*+?{)\]]|\[)|\[[^\]\s]{2,40}\](?:[*+]|\{\d)|\.[*+](?:$|[?)\\])|^\.[*+]\/|^\\\)/, // regex, and what sed makes of it
  /^\)\.[*+]\(|^[+*]?\(\[\^|^\(?\.[*+]\[\^/, // the rest of a regex: `--password +([^ ]+)`
  /^(?:did|does|is|was|are|were|do|would|could|should|has|have|had)n$/, // a word up to its apostrophe
  /&(?:[lr][ds]quo|nbsp|hellip|#x3[CcEe]|#6[02])(?:;|$)/, // text of a page
  /^[sgblwtav]:[A-Za-z_]\w*$/, // variable of Vim
  /^[\w:<>]{0,8}=b?(?:""|'')$/, // field of a binary structure that is empty
  /^(?:(?:\xe2[\x80-\xaf][\x80-\xbf]|\xf0\x9f[\x80-\xbf]{2})(?:\xef\xb8\x8f)? ?){1,6}$/, // signs and pictures
  /^\d{1,3}(?:\.\d{1,6}){2,12}:=/, // matching rule of a directory
  /^\w{1,24}\/(?:binary|bits|bytes|bitstring|integer|little|big|signed|unsigned)(?![A-Za-z0-9])/, // part of a binary of Erlang
  /^\{\s{0,8}"[^"]{1,80}"\s{0,8}:.*\}$|^\[\s{0,8}[{"].*[}"]\s{0,8}\]$/s, // JSON: what it holds is looked at by itself
  /^(?:\d{1,3}-){0,2}[a-z][a-z0-9]{0,15}(?:[-_][a-z]{1,15}){0,6}(?:\.[a-z]{1,15}(?:[-_][a-z]{1,15}){0,8}){1,6}$/, // key of a text: words in parts
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
export function isVersionRange(value: string): boolean {
  return /^[~^]\d{1,6}(?:\.(?:\d{1,6}|[x*])){1,2}(?:-[\w.]{1,24})?$/.test(value);
}

/** Rules of a validator joined by bars, `nullable|string|max:191`: no rule asks for a value of this form. */
export function isValidation(value: string): boolean {
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
export function isCipher(value: string): boolean {
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
    /^(?:true|false|null|none|nil|undefined|yes|no|on|off|auto|default|string|number|boolean|integer|object|array|any|int|str|bytes?|bool|float|uuid|password|passwd|pwd|secret|token|key|apikey|api_key|username|user|email|text|hidden|required|optional|sensitive|ngmodel|ngform)$/i.test(
      value,
    )
  )
    return true;
  return (
    isFewBytes(value) ||
    isInstrument(value) ||
    isRow(value) ||
    isCipher(value) ||
    SHAPES.some((shape) => shape.test(value))
  );
}

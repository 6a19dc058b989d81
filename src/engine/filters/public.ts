/** What everybody may read: public keys, certificates, tokens of pages and pictures, examples; by the value or by the text before it. */

/** Text right before a public key or an address of a chain, by the call that makes one of it: `new PublicKey("`, `pubkey!("`, `TokenEnum::address("`. */
const OPENS_PUBLIC_KEY =
  /(?:public_?key|pubkey|(?:solana|evm|eth|bech32|account)_?address|(?:::|\.)address)(?:!|(?:\.|::)[A-Za-z]\w{0,15})?\(\s{0,40}&?["'`]$/i;

/** Text right before a public key of a node of Tailscale, which writes what kind it is: `nodekey:`; private ones begin with `privkey:`. Other settings put a blank there. */
const KIND_OF_PUBLIC_KEY = /(?<![A-Za-z0-9_])(?:nodekey|discokey|mkey|machinekey|nlpub|tlpub):$/;

/** Text right before the key that GitHub gives to encrypt secrets with: behind its number. */
const NUMBERED_PUBLIC_KEY = /key_id\\?["']?[:=] ?\\?["']\d{10,24}\\?["'], ?\\?["']?key\\?["']?[:=] ?\\?["']$/;

/** Text right before a public key in JSON that says its type: `"@type": "/acme.PubKey", "key": "`. */
const TYPED_PUBLIC_KEY = /[Pp]ub(?:lic)?_?[Kk]ey[A-Za-z0-9]{0,12}["'],\s{1,40}["'](?:key|value)["']: ?["']$/;

/** Text right before the four characters that the address of a shared file ends in, as everybody gets it who shall open it. */
const OPENS_SHARE_CODE = /(?:\/s\/[\w-]{8,24}\?|\/share\/init\?surl=[\w-]{8,24}&(?:amp;)?)pwd=$/;

/** Text right before the number of a record of MongoDB: `new ObjectId("`. */
const OPENS_RECORD = /(?<![A-Za-z0-9_])ObjectI[dD]\(\s{0,8}["']$/;

/** Whether the value is a public key, a code of what is shared or the number of a record, by the text before it. */
export function isPublicBy(before: string): boolean {
  return (
    OPENS_PUBLIC_KEY.test(before) ||
    KIND_OF_PUBLIC_KEY.test(before) ||
    NUMBERED_PUBLIC_KEY.test(before) ||
    TYPED_PUBLIC_KEY.test(before) ||
    OPENS_SHARE_CODE.test(before) ||
    OPENS_RECORD.test(before)
  );
}

/** Text right before a value that a description of an interface gives for an example: `example='`, `"examples": ["`. */
const EXAMPLE = /(?<![A-Za-z0-9])examples?["']?\s?[:=]\s?\[?["'](?:Bearer |Basic )?$/;

/** Whether the value is an example, by the text before it. */
export function isExample(before: string): boolean {
  return EXAMPLE.test(before);
}

/** Text right before what signs the address of a file, which ends at the time before it. */
const SIGNS_ADDRESS = /[?&]e=1\d{9}&(?:amp;)?token=$/;

/** Whether the value opens one file, and for a time, by the text before it. */
export function isSignatureOfAddress(before: string): boolean {
  return SIGNS_ADDRESS.test(before);
}

/** Text right before the token of a badge, which draws one picture. */
const BADGE =
  /(?:(?:badge[\w./-]{0,40}|codecov\/c\/[\w./-]{0,60}|\.svg)\?(?:[\w-]{1,20}=[\w-]{0,20}&(?:amp;)?)?(?:circle-)?token|\?badge_key)=$/i;

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

/** The bytes that fill up passwords of documents in PDF, as every program for these holds them. */
const FILLS_UP_PASSWORD = /^(?:0x28,\s?0xbf,\s?0x4e,\s?0x5e|40,\s?191,\s?78,\s?94|\\x28\\xbf\\x4e\\x5e|\(\\xbfn\^nu)/i;

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
    FILLS_UP_PASSWORD.test(value) ||
    /(?:\/|%2F)\d{8}(?:\/|%2F)[a-z0-9-]{2,24}(?:\/|%2F)[a-z0-9-]{2,24}(?:\/|%2F)aws4_request$/i.test(value) || // whose key signed, and for what
    /^[A-Z0-9]{3,40}\.r[1-9A-HJ-NP-Za-km-z]{24,34}$/.test(value) || // an issued currency, and who issues it
    /^(?:\|1\|[A-Za-z0-9+/=|]{40,80}|[\w.,:*[\]-]{3,120}) (?:ssh-[a-z0-9]{3,12}|ecdsa-sha2-nistp\d{3}) AAAA/.test(
      value,
    ) || // a host and its key
    /^(?:iauth|ich|ipi|acct|evt|price)_[0-9A-Za-z]{14,24}$/.test(value) || // how Stripe numbers what it keeps
    /^(?:pk_(?:live|test)_|sb_publishable_|pub[0-9a-f]{32}$|0x[0-9a-fA-F]{40}$|3MVG9[A-Za-z0-9_.]{60})/.test(value)
  );
}

/** What a value looks like when it is no credential: marks, and how rare it is. A function of the value and the text before it. */
import { fromBase64, latin1 } from '../../bytes/latin1.ts';
import { Mark } from '../match.ts';
import { isAddress, isTradedAccount } from './addresses.ts';
import { isElementOfItsName, isFieldOfItsName, isItsName, isOwnWord, isPassedOn, isRelated } from './by-name.ts';
import { isCounted } from './counting.ts';
import { isDocumented } from './documentation.ts';
import { isHumped, withoutFigures } from './humps.ts';
import { isCut, isFilledUp, isMasked, isMostlyOne, isPlaceholder } from './placeholder.ts';
import { rarityOf } from './rarity.ts';
import { isRepetitive } from './repetition.ts';
import { isNamesake, isReference, isReferenceBy } from './reference.ts';
import {
  isBadgeToken,
  isExample,
  isPageData,
  isPageToken,
  isPublic,
  isPublicBy,
  isSignatureOfAddress,
} from './public.ts';
import {
  isDigest,
  isDigestOfFile,
  isDigestOfSecret,
  isDigestUser,
  isEncryptedText,
  isFormToken,
  isNameOfObject,
  isNeverAsked,
  isNextOption,
  isOneOfWords,
  isOtherShape,
  isProtected,
  isProtectedBy,
  isUuid,
} from './shape.ts';
import { isForeignText, isListOfWords, isNameOfParts, isText, isTextInBytes, isWordy, standInKind } from './words.ts';

/** What is known of a value beside its bytes. */
export interface ValueContext {
  /** Up to 48 bytes before the value, latin1. */
  readonly before: string;
  readonly isQuoted: boolean;
  /** The name that it is assigned to, as it stands; '' without one. */
  readonly name: string;
  /** People choose it: words are no sign against it. */
  readonly isGuessable: boolean;
  /** The format names its provider: only stand-ins speak against it, not its form. */
  readonly isTyped: boolean;
  /** The rule says what its values look like, so a UUID or a number is what it asked for. */
  readonly isShaped: boolean;
}

/** What {@link classify} says. */
export interface Classified {
  /** Bits of {@link Mark}. */
  readonly marks: number;
  readonly rarity: number;
}

/** Marks and rarity of a value (latin1). Linear in its length; patterns are anchored or bounded. */
export function classify(value: string, context: ValueContext): Classified {
  const { before } = context;
  const byItself = knownOrClassified(value, context);
  let { marks } = byItself;
  if (context.isTyped) {
    return isEncryptedText(value, before) ? { ...byItself, marks: marks | Mark.Protected } : byItself;
  }
  if (
    isBadgeToken(before) ||
    isPageData(before) ||
    isExample(before) ||
    isPageToken(value) ||
    isSignatureOfAddress(before)
  )
    marks |= Mark.Weakened;
  if (isDigest(value, before)) marks |= Mark.Digest;
  if (isDigestOfSecret(value, before) || isProtectedBy(value, before)) marks |= Mark.Protected;
  if (isFormToken(before) || isDigestUser(before) || isPublicBy(before)) marks |= Mark.Public;
  if (isNextOption(value, before) || isDigestOfFile(value, before)) marks |= Mark.Shape;
  if (isOneOfWords(value, before)) marks |= Mark.Shape;
  if (isNumberOfSecret(value, context)) marks |= Mark.Reference;
  if (EXPECTED.test(before)) marks |= Mark.TestName;
  if (isNameOfObject(value, before) || isReferenceBy(before)) marks |= Mark.Reference;
  return { marks, rarity: byItself.rarity };
}

/** Text right before what a test expects: `assert token == "`. */
const EXPECTED = /(?:^|\n)[ \t]{0,24}assert [\w.()[\]'"]{1,40} == b?["']$/;

/** `s3cr3t!`: "secret" with figures for letters, as tests write it. Elsewhere somebody may have chosen it. */
const LEET_SECRET = /^(?:(?:my|very|top|super|the|not)[-_]?)?[s$5][e3]cr[e3]t[-_]?(?:\d{1,4})?[!.$#@*]{0,3}$/i;
const RARITY_OF_LEET = 0.6;

/** `Testing!123`: a stand-in would not have troubled to meet a policy of passwords. */
const MEETS_A_POLICY = /^(?=.{0,12}[!@#$%&*])(?:Test(?:ing|er)?|Demo)[!@#$%&*]{0,2}\d{1,4}[!@#$%&*]{0,2}$/;

/** `| string |`: what a table says may stand there. */
const TYPE = /^(?:string|str|int|integer|bool|boolean|number|object|array|float)$/i;

/** `Pw!-$randomSuffix`: what a script adds at the end, nobody reads here. */
const ENDS_IN_VARIABLE =
  /^[^$].{0,60}[-_.]\$(?:[a-z]{3,16}(?:[A-Z][a-z]{2,16}){1,3}|[A-Z]{3,16}(?:_[A-Z]{2,16}){1,4})$/;

/** What is said of a value whatever stands before it. */
function classifyByItself(value: string, context: ValueContext): Classified {
  const rarity = LEET_SECRET.test(value) ? RARITY_OF_LEET : rarityOf(value);
  let marks = 0;
  if (isMasked(value) || (!context.isGuessable && isCut(value))) marks |= Mark.Masked;
  if (isRepetitive(value)) marks |= context.isGuessable && value.length < 16 ? Mark.LowEntropy : Mark.Repetitive;
  const isStandIn = isPlaceholder(value, context.name) && !(context.isGuessable && MEETS_A_POLICY.test(value));
  if (isStandIn || isHeaderOfToken(value)) marks |= Mark.Placeholder;
  if (!context.isGuessable && isFilledUp(value)) marks |= Mark.Placeholder;
  if (!context.isGuessable && isMostlyOne(value)) marks |= Mark.Repetitive;
  if (isDocumented(value)) marks |= Mark.Documentation;
  if ((!context.isGuessable && isTypedByHand(value)) || ENDS_IN_VARIABLE.test(value)) marks |= Mark.Weakened;
  if (context.isTyped) return { marks: marks | (isWordsOnly(value) ? Mark.Words : 0), rarity };
  const isGenerated = context.isGuessable && isGeneratedPassword(value, rarity);
  if (
    (isReference(value, context.isQuoted) && !isGenerated) ||
    isNamesake(value, context.name) ||
    isElementOfItsName(value, context.name) ||
    isWorkingDirectory(value, context.name)
  )
    marks |= Mark.Reference;
  if (context.isGuessable && /secret$/i.test(context.name) && NAME_OF_OBJECT.test(value)) marks |= Mark.Reference;
  if (isProtected(value)) marks |= Mark.Protected;
  if (isPublic(value) || isAddress(value)) marks |= Mark.Public;
  if (!context.isShaped && isTradedAccount(value, context.name)) marks |= Mark.Weakened;
  if (!context.isShaped && isUuid(value)) marks |= Mark.Digest;
  if (isPassedOn(value, context.name) || isFieldOfItsName(value, context.name)) marks |= Mark.Shape;
  const isRandom = isGenerated || isRareDotted(value, rarity) || isRandomBase64(value, rarity);
  if (!context.isShaped && ((isOtherShape(value) && !isRandom) || isText(value)))
    marks |= isPin(value, context) || isLongNumber(value, context) ? 0 : Mark.Shape;
  if (context.isShaped && TYPE.test(value)) marks |= Mark.Placeholder;
  if (context.isShaped && (isForeignText(value) || isNeverAsked(value))) marks |= Mark.Shape;
  marks |= wordMarks(value, context);
  const text = textInBase64(value);
  if (!context.isShaped) marks |= textMarks(text, context);
  else if (text !== null && standInKind(text) === 'stand-in') marks |= Mark.Placeholder;
  if (!context.isGuessable && isQualified(value)) marks |= Mark.Words;
  return { marks, rarity };
}

/** Longer values are classified each time. */
const LONGEST_KNOWN = 2048;
const MOST_KNOWN = 2048;

/** Values that were classified: test data and versions of a file repeat theirs, and two dozen regexes look at each. */
const known = new Map<string, Classified>();

function knownOrClassified(value: string, context: ValueContext): Classified {
  if (value.length > LONGEST_KNOWN) return classifyByItself(value, context);
  const { name, isQuoted, isGuessable, isTyped, isShaped } = context;
  const flags = Number(isQuoted) | (Number(isGuessable) << 1) | (Number(isTyped) << 2) | (Number(isShaped) << 3);
  const key = `${flags} ${name.length} ${name}${value}`;
  let classified = known.get(key);
  if (classified === undefined) {
    classified = classifyByItself(value, context);
    if (known.size === MOST_KNOWN) known.clear();
    known.set(key, classified);
  }
  return classified;
}

/** `eyJhbGciOiJIUzI1NiJ9` of an example `eyJhbGciOiJIUzI1NiJ9.<payload>.<signature>`, perhaps with words for the rest: a JWT's header says which algorithm, and no more. */
function isHeaderOfToken(value: string): boolean {
  const header = /^(eyJ[A-Za-z0-9_-]{8,160})(?:[.=]{0,2}|\.[a-z]{2,16}(?:[_-][a-z]{2,16}){0,3})$/.exec(value)?.[1];
  if (header === undefined) return false;
  const text = latin1(fromBase64(header));
  // Cut: `eyJ0eXAiOiJKV1...`
  if (/^\{"(?:alg|typ)" ?: ?"?[A-Z0-9]{0,5}[^"]?$/.test(text)) return true;
  if (
    /^\{(?=.{0,60}"alg" ?:)(?:"(?:alg|typ|kid|cty|jti)" ?: ?"[^"]{0,80}",? ?){1,5}(?:"[a-z0-9]{0,4}(?:" ?: ?"[^"]{0,80})?)?$/.test(
      text,
    )
  )
    return true;
  return text.includes('"alg"') && /^\{(?:"(?:alg|typ|kid|cty|enc|zip|ver)" ?: ?"[^"]{0,80}",? ?){1,6}\}$/.test(text);
}

/** `acme_live_abcdef123456`, `key-XYZ123CNTRL`: figures and letters as somebody types them who needs some. */
function isTypedByHand(value: string): boolean {
  return isCounted(value) || (value.length <= LONGEST_TYPED && /(?:abc|xyz)123|(?:deadbeef){2}|cafebabe/i.test(value));
}

const LONGEST_TYPED = 64;

const SHORTEST_BODY = 16;
const MOST_RARE_WORDS = 0.8;

/** Letters alone that read as words, after the prefix if it ends in a sign: `ASIAANDPACIFICREGION`. Of random letters one body in 70,000 does, and few bodies are letters alone. */
function isWordsOnly(value: string): boolean {
  const body = value.slice(Math.max(value.lastIndexOf('_'), value.lastIndexOf('-')) + 1);
  return body.length >= SHORTEST_BODY && /^[A-Za-z]+$/.test(body) && rarityOf(body) < MOST_RARE_WORDS;
}

/** `PWD=/tmp`: a shell's working directory, not a password. */
function isWorkingDirectory(value: string, name: string): boolean {
  return /^pwd$/i.test(name) && /^(?:[~.]{0,2}\/|[A-Za-z]:)/.test(value);
}

/** What the words of a value say against it. */
function wordMarks(value: string, context: ValueContext): number {
  const standIn = standInKind(value);
  let marks = 0;
  if (standIn === 'stand-in') marks |= Mark.Placeholder;
  if (standIn === 'default') marks |= Mark.LocalDefault;
  if (isIdentifier(value) || isRelated(value, context.name) || isVariable(value) || isItsName(value, context.name))
    marks |= Mark.Words;
  if (!context.isShaped && isConstant(value)) marks |= Mark.Words;
  if (!context.isGuessable && isOwnWord(value, context.name)) marks |= Mark.Words;
  if (!context.isShaped && STUB.test(value)) marks |= Mark.Weakened;
  // Where a rule says what its values look like, a name has that look as well; in quotes it is none of a program.
  if (context.isShaped && !context.isQuoted && !context.isGuessable && isHumped(value)) marks |= Mark.Words;
  if (context.isGuessable && isWordAbroad(value)) marks |= Mark.Words;
  const isNameOfThing = (): boolean =>
    isSlug(value) ||
    isOneWord(value) ||
    isHumped(value) ||
    isNameOfParts(value) ||
    isList(value) ||
    isListOfWords(value) ||
    isTextInBytes(value) ||
    BEGINNING_OF_NAMES.test(value);
  if (!context.isGuessable && !context.isShaped && isNameOfThing()) marks |= Mark.Words;
  if (isWordy(value) && (!context.isGuessable || isPlainWords(value))) marks |= Mark.Words;
  return marks;
}

/** `xoxb-users_list`, `ghp_123`: how keys of a provider begin, and too little behind it for one. */
const STUB =
  /^(?:xox[a-z]|xapp|xwfp|xoxe\.xox[a-z]|gh[opsur]|github_pat|glpat|sk|pk|rk|npm|pypi|hv[sbr](?=\.)|shpat|dapi)[-_.](?=[A-Za-z_-]{0,14}\d{0,14}[A-Za-z_-]{0,14}$)[A-Za-z0-9_-]{1,15}$/;

/** An item of a list `secrets:` by its number, as builds of SourceHut name what they are given. */
function isNumberOfSecret(value: string, { name, before, isQuoted }: ValueContext): boolean {
  return name === 'secrets' && !isQuoted && isUuid(value) && /(?:^|\n)[ \t]{0,12}- $/.test(before);
}

/** What the text that a value in base64 says speaks against it. */
function textMarks(text: string | null, context: ValueContext): number {
  if (text === null) return 0;
  const isStandIn =
    isPlaceholder(text, context.name) || /^(?:test|dummy|fake|example|sample|demo|mock)[-_ ]/i.test(text);
  const marks = (isStandIn ? Mark.Placeholder : 0) | (isMasked(text) ? Mark.Masked : 0);
  return wordMarks(text, context) | marks | (isRepetitive(text) ? Mark.Repetitive : 0);
}

/** `jksPassword`, `ntfy_pass`, `ACME_DESK_PW`: letters that say what the field holds. */
const NAME_OF_CREDENTIAL =
  /^(?:[A-Z]{2,16}(?:_[A-Z]{1,16}){0,5}_(?:PW|PWD|PASS|PASSWD|PASSWORD|PASSPHRASE|SECRET|KEY|TOKEN)|[a-z]{2,16}(?:_[a-z]{2,16}){0,3}_(?:pass|password|passwd|pwd|secret|token|key|certs?|crt)|[a-z]{2,12}(?:[A-Z][a-z]{1,12}){0,3}(?:Password|Passwd|Secret|Token|Key))$/;

/** What a value in base64 says, when that is text that somebody wrote: twelve random characters rarely decode to it. */
function textInBase64(value: string): string | null {
  if (value.length < 8 || value.length > 120 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return null;
  const text = latin1(fromBase64(value)).replace(/\n$/, '');
  if (!/^[\x20-\x7e]{4,}$/.test(text)) return null;
  return text.length >= 8 || /^\d+$/.test(text) || standInKind(text) !== null ? text : null;
}

/** A word with a capital, in capitals (`MKSTREAM`) or behind an abbreviation (`API-nyckel`), or words with letters beyond ASCII, of whatever language: what a translation shows for the name. */
function isOneWord(value: string): boolean {
  if (/^(?:[A-Z][a-z]{3,20}|[A-Z]{2,12}|[A-Z]{2,5}-[a-z]{3,20})$/.test(value)) return true;
  return /[\x80-\xff]/.test(value) && /^[A-Za-z\x80-\xff]+(?:[ '-][A-Za-z\x80-\xff]+){0,6}$/.test(value);
}

/** `db-credentials`, `db-credentials-8fk2m`: a name that ends in what is kept there, perhaps with what Kubernetes adds to make it unique. */
const NAME_OF_OBJECT =
  /^[a-z]{1,14}(?:--?(?:[a-z]{1,14}\d{0,2}|\d{1,2}|[a-z]\d{1,2}[a-z])){0,6}-(?:certs?|tls|secrets?|creds|credentials|auth|config|tok(?:en)?s?|[a-z]{0,8}keys?|password)(?:-(?:[b-df-hj-np-tv-xz2-9]{5}|[b-df-hkmt2-9]{10}))?$/;

/** Letters and joints, and a joint at the end: what names begin with, as `acme__`. */
const BEGINNING_OF_NAMES = /^[A-Za-z]{2,24}(?:[_:-][A-Za-z]{2,24}){0,3}[_:-]{1,2}$/;

/** `not-my-ns`: short words, one of them of those that join others. */
const SHORT_WORDS =
  /^(?=(?:[a-z]{2,4}-){0,3}(?:not|my|no|the|is|in|of|for|to|from|and|or|new|old|bad|api|app|db)(?:-|$))[a-z]{2,4}(?:-[a-z]{2,4}){1,3}$/;

/** `k8svaultapikey`, `ec2_CreateVpcEndpoint`: letters that say what is meant, with an abbreviation before them. */
const NAME_OF_FIELD =
  /^(?:[a-z][a-z0-9]{2,24}(?:apikey|secretkey|password|passwd|secret|token|credentials?)|[a-z][a-z0-9]{1,7}_(?:[A-Z][a-z]{1,20}){2,6})$/;

/** Words joined by dashes, one of them plainly a word, a constant in capitals, or a number behind a prefix (`whsec_123`), perhaps with the beginning of a digest behind them: names of things, abbreviations among them. */
function isSlug(value: string): boolean {
  if (/^[A-Z][A-Z0-9]{0,11}(?:_[A-Z0-9]{1,12}){1,6}$/.test(value) && value.replace(/\D/g, '').length <= 2) return true;
  if (value.length < SHORTEST_KEY && /^[a-z][a-z0-9]{1,7}(?:_[a-z]{2,12}){1,3}$/.test(value)) return endsInWord(value);
  if (NAME_OF_OBJECT.test(value)) return true;
  const named = /^([a-z]{3,14}(?:-[a-z]{3,14}){1,4})-[0-9a-f]{5,12}$/.exec(value)?.[1];
  if (named !== undefined) return isSlug(named);
  if (/^[a-z]{1,12}(?:_[a-z]{1,12})?_\d{1,5}$/.test(value) || NAME_OF_FIELD.test(value)) return true;
  if (!/^[a-z]{1,14}\d{0,2}(?:--?(?:[a-z]{1,14}\d{0,2}|\d{1,2}|[a-z]\d{1,2}[a-z])){1,6}$/.test(value)) return false;
  if (SHORT_WORDS.test(value)) return true;
  if (rarityOf(value) > MOST_RARE_SLUG) return false;
  return value.split('-').some((part) => part.length >= 4 && rarityOf(part) < WORD_IN_SLUG);
}

/** `acme_short`: too short for what a prefix with an underscore begins. */
const SHORTEST_KEY = 16;

function endsInWord(value: string): boolean {
  const last = value.slice(value.lastIndexOf('_') + 1);
  return last.length >= 4 && rarityOf(last) < WORD_IN_SLUG;
}

const MOST_RARE_SLUG = 0.85;
const WORD_IN_SLUG = 0.7;

/** Four or more parts joined by underscores, most of them without a digit: no generator of keys writes so. */
function isIdentifier(value: string): boolean {
  return /^_{0,2}[A-Za-z]{1,24}(?:_[A-Za-z]{1,24}){2,}(?:_[A-Za-z0-9]{1,24})?$/.test(value);
}

/** `TEE_SUCCESS`: letters only; it is the name of something. */
function isConstant(value: string): boolean {
  return /^[A-Z]{2,16}(?:_[A-Z]{2,16}){1,5}$/.test(withoutFigures(value));
}

/** `Şifre`, `Tajn\u00fd kl\u00ed\u010d`: words with letters beyond ASCII, and nothing else; `Potvrdi lozinku`: words as a label has them. */
function isWordAbroad(value: string): boolean {
  if (/^[A-Z][a-z]{2,20}(?: [a-z]{2,20}){1,3}$/.test(value)) return true;
  return /^(?=.{0,48}(?:[\xc3-\xd1][\x80-\xbf]|\\u0(?:0[c-fC-F]|[1-4][0-9a-fA-F])[0-9a-fA-F]))(?:[A-Za-z '-]|[\xc3-\xd1][\x80-\xbf]|\\u0(?:0[c-fC-F]|[1-4][0-9a-fA-F])[0-9a-fA-F]){2,64}$/.test(
    value,
  );
}

/** The name of a variable, of words alone: of one for a credential, `position_idx`, or `oauth2_endpoint`. */
function isVariable(value: string): boolean {
  if (NAME_OF_CREDENTIAL.test(value)) return true;
  if (!/^[a-z]{2,16}\d?(?:_[a-z]{2,16}){1,4}$/.test(value)) return false;
  return value.split('_').some((part) => part.length >= 6 && rarityOf(part) < WORD_IN_SLUG);
}

/** `APP-ID,APP-KEY`: names in capitals, or a role of Spring. */
function isList(value: string): boolean {
  return (
    /^[A-Z]{2,16}(?:[-_][A-Z]{2,16}){1,4}(?:, ?[A-Z]{2,16}(?:[-_][A-Z]{2,16}){1,4}){1,12}$/.test(value) ||
    /^ROLE_[A-Za-z_]{1,40}$/.test(value)
  );
}

/** `aws:ec2/getAmi:getAmi`, `kubernetes:helm.sh/v4:Chart`: a type of a resource, in its module. */
const TYPE_OF_RESOURCE =
  /^[a-z]{2,20}:[a-z][\w.]{0,20}(?:\/[a-z]\w{0,24}){0,3}:[A-Za-z][a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,4}$/;

/** `vntls:vCURSOR`, `acme:city-lite@csv`, `acme@nightly`: a name, and whose it is or which of several. */
function isQualified(value: string): boolean {
  if (TYPE_OF_RESOURCE.test(value)) return true;
  if (
    /^[a-z]{2,20}(?:-[a-z]{2,20}){0,3}@(?:nightly|latest|beta|alpha|stable|dev|next|canary|lts|head|master|main|\d{1,4})$/.test(
      value,
    )
  )
    return true;
  return /^[A-Za-z]{2,12}:(?:[A-Za-z]{2,20}|[a-z]{2,12}(?:-[a-z]{2,12}){1,3})(?:@[a-z]{2,8})?$/.test(value);
}

/** Words with nothing that would make them a password: no digit, or the look of an identifier. */
function isPlainWords(value: string): boolean {
  return !/\d/.test(value) || /^[a-z]+(?:[_-][a-z0-9]+){2,}$/.test(value) || /^[A-Z]+(?:_[A-Z0-9]+)+$/.test(value);
}

/** Six digits and more in quotes under a name that says password: numbers of a program stand without quotes. */
function isPin(value: string, context: ValueContext): boolean {
  return context.isGuessable && context.isQuoted && /^\d{6,32}$/.test(value);
}

/** More digits than a count or a time has: an id, or a key that is a number. */
function isLongNumber(value: string, context: ValueContext): boolean {
  return !context.isGuessable && /^\d{15,64}$/.test(value);
}

/** `b5qdR0.kOuKOb5`, `$kjlfa5AdWAuR9`, `uKmUi6(ZZCmXD7`: a generated password with one sign, which would else read as a name, a variable or a call. */
function isGeneratedPassword(value: string, rarity: number): boolean {
  if (rarity < MOST_RARE || value.length < SHORTEST_GENERATED || value.length > LONGEST_GENERATED) return false;
  return (
    /^[A-Za-z0-9]*[.$(][A-Za-z0-9]*$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value)
  );
}

const MOST_RARE = 0.95;
const SHORTEST_GENERATED = 12;
const LONGEST_GENERATED = 32;

/** Whole groups of base64 that look like a path only because chance put a slash first, as it does once in 64 times. */
function isRandomBase64(value: string, rarity: number): boolean {
  if (rarity < MOST_RARE || value.length < SHORTEST_BASE64 || value.length % 4 !== 0) return false;
  return /^\/[A-Za-z0-9+/]+={0,2}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);
}

const SHORTEST_BASE64 = 24;

/** Random parts joined by a dot are a token, not a dotted name. */
function isRareDotted(value: string, rarity: number): boolean {
  if (/\.(?:tar|t?gz|zip|jar|whl|json|ya?ml|xml|pem|key|crt|js|css|png|svg|woff2?)$/.test(value)) return false;
  return rarity > 0.85 && value.length >= 20 && /\d/.test(withoutFigures(value)) && /^[\w-]+(?:\.[\w-]+)+$/.test(value);
}

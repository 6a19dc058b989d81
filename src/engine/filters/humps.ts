/** Names of programs: words joined by their capitals. */
import { rarityOf } from './rarity.ts';

const SHARE_OF_WORDS = 0.5;
/** Of two words. */
const SHARE_OF_TWO = 0.6;
/** Beside abbreviations, which random letters hold as well. */
const SHARE_BESIDE = 0.6;
const WORD_RARE = 0.9;
const SHORTEST_WORD = 4;
const SHORTEST_BESIDE = 3;

/** What formats and algorithms are called, figures included: a word of a name like any other. */
const TECHNICAL =
  /OAuth[12]|[Xx]509|E[Dd](?:25519|448)|PKCS\d{1,2}|SHA\d{1,3}|RSA\d{3,4}|AES\d{3}|MD5|Base(?:32|58|64)|UTF(?:8|16)|HTTP[123]|P12|[HREP]S(?:256|384|512)/g;
const ABBREVIATION = 'ABC';

/** The same text with {@link ABBREVIATION} for each format and algorithm that it names. */
export function withoutFigures(value: string): string {
  return value.replace(TECHNICAL, ABBREVIATION);
}

/**
 * `BusyStatus`, `geoDeviceTokenA`, `DuoUserIdToken`, `jwtECDSAPublicKey`, `OAuth2AccessToken`: words, each with a capital, abbreviations
 * among them, most of their letters plainly words.
 */
export function isHumped(value: string): boolean {
  const name = withoutFigures(value);
  if (/^[A-Za-z][a-z]{1,20}(?:[A-Z][a-z]{1,20}){2,6}[A-Z]?$/.test(name))
    return shareOfWords(name, SHORTEST_WORD) >= SHARE_OF_WORDS;
  if (/^[A-Z][a-z]{2,20}[A-Z][a-z]{2,20}$/.test(name)) return shareOfWords(name, SHORTEST_WORD) >= SHARE_OF_TWO;
  if (name.length < SHORTEST_NAME || !/^[A-Za-z]{2,80}$/.test(name)) return false;
  const parts = partsOf(name);
  const isAbbreviated = parts.some((part) => /^[A-Z]{2,}$/.test(part));
  return (
    isAbbreviated &&
    parts.length >= LEAST_PARTS &&
    parts.every((part) => PART.test(part)) &&
    parts.some((part) => part.length >= SHORTEST_WORD && rarityOf(part) < WORD_RARE) &&
    shareOfWords(name, SHORTEST_BESIDE) >= SHARE_BESIDE
  );
}

const SHORTEST_NAME = 8;
const LEAST_PARTS = 3;
const PART = /^(?:[A-Z]?[a-z]{2,20}|[A-Z]{2,8})$/;

function partsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]{2,8})([A-Z][a-z])/g, '$1 $2')
    .split(' ');
}

/** Of the letters of a name those in words of a length and more, 0..1. */
function shareOfWords(name: string, shortest: number): number {
  const plain = partsOf(name).filter((word) => word.length >= shortest && rarityOf(word) < WORD_RARE);
  return plain.join('').length / name.length;
}

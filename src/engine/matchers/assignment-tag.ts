/** Tags of YAML before a value: most say what type it has, some that it is the name of what stands elsewhere. */
import { at, code, isBlank, isLetter, isWord, shortText, skipBlanks, startsWith } from './assignment-text.ts';

const LONGEST_TAG = 40;

/**
 * Home Assistant and ESPHome (`secret`, `input`), loaders of the environment (`env`, `env_var`), CloudFormation, GitLab (`reference`), authentik
 * (`keyof`, `context`, `find`, `file`), includes, stores and ciphertexts (`vault`, `encrypted`).
 */
const REFERENCES =
  /^!(?:secrets?|input|env|env_var|envvar|environ|ref|getatt|importvalue|findinmap|reference|keyof|context|find|file|include\w{0,12}|var|variable|vault|encrypted|ssm|sops|sm|lambda)$/;

/** `!!str v`, `!Sub v`, `&anchor v`: the offset of the value; -1 where the tag makes a reference of it. */
export function skipTag(bytes: Uint8Array, index: number, end: number): number {
  const byte = at(bytes, index);
  if (byte !== code('!') && byte !== code('&')) return index;
  let i = index + 1;
  while (i < end && (isWord(bytes[i] as number) || bytes[i] === code('!'))) i++;
  const word = i;
  // `!encrypted/pkcs1-oaep`, `!ruby/object:X`.
  while (i < end && i - index < LONGEST_TAG && isInTag(bytes[i] as number)) i++;
  if (!isBlank(at(bytes, i)) || !isLetter(at(bytes, word - 1))) return index;
  const value = skipBlanks(bytes, i, end);
  // `!ENV ${X:v}` has a default.
  if (startsWith(bytes, value, end, '${')) return value;
  if (REFERENCES.test(shortText(bytes, index, word).toLowerCase())) return -1;
  return i === word ? value : index;
}

function isInTag(byte: number): boolean {
  return isWord(byte) || byte === code('/') || byte === code('-') || byte === code(':') || byte === code('.');
}

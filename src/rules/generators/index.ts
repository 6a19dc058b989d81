/** The generators of examples, by the name before the colon. */
import { BASE64URL, textToBytes, toBits } from '../checksums/base-n.ts';
import { generateFromRegex } from './from-regex.ts';
import { makeKeyStore } from './key-stores.ts';
import { makeJwt, makePem } from './keys.ts';
import type { Random } from './random.ts';
import { makeToken, toBase64 } from './tokens.ts';

/** Makes a text from what stands after the colon. @throws PatternError when it cannot. */
export type Generator = (argument: string, random: Random) => string;

export const GENERATORS: ReadonlyMap<string, Generator> = new Map<string, Generator>([
  ['gen', generateFromRegex],
  ['checksum', makeToken],
  ['pem', makePem],
  ['key-store', makeKeyStore],
  ['jwt', makeJwt],
  ['base64', (argument) => toBase64(textToBytes(argument))],
  ['wrapped', (argument) => toBase64(textToBytes(argument)).replaceAll(/.{64}(?=.)/g, '$&\n')],
  ['base64url', (argument) => toBits(textToBytes(argument), BASE64URL)],
  ['percent', (argument) => encodeURIComponent(argument)],
  ['join', (argument) => argument.replaceAll('|', '')],
]);

/**
 * Files in base64, on one line or wrapped over many, as YAML block scalars, here-documents, quoted variables and concatenated literals
 * hold them: private keys in armor (by themselves, or in the JSON of a service account), kubeconfigs, logins of registries.
 *
 * Anchors: what base64 makes of the first bytes of such a file. Linear: lines are read until one is no base64, then decoded once.
 */
import { latin1 } from '../../bytes/latin1.ts';
import type { Rule } from '../../rules/rule.ts';
import { decodeBase64 } from '../decode/base64.ts';
import { documentMatches } from '../documents/index.ts';
import { type ArmorLine, bodyOf, createArmorLine, isBody, LONGEST_BLOCK_BYTES, readArmorLine } from './armor-lines.ts';
import { type MatcherHit, NO_HITS, type Window } from './matcher.ts';
import { matchArmor } from './pem.ts';

const line: ArmorLine = createArmorLine();
const body = new Uint8Array(LONGEST_BLOCK_BYTES);
/** Characters that tell whether a file in armor is a private key: its first line is no longer. */
const HEAD_CHARACTERS = 64;
/** The shortest line that another may follow. */
const SHORTEST_LINE = 32;

interface EncodedBlock {
  readonly decoded: Uint8Array;
  readonly end: number;
  readonly lines: number;
}

/** The file whose first bytes the anchor encodes; which kind of file is the rule's option: `pem`, `kubeconfig`, `docker-auth`. */
export function matchEncodedLines(window: Window, { options }: Rule): readonly MatcherHit[] {
  const { bytes, anchorStart: start } = window;
  if (start > window.start && isBody(bytes[start - 1]) && bytes[start - 1] !== 0x3d) return NO_HITS;
  const isPem = options.includes('pem');
  if (isPem && bytes[start] === 0x4c && !beginsKey(bytes, start)) return NO_HITS;
  const block = readEncoded(window);
  if (block === null) return NO_HITS;
  const { decoded, end, lines } = block;
  if (!isPem) {
    const found = documentMatches(decoded).find((hit) => options.includes(hit.matcher));
    return found === undefined ? NO_HITS : [{ ...found, start, end, secretStart: start, secretEnd: end }];
  }
  // On one line it is decoded like all other base64.
  const anchorStart = lines > 1 ? latin1(decoded).indexOf('PRIVATE KEY') : -1;
  if (anchorStart < 0) return NO_HITS;
  const [found] = matchArmor({
    bytes: decoded,
    content: decoded,
    start: 0,
    end: decoded.length,
    startsHaystack: true,
    endsHaystack: true,
    anchorStart,
    anchorEnd: anchorStart + 'PRIVATE KEY'.length,
  });
  return found === undefined ? NO_HITS : [{ ...found, start, end, secretStart: start, secretEnd: end }];
}

/** Whether what is encoded begins as a private key in armor: certificates are far more. */
function beginsKey(bytes: Uint8Array, start: number): boolean {
  let stop = start;
  while (stop < bytes.length && stop - start < HEAD_CHARACTERS && isBody(bytes[stop])) stop++;
  const head = decodeBase64(bytes, start, stop - ((stop - start) % 4));
  return head !== null && latin1(head).includes('PRIVATE KEY');
}

/** The lines from the anchor on: all of one length, the last one perhaps shorter. */
function readEncoded(window: Window): EncodedBlock | null {
  const limit = Math.min(window.end, window.anchorStart + LONGEST_BLOCK_BYTES);
  let length = 0;
  let width = 0;
  let lines = 0;
  let end = window.anchorStart;
  for (let at = window.anchorStart; at < limit; at = line.next) {
    readArmorLine(window.bytes, at, limit, line);
    const span = bodyOf(line, 0, 0);
    const count = span === null ? -1 : span.to - span.from;
    if (span === null || count < 1 || (lines > 0 && count > width)) break;
    if (lines === 0) width = count;
    for (let i = span.from; i < span.to; i++) {
      const byte = line.text[i] as number;
      if (isBody(byte) && length < body.length) body[length++] = byte;
    }
    end = line.ends[span.to - 1] as number;
    lines++;
    if (count < width || width < SHORTEST_LINE || line.text[span.to - 1] === 0x3d || line.atDashes) break;
  }
  const decoded = lines === 0 ? null : decodeBase64(body, 0, length);
  return decoded === null ? null : { decoded, end, lines };
}

/** A credential in the query of an address whose host names its provider: `https://api.acme.com/v1/x?key=v`. */
import type { NameSpan } from './assignment-name.ts';
import { at, code, isIdent, isQuote, isSpaceOrEnd, shortText } from './assignment-text.ts';

/** Bytes between a host and the parameter: a path and others. */
const QUERY_REACH = 200;

const PARAMETER =
  /^(?:(?:x|api|app|access|auth|user|client|private|secret|subscription)[_-]?)?(?:key|token|secret)$|^(?:auth|appid)$/i;

/** A parameter that holds a credential, and the name that it has with its host. */
export interface HostParameter {
  readonly span: NameSpan;
  /** First byte of the value. */
  readonly value: number;
  /** In normal form but for the host: `key`, `token` or `secret`. */
  readonly kind: string;
}

/** Whether the name is the host of an address. */
export function isHost(bytes: Uint8Array, start: number, floor: number): boolean {
  return (
    start - 3 >= floor &&
    bytes[start - 1] === code('/') &&
    bytes[start - 2] === code('/') &&
    bytes[start - 3] === code(':')
  );
}

/** First question mark of the address after its host, or -1. */
export function queryAfter(bytes: Uint8Array, hostEnd: number, end: number): number {
  const limit = Math.min(end, hostEnd + QUERY_REACH);
  for (let i = hostEnd; i < limit && !endsAddress(bytes[i] as number); i++) if (bytes[i] === code('?')) return i;
  return -1;
}

function endsAddress(byte: number): boolean {
  return isSpaceOrEnd(byte) || isQuote(byte) || byte === code('<') || byte === code('>');
}

/** The first credential in the query of the address whose host is `[start, stop)`, or null. */
export function hostParameter(bytes: Uint8Array, start: number, stop: number, end: number): HostParameter | null {
  if (!isHost(bytes, start, 0)) return null;
  const limit = Math.min(end, stop + QUERY_REACH);
  for (let i = queryAfter(bytes, stop, end); i >= 0 && i < limit && !endsAddress(bytes[i] as number); i++) {
    if (bytes[i] !== code('?') && bytes[i] !== code('&')) continue;
    let nameEnd = i + 1;
    while (nameEnd < limit && isIdent(bytes[nameEnd] as number)) nameEnd++;
    if (at(bytes, nameEnd) !== code('=')) continue;
    const name = shortText(bytes, i + 1, nameEnd);
    if (!PARAMETER.test(name)) continue;
    const kind = /token|secret/i.exec(name)?.[0].toLowerCase() ?? 'key';
    return { span: { start: i + 1, end: nameEnd, pathStart: i + 1 }, value: nameEnd + 1, kind };
  }
  return null;
}

/** Which names some rules want, remembered by the name's bytes: a content has few, again and again. */
import type { Rule } from '../../rules/rule.ts';
import { wantsName } from './assignment-hits.ts';
import { normalName } from './assignment-name.ts';

/** A power of two. */
const SLOTS = 1024;

/** A name that was asked for, and the answer. */
interface Known {
  readonly text: Uint8Array;
  readonly call: boolean;
  readonly wanted: boolean;
}

/** The names that any of some rules wants. */
export class WantedNames {
  readonly #rules: readonly Rule[];
  readonly #known: (Known | undefined)[] = Array.from({ length: SLOTS });

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  /**
   * Whether any rule wants the name `bytes[start..end)`.
   *
   * @param call - See `normalName`.
   */
  has(bytes: Uint8Array, start: number, end: number, call: boolean): boolean {
    let hash = call ? 1 : 0;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#known[slot];
    if (known !== undefined && known.call === call && isText(bytes, start, end, known.text)) return known.wanted;
    const name = normalName(bytes, start, end, call);
    const wanted = this.#rules.some((rule) => wantsName(rule, name));
    this.#known[slot] = { text: bytes.slice(start, end), call, wanted };
    return wanted;
  }
}

function isText(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[start + i]) return false;
  return true;
}

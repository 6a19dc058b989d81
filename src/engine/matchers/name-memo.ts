/**
 * What is known of names, by their bytes: a content has few, again and again. Direct-mapped: a new name takes the place of an old one when
 * it comes a second time. Names with a number in them come once, and each would live just long enough to be dear to collect.
 */

import { shortText } from './assignment-text.ts';

/** A power of two. */
const SLOTS = 1024;

interface Kept<Answer> {
  /** Latin1: a view of bytes would take ten times as much memory. */
  readonly text: string;
  readonly call: boolean;
  readonly answer: Answer;
}

/** Answers that are found once a name. */
export class NameMemo<Answer> {
  readonly #find: (bytes: Uint8Array, start: number, end: number, call: boolean) => Answer;
  readonly #kept: (Kept<Answer> | undefined)[] = [];
  /** By slot, the hash of the name that was last asked for and not known. */
  readonly #missed = new Int32Array(SLOTS);

  /** @param find - Makes the answer for the name `bytes[start..end)`, of which it keeps nothing. */
  constructor(find: (bytes: Uint8Array, start: number, end: number, call: boolean) => Answer) {
    this.#find = find;
    this.#kept.length = SLOTS;
  }

  /**
   * The answer for the name `bytes[start..end)`.
   *
   * @param call - Whether it is asked as the name of a call.
   */
  get(bytes: Uint8Array, start: number, end: number, call: boolean): Answer {
    let hash = call ? 1 : 0;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const kept = this.#kept[slot];
    if (kept !== undefined && kept.call === call && isText(bytes, start, end, kept.text)) return kept.answer;
    const answer = this.#find(bytes, start, end, call);
    if (this.#missed[slot] !== hash) this.#missed[slot] = hash;
    else this.#kept[slot] = { text: shortText(bytes, start, end), call, answer };
    return answer;
  }
}

function isText(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

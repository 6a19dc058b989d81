/** What is known of names, by their bytes: a content has few, again and again. Direct-mapped: a new name takes the place of an old one. */

/** A power of two. */
const SLOTS = 1024;

interface Kept<Answer> {
  readonly text: Uint8Array;
  readonly call: boolean;
  readonly answer: Answer;
}

/** Answers that are found once a name. */
export class NameMemo<Answer> {
  readonly #find: (bytes: Uint8Array, start: number, end: number, call: boolean) => Answer;
  readonly #kept: (Kept<Answer> | undefined)[] = [];

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
    this.#kept[slot] = { text: bytes.slice(start, end), call, answer };
    return answer;
  }
}

function isText(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[start + i]) return false;
  return true;
}

/** Stand-ins that count: `tok_abc123`, `app-abcdefgh`, `es_xxx`. */

/** A few letters that say what follows. */
const PREFIX = /^[a-z]{2,8}(?:[-_][a-z]{2,8})?[-_=]/;
const SHORTEST_BODY = 3;
const LONGEST_BODY = 64;
const SHORTEST_RUN = 3;

/** Whether nothing stands behind a short prefix but letters, and perhaps figures, in their order, or one over and over. */
export function isCounted(value: string): boolean {
  const prefix = PREFIX.exec(value)?.[0].length ?? 0;
  const length = value.length - prefix;
  return (
    prefix > 0 &&
    length >= SHORTEST_BODY &&
    length <= LONGEST_BODY &&
    /[a-z]/i.test(value.slice(prefix)) &&
    isRuns(value, prefix)
  );
}

/** How far a character is from the one before it; behind 9 comes 0. */
function stepTo(text: string, index: number): number {
  return text[index] === '0' && text[index - 1] === '9' ? 1 : text.charCodeAt(index) - text.charCodeAt(index - 1);
}

/** Whether `text` from `start` on is made of runs of three and more characters, each as far from the one before as the next. */
function isRuns(text: string, start: number): boolean {
  let i = start;
  while (i < text.length) {
    const step = stepTo(text, i + 1);
    let end = i + 1;
    while (end < text.length && stepTo(text, end) === step) end++;
    if (Math.abs(step) > 1 || end - i < SHORTEST_RUN) return false;
    i = end;
  }
  return true;
}

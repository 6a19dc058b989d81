/** What the filters say of a value, by the names of its marks. */
import { classify, type ValueContext } from '../../../src/engine/filters/classify.ts';
import { Mark } from '../../../src/engine/match.ts';

/** A quoted value of which nothing else is known. */
export const bare: ValueContext = {
  before: '',
  name: '',
  isQuoted: true,
  isGuessable: false,
  isTyped: false,
  isShaped: false,
};
/** One that a person may have chosen. */
export const password: ValueContext = { ...bare, isGuessable: true };

export function marksOf(value: string, context: ValueContext = bare): string[] {
  const { marks } = classify(value, context);
  return Object.entries(Mark)
    .filter(([, bit]) => (marks & bit) !== 0)
    .map(([name]) => name);
}

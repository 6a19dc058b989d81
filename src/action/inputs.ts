/** The Action's inputs, read by the one table of options. */
import { getMultilineInput } from '@actions/core';
import { OPTION_LIST, type OptionValues } from '../config/options.ts';
import { type OptionValue, valueFromWords } from '../config/values.ts';

/**
 * What the workflow says under `with:`; lists are one entry a line, and an empty input counts as absent.
 *
 * @throws TightlipError 'usage' naming the input and what it takes.
 */
export function readInputs(): OptionValues {
  const values: Record<string, OptionValue> = {};
  for (const option of OPTION_LIST) {
    if (option.input === undefined) continue;
    const words = getMultilineInput(option.input);
    if (words.length === 0) continue;
    values[option.name] = valueFromWords(option, words, { where: `input ${option.input}`, code: 'usage' });
  }
  return values as OptionValues;
}

/** Seeded values of a shape, by the generators that the packs' examples use. */
import { GENERATORS } from '../../src/rules/generators/index.ts';
import { createRandom } from '../../src/rules/generators/random.ts';

/**
 * A value made by a generator, the same for the same seed.
 *
 * @param generator - `gen`, `checksum`, `jwt`: a name of {@link GENERATORS}.
 * @throws Error when there is no such generator.
 */
export function makeValue(generator: string, argument: string, seed: string): string {
  const make = GENERATORS.get(generator);
  if (make === undefined) throw new Error(`no generator is called ${generator}`);
  return make(argument, createRandom(seed));
}

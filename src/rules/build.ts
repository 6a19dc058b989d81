/** What scripts/ need of this room to compile and check packs. */
export { TightlipError } from '../errors.ts';
export { checkPacks } from './check.ts';
export { packJsonSchema } from './json-schema.ts';
export { parsePack } from './parse.ts';
export { packIndex } from './packed-index.ts';
export { indexRules } from './rule-index.ts';
export { mergePacks } from './rule-set.ts';
export { packNeighbours } from './neighbour-rows.ts';

/**
 * Values that documentation prints: the example keys of providers and of RFCs, and the constants of local stacks. Kept as 53-bit
 * hashes (`scripts/make-documentation.mjs` makes them), so that no token lies in this file.
 */

/** cyrb53: a fast 53-bit hash of a latin1 string, good enough to tell a few dozen values from all others. */
export function hashOf(value: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

const HASHES = new Set<number>([
  90399634570769, 475421093881275, 483616159092821, 485461903728821, 900280619251696, 909237978521100, 1107561285587225,
  1185160418348980, 1302829922001636, 1494685398200703, 1503238819423674, 1540864279532405, 1600581880619415,
  1746890770458527, 1822193718029906, 1951971343865839, 1975398827595568, 1983843096858077, 2286605468005845,
  2300742333475955, 2477484408446768, 2537777592553890, 2544102906781712, 2608162255667760, 3139381534278043,
  3734028757205797, 3813360685331686, 4084186129179620, 4193721503678809, 4315565238790364, 4426069387367191,
  4477008170793642, 4592371444392190, 4830332735019614, 5134121527159520, 5397561869911031, 5831805655576729,
  6927137747373475, 6944070200383771, 7042579172961735, 7048337162248724, 7109841518022441, 7607229186949814,
  7610871072378923, 7908844246265743, 7963396219861957, 8301092911034871, 8455447125570418, 8547933085065994,
  8767124456355744, 8859571904110040,
]);

/** How the examples begin that people alter at their end, the first twelve characters. */
const STARTS = new Set<number>([
  2402566612237789, 3217346575801408, 5190231329416447, 5702560451705333, 7315244557632459,
]);
const START_LENGTH = 12;

/** Whether the value is an example that a provider's documentation or a common image prints, character for character or altered at its end. */
export function isDocumented(value: string): boolean {
  if (value.length < 6) return false;
  if (HASHES.has(hashOf(value)) || /EXAMPLE(?:KEY)?$/.test(value)) return true;
  return value.length > START_LENGTH && STARTS.has(hashOf(value.slice(0, START_LENGTH)));
}

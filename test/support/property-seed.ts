/**
 * Property tests begin from one seed, so that what CI says of a change is about the change; `npm run soak:properties` takes random ones.
 */
import * as fc from 'fast-check';

const seed = process.env['TIGHTLIP_SEED'] ?? '1';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

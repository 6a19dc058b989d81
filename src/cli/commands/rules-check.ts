/** `tightlip rules check FILE…`: what is wrong with rule packs. */
import path from 'node:path';
import { TightlipError } from '../../errors.ts';
import { readText } from '../../config/load.ts';
import { checkPacks } from '../../rules/check.ts';
import { parsePack } from '../../rules/parse.ts';
import { CLEAN, INCOMPLETE, USAGE } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { writeAll } from '../output.ts';

/**
 * Checks packs and says what is wrong, one line a problem.
 *
 * @returns 0 when all is well, 2 when a pack has a problem.
 */
export async function runRulesCheck(files: readonly string[], io: Io): Promise<number> {
  if (files.length === 0) throw new TightlipError('usage', 'tightlip rules check: name the pack files to check');
  const packs = [];
  for (const file of files) packs.push(parsePack(await readText(path.resolve(io.workingDirectory, file), file), file));
  const problems = checkPacks(packs, { shipped: false });
  const count = packs.reduce((sum, pack) => sum + pack.rules.length + pack.composites.length, 0);
  const said = problems.length > 0 ? problems.join('\n') : `${count} rules in ${packs.length} packs: no problem found`;
  const isTaken = await writeAll(io.stdout, `${said}\n`);
  if (problems.length > 0) return USAGE;
  return isTaken ? CLEAN : INCOMPLETE;
}

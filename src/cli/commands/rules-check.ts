/** `tightlip rules check FILE…`: what is wrong with rule packs. */
import path from 'node:path';
import { TightlipError } from '../../errors.ts';
import { CONFIG_NAME, readText } from '../../config/load.ts';
import { parseConfig } from '../../config/parse.ts';
import { plural } from '../../report/words.ts';
import { checkPacks } from '../../rules/check.ts';
import { parsePack } from '../../rules/parse.ts';
import type { ParsedPack } from '../../rules/parse.ts';
import { prepareRegexes } from '../../rules/regex.ts';
import { mergePacks } from '../../rules/rule-set.ts';
import { shippedRules } from '../../rules/shipped.ts';
import { checkExamples } from '../../scan/check-rules.ts';
import { CLEAN, INCOMPLETE, USAGE } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { writeAll } from '../output.ts';

/**
 * Checks packs, alone and together with the shipped rules, and says what is wrong, one line a problem.
 *
 * @returns 0 when all is well, 2 when a pack has a problem.
 */
export async function runRulesCheck(files: readonly string[], io: Io): Promise<number> {
  if (files.length === 0) throw new TightlipError('usage', 'rules check: name the pack files to check');
  const packs: ParsedPack[] = [];
  for (const file of files) packs.push(readPack(await readText(path.resolve(io.workingDirectory, file), file), file));
  await prepareRegexes(packs.flatMap((pack) => pack.rules));
  const found = checkPacks(packs, { shipped: false });
  const problems = found.length > 0 ? found : tryExamples(packs);
  const count = packs.reduce((sum, pack) => sum + pack.rules.length + pack.composites.length, 0);
  const fine = `${plural(count, 'rule')} in ${plural(packs.length, 'pack')}: no problem found`;
  const isTaken = await writeAll(io.stdout, `${problems.length > 0 ? problems.join('\n') : fine}\n`);
  if (problems.length > 0) return USAGE;
  return isTaken ? CLEAN : INCOMPLETE;
}

function readPack(text: string, file: string): ParsedPack {
  try {
    return parsePack(text, file);
  } catch (error) {
    if (!isConfiguration(text, file)) throw error;
    throw new TightlipError(
      'rules',
      `${file}: this is a configuration, not a pack: every run checks the rules in it; rules check takes files with [pack]`,
      { cause: error },
    );
  }
}

/** Whether it is no pack because it is what every run reads: by its name, or because it reads well as such. */
function isConfiguration(text: string, file: string): boolean {
  if (/^\[pack\]/m.test(text)) return false;
  if (path.basename(file) === CONFIG_NAME) return true;
  try {
    const { values, exceptions, rules } = parseConfig(text, file);
    return Object.keys(values).length + exceptions.length + rules.packs.length + rules.disable.length > 0;
  } catch {
    return false;
  }
}

/** Runs the examples beside the shipped rules; a shipped pack that is checked again takes its own place. */
function tryExamples(packs: readonly ParsedPack[]): string[] {
  const names = new Set(packs.map(({ pack }) => pack.name));
  const others = {
    rules: shippedRules.rules.filter((rule) => !names.has(rule.pack)),
    composites: shippedRules.composites.filter((composite) => !names.has(composite.pack)),
  };
  return checkExamples(packs, mergePacks(packs, others));
}

/** Tries packs by their own examples, through the engine that will run them. */
import { fromLatin1, fromUtf8 } from '../bytes/latin1.ts';
import { overlaps } from '../bytes/span.ts';
import type { Span } from '../bytes/span.ts';
import { Mark } from '../engine/match.ts';
import type { Match, RawMatch } from '../engine/match.ts';
import { compileRuleSet } from '../engine/rule-set.ts';
import type { RuleSet } from '../engine/rule-set.ts';
import { scanDocument, scanRaw } from '../engine/scan-document.ts';
import { judge } from '../findings/judge.ts';
import { ExampleError, generateExample } from '../rules/generate-example.ts';
import type { ParsedPack, RuleExamples } from '../rules/parse.ts';
import type { RuleSetData, Tier } from '../rules/rule.ts';

/**
 * Runs every example and counterexample.
 *
 * An example must be found by its rule at tier likely or better (any tier, where `max-tier` is review; any match, where
 * the rule is part-only), with the secret that «…» marks, and by no other rule outside its `also`. A counterexample must
 * not be found by its rule at tier likely or better.
 *
 * @param data - The whole rule set in which the packs will run.
 * @returns One `FILE:LINE: sentence` a problem; empty when all is well.
 */
export function checkExamples(packs: readonly ParsedPack[], data: RuleSetData): string[] {
  const ruleSet = compileRuleSet(data);
  return packs.flatMap((pack) =>
    pack.examples.flatMap((tried) => {
      const trial = { tried, ruleSet };
      return [
        ...tried.examples.map((template, index) => ({
          key: 'examples',
          index,
          sentence: tryExample(template, index, trial),
        })),
        ...tried.counterexamples.map((template, index) => ({
          key: 'counterexamples',
          index,
          sentence: tryCounterexample(template, index, trial),
        })),
      ].flatMap(({ key, index, sentence }) => {
        if (sentence === null) return [];
        const line = pack.locate([...tried.path, key, index]);
        return [`${pack.file}:${line}: "${tried.id}": ${key.slice(0, -1)} ${index + 1} ${sentence}`];
      });
    }),
  );
}

interface Trial {
  readonly tried: RuleExamples;
  readonly ruleSet: RuleSet;
}

function tryExample(template: string, index: number, trial: Trial): string | null {
  const { tried, ruleSet } = trial;
  try {
    const { text, secret } = generateExample(template, `${tried.id}#${index}`);
    const bytes = bytesOf(template, text);
    const matches = scanDocument(bytes, ruleSet);
    const raw = rawMatches(bytes, trial);
    const mine = matches.filter((match) => isOf(match, raw, trial));
    const isPart = ruleSet.rules.some((rule) => rule.id === tried.id && rule.partOnly);
    const found = mine.length === 0 && isPart ? raw : mine;
    if (found.length === 0) return `is not found: ${whyMissed(bytes, matches, trial)}`;
    const weak = found.every((match) => !isGoodEnough(match, trial));
    if (weak) return `is found, but as no more than ${describe(found[0] as RawMatch, trial)}`;
    if (secret !== null) {
      const start = fromUtf8(text.slice(0, secret.start)).length;
      const end = fromUtf8(text.slice(0, secret.end)).length;
      if (!found.some((match) => match.secretStart === start && match.secretEnd === end)) {
        const [other] = found as [RawMatch];
        return `marks its secret at bytes ${start} to ${end}, but the rule finds ${other.secretStart} to ${other.secretEnd}`;
      }
    }
    const others = matches.filter(
      (match) => !isOf(match, raw, trial) && isFinding(match, trial) && !tried.also.includes(idOf(match, trial)),
    );
    if (others.length === 0) return null;
    return `is also found by "${idOf(others[0] as Match, trial)}"; list it in "also" if that is right`;
  } catch (error) {
    if (!(error instanceof ExampleError)) throw error;
    return `cannot be generated: ${error.message}`;
  }
}

function tryCounterexample(template: string, index: number, trial: Trial): string | null {
  try {
    const { text } = generateExample(template, `${trial.tried.id}!${index}`);
    const found = scanDocument(bytesOf(template, text), trial.ruleSet).find(
      (match) => idOf(match, trial) === trial.tried.id && isFinding(match, trial),
    );
    return found === undefined ? null : `is found, bytes ${found.secretStart} to ${found.secretEnd}, but should not be`;
  } catch (error) {
    if (!(error instanceof ExampleError)) throw error;
    return `cannot be generated: ${error.message}`;
  }
}

/** An example as the file holds it: text, or what a generator gives a byte a character. */
function bytesOf(template: string, text: string): Uint8Array {
  return template.startsWith('{{key-store:') ? fromLatin1(text) : fromUtf8(text);
}

/** The id that a report would show. */
function idOf(match: Match, { ruleSet }: Trial): string {
  return match.composite >= 0 ? ruleSet.composites[match.composite]!.id : ruleSet.rules[match.rule]!.id;
}

/** Whether the match is the tried rule's own, or one of `also` that the tried rule's secret went into. */
function isOf(match: Match, raw: readonly RawMatch[], trial: Trial): boolean {
  const id = idOf(match, trial);
  if (id === trial.tried.id) return true;
  return trial.tried.also.includes(id) && raw.some((each) => overlaps(secretOf(each), secretOf(match)));
}

function secretOf(match: RawMatch): Span {
  return { start: match.secretStart, end: match.secretEnd };
}

/** What the tried rule itself matches, before precedence. */
function rawMatches(bytes: Uint8Array, { tried, ruleSet }: Trial): RawMatch[] {
  const rule = ruleSet.rules.findIndex((each) => each.id === tried.id);
  return rule < 0 ? [] : scanRaw(bytes, ruleSet).filter((match) => match.rule === rule);
}

/** Examples have no path, and no clock: nothing in them has expired. */
function tierOfMatch(match: RawMatch | Match, { ruleSet }: Trial): Tier | null {
  const composite = 'composite' in match ? ruleSet.composites[match.composite] : undefined;
  return judge(composite ?? ruleSet.rules[match.rule]!, match.evidence, null, 0);
}

function isFinding(match: RawMatch, trial: Trial): boolean {
  const tier = tierOfMatch(match, trial);
  return tier === 'proven' || tier === 'likely';
}

function isGoodEnough(match: RawMatch, trial: Trial): boolean {
  const rule = trial.ruleSet.rules[match.rule]!;
  if (rule.partOnly) return true;
  return rule.maxTier === 'review' ? tierOfMatch(match, trial) !== null : isFinding(match, trial);
}

function describe(match: RawMatch, trial: Trial): string {
  const marks = Object.entries(Mark).filter(([, bit]) => (match.evidence.marks & bit) !== 0);
  const reasons = [
    ...marks.map(([name]) => `the mark ${name}`),
    ...(match.evidence.checksum === -1 ? ['a failed checksum'] : []),
    ...(match.evidence.structure === -1 ? ['a structure that does not hold'] : []),
  ];
  const because = reasons.length > 0 ? reasons.join(', ') : `entropy ${match.evidence.entropyBitsPerByte.toFixed(2)}`;
  return `${tierOfMatch(match, trial) ?? 'dismissed'} (${because})`;
}

function whyMissed(bytes: Uint8Array, matches: readonly Match[], trial: Trial): string {
  const { tried, ruleSet } = trial;
  const other = matches.find((match) => isFinding(match, trial));
  const rule = ruleSet.rules.findIndex((each) => each.id === tried.id);
  if (rule >= 0) {
    if (other !== undefined && scanRaw(bytes, ruleSet).some((match) => match.rule === rule))
      return `"${idOf(other, trial)}" comes before it`;
    const text = new TextDecoder('latin1').decode(bytes).toLowerCase();
    const { keywords } = ruleSet.rules[rule]!;
    if (!keywords.some((keyword) => text.includes(keyword.toLowerCase())))
      return `none of the keywords is in it (${keywords.join(', ')})`;
    return other === undefined ? 'nothing in it matches' : `only "${idOf(other, trial)}" matches`;
  }
  const main = ruleSet.composites.find((each) => each.id === tried.id)?.main ?? [];
  const hasMain = matches.some((match) => main.includes(ruleSet.rules[match.rule]!.id));
  return hasMain ? 'the main part is there, a needed part is not within reach' : 'its main part is not found';
}

/**
 * A rule's regexes, compiled the way the engine runs them: V8's own engine where they are proven linear-safe, re2js, which
 * is linear whatever the pattern, for a user's others. re2js is loaded only when a rule set needs it.
 */
import type { RE2JS } from 're2js';
import { TightlipError } from '../errors.ts';
import { isLinear } from './rule-index.ts';
import type { Rule, RuleSetData } from './rule.ts';

/** A half-open range of code units (bytes, on latin1 text). */
export interface GroupSpan {
  readonly start: number;
  readonly end: number;
}

export interface FoundPattern {
  readonly start: number;
  readonly end: number;
  /** The named groups that took part. */
  readonly groups: Readonly<Record<string, GroupSpan | undefined>>;
}

export interface CompiledPattern {
  /**
   * First match that starts at or after `from`, or null. One that starts more than the rule's `before` bytes behind `from` contains no
   * anchor that is no further away, and may be left out.
   */
  exec(text: string, from: number): FoundPattern | null;
}

let slowEngine: typeof RE2JS | null = null;

/** Loads what the rules' regexes need. Call it in every thread before the first scan with rules that a user wrote. */
export async function prepareRegexes(rules: readonly Pick<Rule, 'linear'>[]): Promise<void> {
  if (slowEngine === null && rules.some((rule) => !rule.linear)) slowEngine = (await import('re2js')).RE2JS;
}

/** As {@link prepareRegexes}, for a whole rule set. */
export async function prepareRuleSet(data: RuleSetData): Promise<void> {
  if (!isLinear(data)) await prepareRegexes(data.rules);
}

/** Compiles a rule's `pattern`. */
export function compilePattern(rule: Pick<Rule, 'pattern' | 'ignoreCase' | 'linear' | 'before'>): CompiledPattern {
  return rule.linear ? compileLinear(rule) : compileSlow(rule);
}

/** Compiles a regex of a rule that is only asked whether it matches: of a name, or (anchored by the caller) of a value. */
export function compileTest(source: string, rule: Pick<Rule, 'ignoreCase' | 'linear'>): (text: string) => boolean {
  if (rule.linear) {
    const regex = new RegExp(source, rule.ignoreCase ? 'i' : '');
    return (text) => regex.test(text);
  }
  const regex = slow(source, rule.ignoreCase);
  return (text) => regex.matcher(text).find();
}

/** The group that is the whole match; no name that a rule may give. */
const WHOLE = 'whole_match';

/** Sticky behind a few bytes of anything: a search would go on to the end of the window, which may be a hundred times as far. */
function compileLinear(rule: Pick<Rule, 'pattern' | 'ignoreCase' | 'before'>): CompiledPattern {
  const source = `[^]{0,${rule.before}}?(?<${WHOLE}>${rule.pattern})`;
  const regex = new RegExp(source, rule.ignoreCase ? 'dyi' : 'dy');
  return {
    exec(text, from) {
      regex.lastIndex = from;
      const found = regex.exec(text);
      if (found === null) return null;
      const { [WHOLE]: whole, ...others } = found.indices!.groups as Record<string, [number, number] | undefined>;
      const groups: Record<string, GroupSpan> = {};
      for (const [name, span] of Object.entries(others)) {
        if (span) groups[name] = { start: span[0], end: span[1] };
      }
      return { start: whole![0], end: whole![1], groups };
    },
  };
}

function compileSlow(rule: Pick<Rule, 'pattern' | 'ignoreCase'>): CompiledPattern {
  const regex = slow(rule.pattern, rule.ignoreCase);
  const names = Object.keys(regex.namedGroups());
  return {
    exec(text, from) {
      const matcher = regex.matcher(text);
      if (from > text.length || !matcher.find(from)) return null;
      const groups: Record<string, GroupSpan> = {};
      for (const name of names) {
        const start = matcher.start(name);
        if (start >= 0) groups[name] = { start, end: matcher.end(name) };
      }
      return { start: matcher.start(), end: matcher.end(), groups };
    },
  };
}

function slow(source: string, ignoreCase: boolean): RE2JS {
  if (slowEngine === null)
    throw new TightlipError('internal', 'a rule needs the slower regex engine, which was not loaded before the scan');
  return slowEngine.compile(source, ignoreCase ? slowEngine.CASE_INSENSITIVE : 0);
}

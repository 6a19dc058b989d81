/** A rule's regex, compiled the way the engine runs it. */
import type { Rule } from './rule.ts';

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
  /** First match that starts at or after `from`, or null. */
  exec(text: string, from: number): FoundPattern | null;
}

/** Compiles a rule's `pattern`. */
export function compilePattern(rule: Pick<Rule, 'pattern' | 'ignoreCase'>): CompiledPattern {
  const regex = new RegExp(rule.pattern, rule.ignoreCase ? 'dgi' : 'dg');
  return {
    exec(text, from) {
      regex.lastIndex = from;
      const found = regex.exec(text);
      if (found === null) return null;
      const groups: Record<string, GroupSpan> = {};
      for (const [name, span] of Object.entries(found.indices?.groups ?? {})) {
        if (span) groups[name] = { start: span[0], end: span[1] };
      }
      return { start: found.index, end: found.index + found[0].length, groups };
    },
  };
}

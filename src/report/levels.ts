/** How our severities and tiers are said in the words of SARIF and GitHub. The one place. */
import type { CompositeRule, Rule, Severity, Tier } from '../rules/rule.ts';

export type Level = 'error' | 'warning' | 'note';

interface SeverityWords {
  readonly level: Level;
  /** GitHub's scale, as the text it wants: above 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low. */
  readonly securitySeverity: string;
}

/** By our severity. */
export const SEVERITY_WORDS: Readonly<Record<Severity, SeverityWords>> = {
  critical: { level: 'error', securitySeverity: '9.5' },
  high: { level: 'error', securitySeverity: '8.0' },
  medium: { level: 'warning', securitySeverity: '5.5' },
  low: { level: 'note', securitySeverity: '3.0' },
  info: { level: 'note', securitySeverity: '1.0' },
};

/** SARIF level of one result: its severity's, a step lower when it is only for review. */
export function levelOf(severity: Severity, tier: Tier): Level {
  const { level } = SEVERITY_WORDS[severity];
  if (tier !== 'review') return level;
  return level === 'error' ? 'warning' : 'note';
}

/** Workflow command of a finding's annotation: what is proven or likely stops a build. */
export function annotationOf(tier: Tier): 'error' | 'warning' {
  return tier === 'review' ? 'warning' : 'error';
}

/** GitHub's word for how often the rule is right. */
export function precisionOf(rule: Rule | CompositeRule): 'very-high' | 'high' | 'medium' {
  if (!('class' in rule)) return 'very-high';
  if (rule.class === 'generic') return 'medium';
  return rule.checksum !== '' || rule.distinctive || rule.class === 'structure' ? 'very-high' : 'high';
}

/** Rules as SARIF describes them. On GitHub the help text is the page that a developer lands on. */
import { escapeText } from '../findings/escape.ts';
import type { Finding } from '../findings/finding.ts';
import type { CompositeRule, Rule } from '../rules/rule.ts';
import { precisionOf, SEVERITY_WORDS } from './levels.ts';
import { webUri } from './uri.ts';
import { sentence } from './words.ts';

/** GitHub refuses longer descriptions and names. */
const MOST_DESCRIPTION = 1024;
const MOST_NAME = 255;

interface Section {
  readonly title: string;
  readonly text: string;
}

/** `reportingDescriptor` of a rule. */
export function sarifRule(rule: Rule | CompositeRule): object {
  const helpUri = webUri(rule.docs);
  const sections = helpSections(rule);
  return {
    id: rule.id,
    name: cut(pascalCase(rule.id), MOST_NAME),
    shortDescription: { text: cut(sentence(rule.name), MOST_DESCRIPTION) },
    fullDescription: { text: cut(sentence(rule.description) || sentence(rule.name), MOST_DESCRIPTION) },
    ...(helpUri === null ? {} : { helpUri }),
    help: {
      text: sections.map(({ title, text }) => `${title}\n${text}`).join('\n\n'),
      markdown: sections.map(({ title, text }) => `### ${title}\n\n${text}`).join('\n\n'),
    },
    defaultConfiguration: { level: SEVERITY_WORDS[rule.severity].level },
    properties: {
      tags: ['security', 'secret', 'external/cwe/cwe-798', escapeText(rule.pack)],
      precision: precisionOf(rule),
      'security-severity': SEVERITY_WORDS[rule.severity].securitySeverity,
    },
  };
}

/** The same for a finding whose rule is not in the rule set at hand, from what the finding says itself. */
export function sarifRuleOfFinding(finding: Finding): object {
  const text = sentence(finding.ruleName);
  return {
    id: finding.ruleId,
    name: cut(pascalCase(finding.ruleId), MOST_NAME),
    shortDescription: { text },
    fullDescription: { text },
    help: { text },
    defaultConfiguration: { level: SEVERITY_WORDS[finding.severity].level },
    properties: {
      tags: ['security', 'secret'],
      'security-severity': SEVERITY_WORDS[finding.severity].securitySeverity,
    },
  };
}

function helpSections(rule: Rule | CompositeRule): Section[] {
  const rotate =
    sentence(rule.revoke) || 'Revoke it where it was issued, issue a new one and put that where it is used.';
  const docs = webUri(rule.docs);
  return [
    { title: 'What it opens', text: sentence(rule.description) || sentence(rule.name) },
    { title: 'Revoke and rotate', text: docs === null ? rotate : `${rotate} Read on: ${docs}` },
    {
      title: 'Keep it out',
      text:
        'Take it out of the file and read it from the environment or a secret store. Whoever could read the commit may ' +
        'have it, and removing it from the file does not remove it from history, so rotate it all the same. The commit ' +
        'hook (tightlip staged) stops the next one before it is committed.',
    },
    {
      title: 'If it is not a secret',
      text:
        `Put "tightlip:allow ${rule.id} reason" in a comment on its line, or accept it in this file with ` +
        'tightlip baseline add FINGERPRINT --reason "…". The message of the finding shows its fingerprint.',
    },
  ];
}

function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** At most so many code units, an ellipsis where something was left out. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

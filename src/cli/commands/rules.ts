/** `tightlip rules`: what is looked for. */
import { TightlipError } from '../../errors.ts';
import { configure } from '../../config/configure.ts';
import { loadRuleSet } from '../../config/rule-set.ts';
import { bestTier } from '../../findings/judge.ts';
import { didYouMean } from '../../rules/did-you-mean.ts';
import type { CompositeRule, Rule, RuleSetData } from '../../rules/rule.ts';
import type { Invocation } from '../arguments.ts';
import { CLEAN, INCOMPLETE } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { writeAll } from '../output.ts';
import { runRulesCheck } from './rules-check.ts';

type AnyRule = Rule | CompositeRule;

/** Lists the rules, explains one, or checks packs. */
export async function runRules(invocation: Invocation, io: Io): Promise<number> {
  const { words, values } = invocation;
  const format = values.format === 'json' ? 'json' : 'text';
  if (words[0] === 'check') {
    return runRulesCheck(words.slice(1), io);
  }
  if (words.length > 1) throw new TightlipError('usage', 'rules: name one rule, or check and pack files');
  const { environment, workingDirectory } = io;
  const configuration = await configure({ flags: values, environment, workingDirectory, isTerminal: false });
  const set = await loadRuleSet(configuration);
  const text = words[0] === undefined ? listOf(set, format) : explain(words[0], set, format);
  return (await writeAll(io.stdout, text)) ? CLEAN : INCOMPLETE;
}

function allOf(set: RuleSetData): AnyRule[] {
  return [...set.rules, ...set.composites].toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}

function listOf(set: RuleSetData, format: 'text' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(set, null, 2)}\n`;
  const all = allOf(set);
  const widest = Math.max(0, ...all.map((rule) => rule.id.length));
  const lines = all.map((rule) => `${rule.id.padEnd(widest)}  ${rule.severity.padEnd(8)}  ${rule.name}`);
  return `${[...lines, '', `${all.length} rules; tightlip rules ID explains one`].join('\n')}\n`;
}

function explain(id: string, set: RuleSetData, format: 'text' | 'json'): string {
  const all = allOf(set);
  const rule = all.find((each) => each.id === id);
  if (rule === undefined) {
    const inPack = all.filter((each) => each.pack === id);
    if (inPack.length > 0) return inPack.map((each) => explain(each.id, set, format)).join('\n');
    const hint = didYouMean(id, [...all.map((each) => each.id), ...all.map((each) => each.pack)]);
    throw new TightlipError('usage', `no rule or pack "${id}"${hint || ': tightlip rules lists them'}`);
  }
  if (format === 'json') return `${JSON.stringify(rule, null, 2)}\n`;
  const facts = 'main' in rule ? compositeFacts(rule) : ruleFacts(rule);
  const lines = facts.filter(([, value]) => value !== '').map(([key, value]) => `  ${`${key}:`.padEnd(11)}${value}`);
  return `${[rule.id, `  ${rule.name}`, '', `  ${rule.description}`, '', ...lines].join('\n')}\n`;
}

function ruleFacts(rule: Rule): [string, string][] {
  return [
    ['severity', rule.severity],
    ['class', rule.class],
    ['pack', rule.pack],
    ['keywords', rule.keywords.join(', ')],
    ['matcher', rule.matcher ?? ''],
    ['pattern', rule.pattern],
    ['names', rule.names.join(', ')],
    ['value', rule.value],
    ['checksum', rule.checksum],
    ['at best', bestTier(rule)],
    ['revoke', rule.revoke],
    ['docs', rule.docs],
  ];
}

function compositeFacts(rule: CompositeRule): [string, string][] {
  const parts = rule.parts.map((part) => `${part.rules.join(' or ')}${part.optional ? ' (optional)' : ''}`);
  return [
    ['severity', rule.severity],
    ['pack', rule.pack],
    ['main', rule.main.join(' or ')],
    ['with', parts.join(', ')],
    ['within', `${rule.within} bytes`],
    ['revoke', rule.revoke],
    ['docs', rule.docs],
  ];
}

/** Packs to the rule set of a run: merged, extended, filtered, in the order of ids. */
import { TightlipError } from '../errors.ts';
import { didYouMean } from './did-you-mean.ts';
import { unkeyedName, UNKEYED_NAME } from './name-keywords.ts';
import type { ParsedPack, RuleExtension } from './parse.ts';
import { complain } from './read-table.ts';
import { judgedRegexes } from './reach.ts';
import type { CompositeRule, Rule, RuleSetData, Severity } from './rule.ts';

/** What a user asks of the rule set. Every id may also be a pack's name, which stands for all of its rules. */
export interface RuleSetRequest {
  /** The shipped rules, or an empty set when the user replaces them. */
  readonly shipped: RuleSetData;
  /** The user's packs, in the order in which they are read. */
  readonly packs: readonly ParsedPack[];
  /** Rules, composites or packs to leave out. */
  readonly disable: readonly string[];
  /** New severities by id. */
  readonly severity: Readonly<Record<string, Severity>>;
  /** Rules, composites or packs to keep; empty: all. */
  readonly only: readonly string[];
}

/**
 * Merges packs into one rule set.
 *
 * @throws TightlipError `FILE:LINE: sentence` on an id that two packs use, or a composite or extension that names an
 *   unknown rule.
 */
export function mergePacks(
  packs: readonly ParsedPack[],
  base: RuleSetData = { rules: [], composites: [] },
): RuleSetData {
  const rules = new Map(base.rules.map((rule) => [rule.id, rule]));
  const composites = new Map(base.composites.map((composite) => [composite.id, composite]));
  for (const pack of packs) {
    const claim = (id: string): void => {
      if (!rules.has(id) && !composites.has(id)) return;
      const path = pack.examples.find((entry) => entry.id === id)?.path ?? [];
      complain(
        pack,
        [...path, 'id'],
        `duplicate id "${id}", which another pack has; change it, or use [[extend]] to change that rule`,
      );
    };
    for (const rule of pack.rules) {
      claim(rule.id);
      rules.set(rule.id, rule);
    }
    for (const composite of pack.composites) {
      claim(composite.id);
      composites.set(composite.id, composite);
    }
  }
  for (const pack of packs) {
    for (const extension of pack.extensions) {
      const rule = rules.get(extension.rule);
      if (rule === undefined)
        complain(
          pack,
          [...extension.path, 'rule'],
          `[[extend]] names an unknown rule "${extension.rule}"${didYouMean(extension.rule, rules.keys())}`,
        );
      const key = extension.names.length > 0 ? 'names' : extension.notNames.length > 0 ? 'not-names' : null;
      if (key !== null && rule.matcher !== 'assignment')
        complain(
          pack,
          [...extension.path, key],
          `"${key}" in [[extend]] of "${rule.id}" goes only with a rule whose matcher is "assignment"`,
        );
      const extended = extendRule(rule, extension);
      const unkeyed = rule.scope === 'name' ? unkeyedName(extension.names, extended.keywords) : -1;
      if (unkeyed >= 0)
        complain(pack, [...extension.path, 'names', unkeyed], `[[extend]] of "${rule.id}" ${UNKEYED_NAME}`);
      rules.set(rule.id, extended);
    }
    for (const composite of pack.composites) requireParts(composite, pack, rules);
  }
  return { rules: sorted([...rules.values()]), composites: sorted([...composites.values()]) };
}

/**
 * The rule set of a run.
 *
 * @throws TightlipError as {@link mergePacks}, and code `usage` on an id or pack in `disable`, `severity` or `only` that
 *   does not exist.
 */
export function buildRuleSet(request: RuleSetRequest): RuleSetData {
  const merged = mergePacks(request.packs, request.shipped);
  const all = [...merged.rules, ...merged.composites];
  const known = new Set(all.flatMap((each) => [each.id, each.pack]));
  const requireKnown = (ids: readonly string[], where: string): void => {
    for (const id of ids) {
      if (!known.has(id))
        throw new TightlipError(
          'usage',
          `${where}: no rule or pack "${id.slice(0, 60)}"${didYouMean(id, known)}; "tightlip rules" lists them`,
        );
    }
  };
  requireKnown(request.disable, 'disable');
  requireKnown(Object.keys(request.severity), 'severity');
  requireKnown(request.only, '--rule');
  const severityOf = <T extends Rule | CompositeRule>(each: T): T => {
    const severity = request.severity[each.id] ?? request.severity[each.pack];
    return severity === undefined ? each : { ...each, severity };
  };
  const isNamed = (ids: readonly string[], each: Rule | CompositeRule): boolean =>
    ids.includes(each.id) || ids.includes(each.pack);
  const isOn = (each: Rule | CompositeRule): boolean =>
    (request.only.length === 0 || isNamed(request.only, each)) && !isNamed(request.disable, each);
  const composites = merged.composites.filter(isOn);
  // A composite that is asked for alone still needs the rules it is made of, as parts only.
  const needed = new Set(composites.flatMap((each) => [...each.main, ...each.parts.flatMap((part) => part.rules)]));
  const rules = merged.rules.flatMap((rule): Rule[] => {
    if (isOn(rule)) return [severityOf(rule)];
    const isNeeded = needed.has(rule.id) && !isNamed(request.disable, rule);
    return isNeeded ? [{ ...rule, partOnly: true }] : [];
  });
  return { rules, composites: composites.map(severityOf) };
}

function requireParts(composite: CompositeRule, pack: ParsedPack, rules: ReadonlyMap<string, Rule>): void {
  const path = pack.examples.find((entry) => entry.id === composite.id)?.path ?? [];
  const check = (ids: readonly string[], key: string): void => {
    for (const id of ids) {
      if (!rules.has(id))
        complain(
          pack,
          [...path, key],
          `"${key}" of "${composite.id}" names an unknown rule "${id.slice(0, 60)}"${didYouMean(id, rules.keys())}`,
        );
      if (rules.get(id)?.paths.length)
        complain(
          pack,
          [...path, key],
          `"${key}" of "${composite.id}" names "${id.slice(0, 60)}", which counts at some paths alone ("paths"): what a composite is made of counts at every path`,
        );
    }
  };
  check(composite.main, 'main');
  for (const part of composite.parts) check(part.rules, 'parts');
}

function extendRule(rule: Rule, extension: RuleExtension): Rule {
  const extended: Rule = {
    ...rule,
    severity: extension.severity ?? rule.severity,
    maxTier: extension.maxTier ?? rule.maxTier,
    keywords: [...new Set([...rule.keywords, ...extension.keywords])],
    names: [...rule.names, ...extension.names],
    notNames: [...rule.notNames, ...extension.notNames],
    allow: [...rule.allow, ...extension.allow],
    revoke: extension.revoke ?? rule.revoke,
    docs: extension.docs ?? rule.docs,
  };
  return { ...extended, ...judgedRegexes(extended) };
}

function sorted<T extends { readonly id: string }>(entries: T[]): T[] {
  return entries.toSorted((left, right) => (left.id < right.id ? -1 : Number(left.id > right.id)));
}

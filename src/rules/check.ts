/** The static checks of a pack: everything that can be said without scanning. In milliseconds, on the syntax tree. */
import { CHECKSUMS } from './checksums/index.ts';
import { didYouMean } from './did-you-mean.ts';
import { explainLinearity, linearityOf } from './linear.ts';
import type { KeyPath } from './locate.ts';
import { holdsKeyword, UNKEYED_NAME } from './name-keywords.ts';
import type { ParsedPack, RuleExamples, RuleExtension } from './parse.ts';
import { parsePattern, PatternError, walk } from './pattern-tree.ts';
import type { PatternNode } from './pattern-tree.ts';
import { LONGEST_NAME_BYTES, assignmentReach, isDocumentKind, neededReach } from './reach.ts';
import type { CompositeRule, Rule } from './rule.ts';

/** How strict: the shipped packs must be complete and linear; a user's may be shorter and slower. */
export interface CheckOptions {
  readonly shipped: boolean;
}

const LEAST_EXAMPLES = 2;
const GROUPS: readonly string[] = ['secret', 'name', 'id', 'public'];

/**
 * Checks parsed packs.
 *
 * @returns One `FILE:LINE: sentence` a problem, in the order of the files; empty when all is well.
 */
export function checkPacks(packs: readonly ParsedPack[], options: CheckOptions = { shipped: true }): string[] {
  return packs.flatMap((pack) => {
    const problems: string[] = [];
    for (const rule of pack.rules) {
      const tried = pack.examples.find((entry) => entry.id === rule.id) as RuleExamples;
      checkRule(rule, tried, options, (key, sentence) =>
        problems.push(`${pack.file}:${pack.locate([...tried.path, ...key])}: "${rule.id}": ${sentence}`),
      );
    }
    for (const composite of pack.composites) {
      const tried = pack.examples.find((entry) => entry.id === composite.id) as RuleExamples;
      const report: Report = (key, sentence) =>
        problems.push(`${pack.file}:${pack.locate([...tried.path, ...key])}: "${composite.id}": ${sentence}`);
      checkTexts(composite, tried, options, report);
      if (composite.main.length === 0) report(['main'], '"main" needs at least one rule');
      if (composite.parts.some((part) => part.rules.length === 0))
        report(['parts'], 'each part needs at least one rule');
    }
    for (const extension of pack.extensions) {
      checkExtension(extension, (key, sentence) =>
        problems.push(`${pack.file}:${pack.locate([...extension.path, ...key])}: "${extension.rule}": ${sentence}`),
      );
    }
    return problems;
  });
}

/** What an extension adds is held to the terms of the rule that it extends, whose other regexes run on the fast engine. */
function checkExtension(extension: RuleExtension, report: Report): void {
  checkKeywordTexts(extension.keywords, report);
  checkNames(extension, { shipped: true }, report);
}

/** Receives a problem: the key it is about, below the rule's table, and the sentence. */
type Report = (key: KeyPath, sentence: string) => void;

function checkRule(rule: Rule, tried: RuleExamples, options: CheckOptions, report: Report): void {
  checkKeywords(rule, report);
  checkTexts(rule, tried, options, report);
  if (rule.checksum !== '' && !CHECKSUMS.has(rule.checksum)) {
    const known = [...CHECKSUMS.keys()];
    report(
      ['checksum'],
      `no checksum "${rule.checksum.slice(0, 40)}"${didYouMean(rule.checksum, known)}; there are ${known.join(', ')}`,
    );
  }
  checkKind(rule, report);
  rule.paths.forEach((ending, index) => checkPath(ending, ['paths', index], report));
  if (rule.pattern !== '') checkPattern(rule, options, report);
  if (rule.matcher === 'assignment') checkAssignment(rule, options, report);
  if (!rule.linear && !options.shipped) checkSlow(rule, report);
}

/** A document is read by a reader of its own, and by nothing else. */
function checkKind({ class: kind, matcher }: Rule, report: Report): void {
  const readsDocument = matcher !== null && isDocumentKind(matcher);
  if (kind === 'document' && !readsDocument)
    report(
      ['class'],
      `"document" goes only with a "matcher" that reads a whole file; the class of a pattern is "prefix", say`,
    );
  else if (kind !== 'document' && readsDocument)
    report(['class'], `matcher "${matcher}" reads a whole file, so its class is "document"`);
}

/** An ending that no path has, as a glob would be written. */
function checkPath(ending: string, key: KeyPath, report: Report): void {
  const segments = ending.split('/');
  const odd = segments.find((segment) => segment === '' || segment === '.' || segment === '..' || segment === '**');
  if (odd === undefined && !ending.includes('\\')) return;
  report(
    key,
    'is the end of a path, such as config/*.key, and no glob: leave out "/", "./" and "**/" at its beginning, and write / for \\',
  );
}

/** Highest count that the slower engine compiles, nested repeats multiplied. */
const MOST_COUNTED = 1000;

/** One regex that is not linear-safe sends all of its rule's to the slower engine, so all of them must suit it. */
function checkSlow(rule: Rule, report: Report): void {
  const judged: [KeyPath, string, number][] = [
    [['pattern'], rule.pattern, Infinity],
    [['value'], rule.value, Infinity],
    ...rule.names.map((regex, index): [KeyPath, string, number] => [['names', index], regex, LONGEST_NAME_BYTES]),
    ...rule.notNames.map((regex, index): [KeyPath, string, number] => [
      ['not-names', index],
      regex,
      LONGEST_NAME_BYTES,
    ]),
  ];
  const trees = judged.map(([, source]) => treeOf(source));
  if (trees.includes(null)) return;
  const reasons = judged.map(([, source, longest]) => explainLinearity(linearityOf(source, rule.ignoreCase, longest)));
  const slow = reasons.findIndex((reason) => reason !== '');
  const why = `"${String(judged[slow]?.[0][0])}" is not linear-safe: ${reasons[slow]}`;
  judged.forEach(([key], index) => {
    const tree = trees[index] as PatternNode;
    if ([...walk(tree)].some((node) => node.kind === 'look'))
      report(key, `${why}; the slower engine for such rules has no look-around, so one of the two must go`);
    else if (highestCount(tree) > MOST_COUNTED)
      report(key, `${why}; the slower engine for such rules counts to ${MOST_COUNTED} at most, so lower the bounds`);
  });
}

function treeOf(source: string): PatternNode | null {
  try {
    return parsePattern(source, false);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return null;
  }
}

function highestCount(node: PatternNode): number {
  if (node.kind === 'sequence') return Math.max(1, ...node.items.map(highestCount));
  if (node.kind === 'choice') return Math.max(1, ...node.options.map(highestCount));
  if (node.kind === 'group' || node.kind === 'look') return highestCount(node.item);
  if (node.kind !== 'repeat') return 1;
  const bound = Number.isFinite(node.max) ? node.max : node.min;
  return Math.max(1, bound) * highestCount(node.item);
}

function checkKeywords(rule: Rule, report: Report): void {
  if (rule.keywords.length === 0) report(['keywords'], 'needs at least one keyword');
  checkKeywordTexts(rule.keywords, report);
}

function checkKeywordTexts(keywords: readonly string[], report: Report): void {
  keywords.forEach((keyword, index) => {
    if (keyword.length < 3)
      report(['keywords', index], `keyword "${keyword}" is shorter than 3 bytes, which would try the rule everywhere`);
    if (/[^\x00-\xff]/.test(keyword))
      report(['keywords', index], 'a keyword must be ASCII, or the latin1 form of its UTF-8 bytes');
  });
}

function checkTexts(rule: Rule | CompositeRule, tried: RuleExamples, options: CheckOptions, report: Report): void {
  if (!options.shipped) return;
  if (rule.revoke === '')
    report([], 'needs "revoke": how to revoke and rotate it, in the imperative; it may stand in [pack]');
  const wanted = `at least ${LEAST_EXAMPLES}`;
  if (tried.examples.length < LEAST_EXAMPLES)
    report(['examples'], `needs ${wanted} examples, has ${tried.examples.length}`);
  if (tried.counterexamples.length < LEAST_EXAMPLES)
    report(['counterexamples'], `needs ${wanted} counterexamples, has ${tried.counterexamples.length}`);
}

function checkPattern(rule: Rule, options: CheckOptions, report: Report): void {
  const tree = checkRegex({ source: rule.pattern, ignoreCase: rule.ignoreCase }, ['pattern'], options, report);
  if (tree === null) return;
  const names = [...walk(tree)].flatMap((node) => (node.kind === 'group' && node.name !== '' ? [node.name] : []));
  if (!names.includes('secret')) report(['pattern'], 'the pattern needs a named group (?<secret>…) round the secret');
  for (const name of names) {
    if (!GROUPS.includes(name))
      report(['pattern'], `unknown group (?<${name}>…)${didYouMean(name, GROUPS)}; there are ${GROUPS.join(', ')}`);
  }
  if ([...walk(tree)].some((node) => node.kind === 'edge'))
    report(
      ['pattern'],
      '^ and $ mean the edge of a window, not of a line; say which characters may stand beside the match, as in (?<![A-Za-z0-9])',
    );
  checkReach(rule, report);
}

function checkReach(rule: Rule, report: Report): void {
  const needed = neededReach(rule.pattern, rule.ignoreCase, rule.keywords, rule.caseSensitive);
  if ('uncovered' in needed)
    report(
      ['keywords'],
      `the pattern can match "${needed.uncovered.slice(0, 60)}", which holds none of the keywords, so it would be missed; every way through the pattern must hold one`,
    );
  else if ('tooMany' in needed)
    report(['pattern'], 'has more than 4096 alternatives, too many to check that each holds a keyword; split the rule');
  else if ('before' in needed) {
    for (const side of ['before', 'after'] as const) {
      if (rule[side] < needed[side])
        report(
          [side],
          `"${side}" is ${rule[side]}, but the longest match needs ${needed[side]} bytes ${side} the keyword; leave it out to have it computed`,
        );
    }
  }
}

function checkAssignment(rule: Rule, options: CheckOptions, report: Report): void {
  if (rule.names.length === 0) report(['names'], 'an assignment rule needs "names"');
  checkNames(rule, options, report, (tree, path) => {
    if (rule.scope === 'name' && !holdsKeyword(tree, rule.keywords)) report(path, UNKEYED_NAME);
  });
  if (rule.value !== '' && checkRegex({ source: rule.value }, ['value'], options, report) === null) return;
  const needed = assignmentReach(rule);
  for (const side of ['before', 'after'] as const) {
    if (rule[side] < needed[side])
      report(
        [side],
        `"${side}" is ${rule[side]}, but a name and the longest value need ${needed[side]}; leave it out to have it computed`,
      );
  }
}

/** @param also - Looks at each wanted name's tree. */
function checkNames(
  { names, notNames }: Pick<Rule, 'names' | 'notNames'>,
  options: CheckOptions,
  report: Report,
  also: (tree: PatternNode, path: KeyPath) => void = () => {},
): void {
  const check = (regex: string, path: KeyPath): PatternNode | null => {
    if (/[^\x00-\x7f]|\\x[89a-f][0-9a-f]/.test(regex))
      report(
        path,
        'is tried on names of ASCII letters, so a letter beyond them never matches; write a "pattern" instead',
      );
    if (/[A-Z]/.test(regex.replace(/\\[A-Z]/g, '')))
      report(path, 'is tried on names in lower case with "_" between words, so a capital letter never matches');
    return checkRegex({ source: regex, longest: LONGEST_NAME_BYTES }, path, options, report);
  };
  names.forEach((regex, index) => {
    const tree = check(regex, ['names', index]);
    if (tree !== null) also(tree, ['names', index]);
  });
  notNames.forEach((regex, index) => check(regex, ['not-names', index]));
}

interface Regex {
  readonly source: string;
  readonly ignoreCase?: boolean;
  /** Longest text it is tried on. */
  readonly longest?: number;
}

/** Parses and judges one regex; null when there is nothing more to say about it. */
function checkRegex(regex: Regex, key: KeyPath, options: CheckOptions, report: Report): PatternNode | null {
  const { source, ignoreCase = false, longest = Infinity } = regex;
  try {
    const tree = parsePattern(source, ignoreCase);
    const escape = /\\(?:\\|[^sSwWdDbB]|([sSwWdDbB]))/g;
    const trap = options.shipped ? [...source.matchAll(escape)].find((found) => found[1] !== undefined) : undefined;
    if (trap !== undefined)
      report(
        key,
        `write an explicit ASCII class in place of ${trap[0]}, which means other bytes here than one thinks (0xA0 is a space and splits a UTF-8 "à")`,
      );
    const linearity = linearityOf(source, ignoreCase, longest);
    const sentence = explainLinearity(linearity);
    if (sentence !== '' && options.shipped) report(key, `not linear-safe: ${sentence}`);
    return tree;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    report(key, `the regex ${error.message}`);
    return null;
  }
}

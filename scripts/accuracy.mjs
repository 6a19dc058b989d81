/**
 * `npm run accuracy -- [EVAL]`: measures detection on labelled data and writes bench/ACCURACY.md. EVAL (or TIGHTLIP_EVAL,
 * default ../shared/eval) holds creddata/ and rulecases-dev.jsonl, packed or not, and their scorers. The data are a third party's:
 * nothing of them is quoted, only counted.
 *
 *   --out FILE        also keep the findings as JSONL (they hold values: outside the repository only)
 *   --min-tier TIER   tier for the headline figures, default likely
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadTypeScript } from './load-typescript.mjs';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, 'min-tier': { type: 'string', default: 'likely' }, quiet: { type: 'boolean' } },
});
const evalPath = path.resolve(positionals[0] ?? process.env.TIGHTLIP_EVAL ?? path.join(top, '..', 'shared', 'eval'));
if (!existsSync(evalPath)) {
  console.log(`accuracy: skipped, there is no labelled data at ${evalPath}; give its path as the argument`);
  process.exit(0);
}

const TIERS = ['proven', 'likely', 'review'];
const UNCOUNTED = 'UUID,Nonce,Salt,AWS S3 Bucket,Firebase Domain';
const work = mkdtempSync(path.join(tmpdir(), 'tightlip-accuracy-'));
try {
  await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function main() {
  const data = unpack('creddata-dev.tar.xz', 'creddata', ['tar', 'xJf']);
  const cases = unpack('rulecases-dev.jsonl.xz', 'rulecases-dev.jsonl', ['xz', '-dkc']);
  const scanner = await loadScanner();
  const findings = scanTree(scanner, path.join(data, 'data'));
  const report = [...heading()];
  for (const minTier of ['likely', 'review']) {
    const file = write(`findings-${minTier}.jsonl`, atLeast(findings, minTier));
    const dump = path.join(work, `dump-${minTier}.jsonl`);
    const score = scoreCredData(file, data, dump);
    report.push(...credDataSection(minTier, score, minTier === 'likely' ? readLines(dump) : []));
    const { precision, recall, f1 } = score.b;
    console.log(`${minTier}: (b) precision ${precision.toFixed(3)} recall ${recall.toFixed(3)} F1 ${f1.toFixed(3)}`);
  }
  const caseFindings = scanCases(scanner, cases);
  report.push(...ruleCasesSection(cases, caseFindings, scanner.data.rules));
  if (values.out) writeFileSync(values.out, findings.map((each) => JSON.stringify(each)).join('\n'));
  writeFileSync(path.join(top, 'bench', 'ACCURACY.md'), `${report.join('\n')}\n`);
}

/** The unpacked form of a file of the evaluation data: beside it, or in a scratch folder. */
function unpack(packed, name, command) {
  const beside = path.join(evalPath, name);
  if (existsSync(beside)) return beside;
  const target = path.join(work, name);
  const [program, ...flags] = command;
  const out = execFileSync(program, [...flags, path.join(evalPath, packed)], { cwd: work, maxBuffer: 1 << 28 });
  if (!existsSync(target)) writeFileSync(target, out);
  return target;
}

async function loadScanner() {
  const [{ compileRuleSet }, { scanDocument }, { judge }, { shippedRules }, { Mark }] = await Promise.all(
    [
      'src/engine/rule-set.ts',
      'src/engine/scan-document.ts',
      'src/findings/judge.ts',
      'src/rules/shipped.ts',
      'src/engine/match.ts',
    ].map((file) => loadTypeScript(file)),
  );
  const ruleSet = compileRuleSet(shippedRules);
  return {
    data: shippedRules,
    marks: Mark,
    scan(bytes, file, dismissed = false) {
      const found = [];
      for (const match of scanDocument(bytes, ruleSet)) {
        const rule = match.composite >= 0 ? ruleSet.composites[match.composite] : ruleSet.rules[match.rule];
        if (match.composite < 0 && rule.partOnly) continue;
        const tier = judge(rule, match.evidence, file, Date.UTC(2026, 0, 1));
        if (tier !== null || dismissed) found.push({ match, rule: rule.id, tier });
      }
      return found;
    },
  };
}

/** 1-based line of each offset asked for, in ascending order. */
function lineOf(bytes, offset) {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line++;
  return line;
}

function scanTree(scanner, root) {
  const findings = [];
  for (const file of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const full = path.join(file.parentPath, file.name);
    const relative = path.relative(root, full).replaceAll('\\', '/');
    const bytes = readFileSync(full);
    for (const { match, rule, tier } of scanner.scan(bytes, relative)) {
      findings.push({
        file: relative,
        line_start: lineOf(bytes, match.secretStart),
        line_end: lineOf(bytes, match.secretEnd - 1),
        rule,
        tier,
        secret: bytes.toString('utf8', match.secretStart, match.secretEnd),
        marks: match.evidence.marks,
        rarity: match.evidence.rarity,
        name: match.assignedName,
      });
    }
  }
  return findings;
}

function scanCases(scanner, file) {
  return readLines(file).flatMap((each, index) =>
    scanner
      .scan(Buffer.from(each.text), null, true)
      .map(({ match, rule, tier }) => ({ case: index, rule, tier, why: reasonAgainst(match.evidence, scanner.marks) })),
  );
}

/** Why a match is no more than `review`, in the words of the report. */
function reasonAgainst({ checksum, marks, expiresAtSeconds }, Mark) {
  const has = (...names) => names.some((name) => (marks & Mark[name]) !== 0);
  if (checksum === -1) return 'its documented checksum fails: a token that was made up';
  if (has('Documentation')) return 'a value that its provider documents';
  if (has('Placeholder', 'Masked', 'Reference')) return 'a placeholder, masked, or a reference';
  if (has('Repetitive', 'LowEntropy')) return 'a sequence, a repetition or low entropy: a stand-in';
  if (expiresAtSeconds > 0) return 'expired';
  if (has('Words', 'LocalDefault')) return 'words, or a default of development';
  if (has('Digest', 'Shape', 'Public', 'Protected'))
    return 'the form of an id, a number, an address, a public key or a hash';
  return 'other doubt';
}

function atLeast(findings, minTier) {
  return findings.filter((each) => each.tier !== null && TIERS.indexOf(each.tier) <= TIERS.indexOf(minTier));
}

function readLines(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function write(name, objects) {
  const file = path.join(work, name);
  writeFileSync(file, objects.map((each) => JSON.stringify(each)).join('\n'));
  return file;
}

function scorer(name, ...flags) {
  return execFileSync('python3', [path.join(evalPath, name), ...flags], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

function scoreCredData(file, root, dump) {
  const common = [file, '--root', root, '--uncats', UNCOUNTED];
  scorer('score_creddata.py', ...common, '--dump', dump);
  return JSON.parse(scorer('score_creddata.py', ...common, '--json'));
}

function heading() {
  return [
    '# Accuracy',
    '',
    'Written by `npm run accuracy`. Labelled lines of public repositories (CredData, one half; credentials replaced by random ones of the',
    'same shape) and texts of the rule tests of other scanners (one half). (a) counts labelled spans only; (b) also counts every',
    `finding on an unlabelled line as false. Left out, as few want them found: ${UNCOUNTED}.`,
    'Values in tests and examples count as true by the rules of that data.',
    '',
  ];
}

function percent(value) {
  return `${(100 * value).toFixed(1)} %`;
}

function credDataSection(minTier, score, dumped) {
  const tiers = TIERS.slice(0, TIERS.indexOf(minTier) + 1).join(' + ');
  const lines = [
    `## Labelled lines, tiers ${tiers}`,
    '',
    '| | precision | recall | F1 |',
    '|---|---|---|---|',
    ...['a', 'b'].map((key) => {
      const { precision, recall, f1 } = score[key];
      return `| (${key}) | ${percent(precision)} | ${percent(recall)} | ${f1.toFixed(3)} |`;
    }),
    '',
    `Found ${score.TP} of ${score.positives}; ${score.FP_labelled} false on labelled lines, ${score.unlabelled} on unlabelled ones.`,
    '',
    '| category | positives | precision | recall |',
    '|---|---|---|---|',
    ...Object.entries(score.categories)
      .map(([name, each]) => ({ name, ...each, positives: (each.TP ?? 0) + (each.FN ?? 0) }))
      .filter((each) => each.positives >= 10)
      .toSorted((a, b) => b.positives - a.positives)
      .map((each) => `| ${each.name} | ${each.positives} | ${percent(each.precision)} | ${percent(each.recall)} |`),
    '',
  ];
  if (dumped.length > 0) {
    lines.push('### Commonest misses', '', ...commonest(dumped.filter((each) => each.kind === 'FN')), '');
    lines.push('### Commonest false alarms', '', ...commonest(dumped.filter((each) => each.kind !== 'FN')), '');
  }
  return lines;
}

/** Kinds of lines in words, by how often they occur. */
function commonest(dumped) {
  const counts = new Map();
  for (const each of dumped) {
    const kind = describe(each);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 10)
    .map(([kind, count]) => `- ${count}: ${kind}`);
}

/** What a line is like, without a word of it. */
function describe({ kind, cats, rule, text = '', file = '' }) {
  const what = cats ? `labelled ${cats.join(' and ')}` : `found by ${rule}, not labelled`;
  const quoted = /[=:(]\s*["'`]/.test(text) ? 'a quoted literal' : 'no quoted literal';
  const extension = path.extname(file) || 'no extension';
  const long = text.length > 300 ? ', a very long line' : '';
  return `${what}${kind === 'FP_X' ? ' (a placeholder by the labels)' : ''}; ${quoted} in a file with ${extension}${long}`;
}

function ruleCasesSection(cases, findings, rules) {
  const packs = new Set(rules.map((rule) => rule.pack));
  const all = readLines(cases);
  const found = new Set(atLeast(findings, 'review').map((each) => each.case));
  const sure = new Set(atLeast(findings, 'likely').map((each) => each.case));
  const reasons = new Map(findings.toReversed().map((each) => [each.case, each.why]));
  const unsure = new Map();
  const rows = new Map();
  for (const [index, each] of all.entries()) {
    const provider = String(each.provider ?? '').toLowerCase();
    const row = rows.get(provider) ?? { positives: 0, found: 0, sure: 0, negatives: 0, alarms: 0 };
    if (each.expect) row.positives++;
    else row.negatives++;
    if (found.has(index)) row[each.expect ? 'found' : 'alarms']++;
    if (each.expect && sure.has(index)) row.sure++;
    if (each.expect && !sure.has(index) && packs.has(provider)) {
      const why =
        reasons.get(index) ?? 'nothing matched: mostly ids, addresses and names of things that other scanners list';
      unsure.set(why, (unsure.get(why) ?? 0) + 1);
    }
    rows.set(provider, row);
  }
  const sum = (key, filter = () => true) =>
    [...rows].filter(([name]) => filter(name)).reduce((total, [, row]) => total + row[key], 0);
  const mine = (name) => packs.has(name);
  return [
    '## Rule cases of other scanners, every tier',
    '',
    `All providers: ${sum('found')} of ${sum('positives')} found, ${sum('alarms')} of ${sum('negatives')} negatives found.`,
    `Providers with a pack here: ${sum('found', mine)} of ${sum('positives', mine)} found; ${sum('sure', mine)} at likely or proven.`,
    `All providers at likely or proven: ${sum('sure')} of ${sum('positives')}. Those with a pack that are not, by what speaks against them:`,
    '',
    ...[...unsure].toSorted((a, b) => b[1] - a[1]).map(([why, count]) => `- ${count}: ${why}`),
    '',
    '| provider with a pack | cases | found | negatives found |',
    '|---|---|---|---|',
    ...[...rows]
      .filter(([name]) => mine(name))
      .toSorted()
      .map(([name, row]) => `| ${name} | ${row.positives} | ${row.found} | ${row.alarms} of ${row.negatives} |`),
  ];
}

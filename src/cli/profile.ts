/** `--profile`: where the time went. On stderr alone, since durations differ from run to run. */
import { formatCount } from '../report/words.ts';
import type { Cost, RuleCost } from '../scan/probe.ts';

/** Rules that are listed. */
const MOST_RULES = 10;

/** A stopwatch with laps. */
export interface Profile {
  /** Ends a phase. */
  done(phase: string): void;
  /** The phases, what the scan's time went to, and the dearest rules. */
  text(cost: Cost): string;
}

/** Starts the watch; the process's own start is its zero. */
export function startProfile(): Profile {
  let last = uptimeMs();
  const laps: [phase: string, ms: number][] = [['start', last]];
  return {
    done(phase) {
      const now = uptimeMs();
      laps.push([phase, now - last]);
      last = now;
    },
    text(cost) {
      const phases = laps.flatMap(([phase, ms]) => [line(phase, ms), ...(phase === 'scan' ? stepLines(cost) : [])]);
      const peak = `  ${'memory'.padEnd(10)}${megabytes()} MB at most`;
      return `${['tightlip: profile', ...phases, peak, '', ...ruleLines(cost)].join('\n')}\n`;
    },
  };
}

/** Milliseconds since the process began. Not `performance.now()`, which loads a module of Node's in every run, asked for or not. */
export function uptimeMs(): number {
  return process.uptime() * 1000;
}

function line(what: string, ms: number, more = ''): string {
  return `  ${what.padEnd(10)}${milliseconds(ms)} ms${more}`;
}

/** Over all threads, so their sum may be more than the phase. */
function stepLines({ ms, anchors }: Cost): string[] {
  const rest = Math.max(0, ms.scan - ms.kernel - ms.rules);
  return [
    line('  read', ms.read, '   waiting for files, git and decompression'),
    line('  kernel', ms.kernel, `   looking for keywords: ${formatCount(anchors)} seen`),
    line('  rules', ms.rules, '   trying the rules of these keywords'),
    line('  rest', rest, '   documents, decoding, resolving, sealing'),
  ];
}

function ruleLines({ rules }: Cost): string[] {
  if (rules.length === 0) return ['  no rule was tried'];
  const dearest = rules.slice(0, MOST_RULES);
  const widest = Math.max('rule'.length, ...dearest.map(({ id }) => id.length));
  const head = `  ${'rule'.padEnd(widest)}${['ms', 'windows', 'matches', 'µs each'].map((word) => word.padStart(11)).join('')}`;
  const count = rules.length > MOST_RULES ? `the dearest ${MOST_RULES} of ` : '';
  return [head, ...dearest.map((rule) => ruleLine(rule, widest)), `  ${count}${formatCount(rules.length)} rules tried`];
}

function ruleLine({ id, ms, windows, matches }: RuleCost, widest: number): string {
  const cells = [milliseconds(ms), formatCount(windows), formatCount(matches), ((ms * 1000) / windows).toFixed(1)];
  return `  ${id.padEnd(widest)}${cells.map((cell) => cell.padStart(11)).join('')}`;
}

function milliseconds(ms: number): string {
  return ms.toFixed(1).padStart(9);
}

function megabytes(): string {
  return (process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(9);
}

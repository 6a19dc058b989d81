/** Times whole processes side by side: A B C, A B C …, so that a machine whose speed drifts is fair to all. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Median of numbers. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/**
 * Runs each contender `rounds` times in turn, after one warm-up.
 *
 * @param contenders - `{ name, command, args, cwd?, stdin?, env?, exits? }`; `exits`: exit codes that are an answer (default 0 and 1).
 * @returns Rows `{ name, seconds: { min, median, max }, peakMiB, stdout }`; peak memory by GNU time where it is installed, else null.
 */
export function race(contenders, rounds = 5) {
  const rows = contenders.map((contender) => ({ ...contender, times: [], peaks: [], stdout: '' }));
  for (let round = -1; round < rounds; round++) {
    for (const row of rows) {
      const { seconds, peakMiB, stdout } = runOnce(row);
      if (round < 0) row.stdout = stdout;
      else {
        row.times.push(seconds);
        row.peaks.push(peakMiB);
      }
    }
  }
  return rows.map(({ name, times, peaks, stdout }) => ({
    name,
    seconds: { min: Math.min(...times), median: median(times), max: Math.max(...times) },
    peakMiB: peaks.includes(null) ? null : Math.max(...peaks),
    stdout,
  }));
}

const TIME = ['/usr/bin/time', 'gtime'].find((file) => spawnSync(file, ['-f', '%M', 'true']).status === 0);

function runOnce({ name, command, args, cwd, stdin, env, exits = [0, 1] }) {
  const words = TIME ? [TIME, '-q', '-f', 'PEAK %M', command, ...args] : [command, ...args];
  const started = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(words[0], words.slice(1), {
    cwd,
    input: stdin ?? '',
    env: { ...process.env, NO_COLOR: '1', ...env },
    maxBuffer: 1 << 30,
    encoding: 'latin1',
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (error || !exits.includes(status)) {
    throw new Error(`${name} ended with ${error?.message ?? status}: ${stderr.slice(-300)}`);
  }
  const peak = /PEAK (\d+)/.exec(stderr);
  return { seconds, peakMiB: peak ? Math.round(Number(peak[1]) / 1024) : null, stdout };
}

/** The machine, in words, without anything that names it. */
export function machine() {
  const all = cpus();
  const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
  return `${all.length} × ${all[0].model.trim()}, Node ${process.version}, ${git}, ${process.platform}`;
}

/** A Markdown table of rows, with the ratio of each median to that of the row called `base`. */
export function table(title, rows, base) {
  const unit = rows.find((row) => row.name === base)?.seconds.median;
  const lines = [
    `### ${title}`,
    '',
    `| contender | median s | min–max s | × ${base} | peak MiB |`,
    '|---|---|---|---|---|',
  ];
  for (const { name, seconds, peakMiB } of rows) {
    const ratio = unit ? (seconds.median / unit).toFixed(2) : '';
    const span = `${seconds.min.toFixed(3)}–${seconds.max.toFixed(3)}`;
    lines.push(`| ${name} | ${seconds.median.toFixed(3)} | ${span} | ${ratio} | ${peakMiB ?? '-'} |`);
  }
  return `${lines.join('\n')}\n`;
}

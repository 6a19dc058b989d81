/** `tightlip redact`: stdin to stdout, every secret blacked out. */
import { TightlipError } from '../../errors.ts';
import { compileRuleSet } from '../../engine/rule-set.ts';
import { prepareRegexes } from '../../rules/regex.ts';
import { plural } from '../../report/words.ts';
import { redactStream } from '../../scan/redact.ts';
import type { RedactSummary } from '../../scan/redactor.ts';
import type { Invocation } from '../arguments.ts';
import { CLEAN, INCOMPLETE } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { PREFIX } from '../messages.ts';
import { writeAll } from '../output.ts';
import { prepareScan } from '../scan-command.ts';

/** Copies until the input ends. */
export async function runRedact(invocation: Invocation, io: Io): Promise<number> {
  if (io.stdin.isTTY === true) {
    throw new TightlipError('usage', 'tightlip redact: pipe something in: some-program | tightlip redact');
  }
  const { rules, configuration } = await prepareScan(invocation, io, {});
  await prepareRegexes(rules.rules);
  let isRead = true;
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!(await writeAll(io.stdout, bytes))) {
      isRead = false;
      throw new ReaderGone();
    }
  };
  try {
    const summary = await redactStream(io.stdin, write, { ruleSet: compileRuleSet(rules) });
    if (!configuration.settings.quiet) await writeAll(io.stderr, `${PREFIX}${summaryText(summary)}\n`);
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  }
  return isRead ? CLEAN : INCOMPLETE;
}

class ReaderGone extends Error {}

function summaryText({ bytesRead, hidden }: RedactSummary): string {
  const count = [...hidden.values()].reduce((sum, each) => sum + each, 0);
  const labels = [...hidden].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([label, times]) => `${label} ${times}`);
  const what = count === 0 ? 'nothing blacked out' : `${plural(count, 'secret')} blacked out (${labels.join(', ')})`;
  return `${what} · read ${plural(bytesRead, 'byte')}`;
}

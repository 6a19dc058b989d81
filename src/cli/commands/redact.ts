/** `tightlip redact`: stdin to stdout, every secret blacked out. */
import { fstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UTF8_MARK_BYTES, hasUtf8Mark } from '../../bytes/encoding.ts';
import { fromLatin1, fromUtf8, latin1 } from '../../bytes/latin1.ts';
import { TightlipError } from '../../errors.ts';
import { plural } from '../../report/words.ts';
import { SHORTEST_KNOWN_BYTES } from '../../scan/known-values.ts';
import { redactStream } from '../../scan/redact.ts';
import type { RedactSummary } from '../../scan/redactor.ts';
import type { Invocation } from '../arguments.ts';
import { CLEAN, INCOMPLETE } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { LAST_WORDS_MS, withLastWords } from '../last-words.ts';
import { PREFIX } from '../messages.ts';
import { writeAll } from '../output.ts';
import { prepareScan } from '../scan-command.ts';

/** Copies until the input ends. */
export async function runRedact(invocation: Invocation, io: Io): Promise<number> {
  if (io.stdin.isTTY === true) {
    throw new TightlipError('usage', 'redact: pipe something in: some-program | tightlip redact');
  }
  const { rules, configuration } = await prepareScan(invocation, io, {});
  const known = await readKnown(invocation, io);
  // A setting made for reports must not let a likely secret through.
  const minTier = configuration.settings.minTier === 'review' ? 'review' : 'likely';
  let code = CLEAN;
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!(await writeAll(io.stdout, bytes))) {
      code = INCOMPLETE;
      throw new ReaderGone();
    }
  };
  const { quiet } = configuration.settings;
  const input = withLastWords(io.stdin, {
    signal: io.signal,
    waitMs: isFile(0) ? 0 : LAST_WORDS_MS,
    onWait: () => void (quiet || writeAll(io.stderr, `${PREFIX}${WAITING}\n`)),
  });
  try {
    const summary = await redactStream(input, write, { rules, minTier, known });
    if (summary.knownTooShort > 0) await writeAll(io.stderr, `${PREFIX}${tooShortText(summary.knownTooShort)}\n`);
    const cut = input.wasCut ? ' · stopped, the input went on' : '';
    if (!quiet) await writeAll(io.stderr, `${PREFIX}${summaryText(summary)}${cut}\n`);
    if (summary.unread !== null) {
      code = INCOMPLETE;
      await writeAll(io.stderr, `${PREFIX}${unreadText(summary.unread)}\n`);
    }
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  }
  return code;
}

class ReaderGone extends Error {}

const WAITING = `stopping: the input goes on, and is read for ${LAST_WORDS_MS / 1000} seconds at most; once more stops at once`;

/** What has no last words. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** Known values: the lines of the files and the variables that were named. */
async function readKnown({ values }: Invocation, io: Io): Promise<Uint8Array[]> {
  const known: Uint8Array[] = [];
  for (const file of values.known ?? []) {
    for (const line of await linesOf(file, io.workingDirectory)) known.push(line);
  }
  for (const name of values['known-env'] ?? []) {
    const value = io.environment[name];
    if (value === undefined) throw new TightlipError('usage', `--known-env ${name}: this variable is not set`);
    known.push(fromUtf8(value));
  }
  return known;
}

async function linesOf(file: string, workingDirectory: string): Promise<Uint8Array[]> {
  try {
    const text = latin1(asUtf8(await readFile(path.resolve(workingDirectory, file))));
    const lines = text.endsWith('\n') ? text.slice(0, -1) : text;
    return lines
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map(fromLatin1);
  } catch (error) {
    throw new TightlipError('not-found', `--known ${file}: cannot be read; name a file with one value a line`, {
      cause: error,
    });
  }
}

/** What editors and shells of Windows write: without its mark, and UTF-16 as UTF-8. */
function asUtf8(bytes: Uint8Array): Uint8Array {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return fromUtf8(new TextDecoder('utf-16le').decode(bytes));
  if (first === 0xfe && second === 0xff) return fromUtf8(new TextDecoder('utf-16be').decode(bytes));
  return hasUtf8Mark(bytes) ? bytes.subarray(UTF8_MARK_BYTES) : bytes;
}

function tooShortText(count: number): string {
  const what = plural(count, 'known value');
  return `${what} shorter than ${SHORTEST_KNOWN_BYTES} bytes not used: ${count === 1 ? 'it' : 'they'} would black out half of the text`;
}

function unreadText(reason: string): string {
  return `the input is ${reason}${reason.includes(':') ? '' : ': pipe its text in'}`;
}

function summaryText({ bytesRead, hidden }: RedactSummary): string {
  const count = [...hidden.values()].reduce((sum, each) => sum + each, 0);
  const labels = [...hidden].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([label, times]) => `${label} ${times}`);
  const what = count === 0 ? 'nothing blacked out' : `${plural(count, 'secret')} blacked out (${labels.join(', ')})`;
  return `${what} · read ${plural(bytesRead, 'byte')}`;
}

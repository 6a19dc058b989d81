/** What a stopped run still reads of an input that goes on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { withLastWords } from '../../src/cli/last-words.ts';

const piece = (text: string): Uint8Array => Buffer.from(text);

async function* writer(pieces: readonly string[], everyMs: number, goesOn: boolean): AsyncGenerator<Uint8Array> {
  for (const text of pieces) {
    await sleep(everyMs);
    yield piece(text);
  }
  if (goesOn) await new Promise(() => {});
}

describe('withLastWords', () => {
  test('gives all of an input that nobody stops', async () => {
    const { signal } = new AbortController();
    const input = withLastWords(writer(['a', 'b'], 1, false), { signal, waitMs: 0, onWait: () => {} });
    const got: string[] = [];
    for await (const bytes of input) got.push(Buffer.from(bytes).toString());
    expect({ got, cut: input.wasCut }).toEqual({ got: ['a', 'b'], cut: false });
  });

  test('gives what comes in time after the stop', async () => {
    const stop = new AbortController();
    const options = { signal: stop.signal, waitMs: 60_000, onWait: () => {} };
    const input = withLastWords(writer(['a', 'b', 'c'], 5, false), options);
    const got: string[] = [];
    for await (const bytes of input) {
      got.push(Buffer.from(bytes).toString());
      stop.abort();
    }
    expect({ got, cut: input.wasCut }).toEqual({ got: ['a', 'b', 'c'], cut: false });
  });

  test.each([[0], [20]])('waits %s ms for an input that goes on and says nothing', async (waitMs) => {
    const stop = new AbortController();
    const input = withLastWords(writer(['a'], 1, true), { signal: stop.signal, waitMs, onWait: () => {} });
    const got: string[] = [];
    for await (const bytes of input) {
      got.push(Buffer.from(bytes).toString());
      stop.abort();
    }
    expect({ got, cut: input.wasCut }).toEqual({ got: ['a'], cut: true });
  });

  test('reads no more where it was stopped before', async () => {
    const input = withLastWords(writer(['a'], 1, true), { signal: AbortSignal.abort(), waitMs: 0, onWait: () => {} });
    for await (const _ of input) expect.unreachable();
    expect(input.wasCut).toBe(true);
  });

  test('tells that it waits, after a second', async () => {
    let told = 0;
    const options = { signal: AbortSignal.abort(), waitMs: 1200, onWait: () => void told++ };
    for await (const _ of withLastWords(writer([], 0, true), options)) expect.unreachable();
    expect(told).toBe(1);
  });
});

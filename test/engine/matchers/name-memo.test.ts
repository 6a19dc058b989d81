import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../../src/bytes/latin1.ts';
import { NameMemo } from '../../../src/engine/matchers/name-memo.ts';

/** A memo of lengths, and the names it was made to look at. */
function createMemo(): { memo: NameMemo<number>; found: string[]; ask(name: string, call?: boolean): number } {
  const found: string[] = [];
  const memo = new NameMemo((bytes, start, end) => {
    found.push(Buffer.from(bytes.subarray(start, end)).toString('latin1'));
    return end - start;
  });
  const ask = (name: string, call = false): number => memo.get(fromLatin1(`<${name}>`), 1, 1 + name.length, call);
  return { memo, found, ask };
}

describe('the memo of names', () => {
  it('answers for each name, however often it is asked and whatever came before', () => {
    const { ask } = createMemo();
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 5000; i += 7)
        expect(ask(`name_${i % 900}_${'x'.repeat(i % 23)}`)).toBe(`name_${i % 900}_${'x'.repeat(i % 23)}`.length);
    }
  });

  it('finds nothing anew for a name that it met twice', () => {
    const { ask, found } = createMemo();
    for (let i = 0; i < 10; i++) ask('acme_key');
    expect(found).toEqual(['acme_key', 'acme_key']);
  });

  it('knows a call from a name', () => {
    const { ask, found } = createMemo();
    for (let i = 0; i < 3; i++) {
      ask('acme_key', true);
      ask('acme_key', false);
    }
    expect(found).toHaveLength(4);
  });

  it('keeps what it knows while names pass that come once', () => {
    const { ask, found } = createMemo();
    ask('acme_key');
    ask('acme_key');
    for (let i = 0; i < 20_000; i++) ask(`order_${i}`);
    const before = found.length;
    ask('acme_key');
    expect(found).toHaveLength(before);
  });
});

import { describe, expect, it } from 'vitest';
import { rarestStart } from '../../../src/engine/kernel/rarest.ts';

const pieceOf = (literal: string, length = 4): string => {
  const start = rarestStart(Buffer.from(literal, 'latin1'), length);
  return literal.slice(start, start + length);
};

describe('the bytes that are looked for first', () => {
  it('are no common part of words', () => {
    expect(pieceOf('qualaroo')).not.toBe('qual');
    expect(pieceOf('questrade')).not.toBe('ques');
    expect(pieceOf('formcraft')).not.toBe('form');
    expect(pieceOf('test_reporter')).not.toBe('port');
  });

  it('are letters seldom seen together, whatever their case', () => {
    expect(pieceOf('api_xqzv_key')).toContain('xq');
    expect(rarestStart(Buffer.from('API_XQZV_KEY'), 4)).toBe(rarestStart(Buffer.from('api_xqzv_key'), 4));
  });

  it('are all of a literal that has no more', () => {
    expect(rarestStart(Buffer.from('key'), 4)).toBe(0);
    expect(rarestStart(Buffer.from('key'), 3)).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { fromLatin1, latin1 } from '../../../src/bytes/latin1.ts';
import { joinLogText, needsJoining, originalSpans } from '../../../src/engine/decode/log-text.ts';

const docker = (log: string, stream = 'stdout'): string =>
  `${JSON.stringify({ log, stream, time: '2026-03-01T10:00:00Z' })}\n`;

function joined(text: string): string {
  return latin1(joinLogText(fromLatin1(text)).bytes);
}

describe('joinLogText', () => {
  it.each([
    ['plain text', 'a b c\n', 'a b c\n'],
    ['colours', 'a\x1b[1;31mb\x1b[0mc', 'abc'],
    ['colours in JSON', '"a\\u001b[1;31mb\\u001B[0mc"', '"abc"'],
    ['another control character in JSON', '"a\\u0010b\\u001fc"', '"a\\u0010b\\u001fc"'],
    ['cursor movement and mode', 'a\x1b[2K\x1b[?25lb', 'ab'],
    ['character set', 'a\x1b(Bb', 'ab'],
    ['cut character set', '\x1b(api', 'api'],
    ['cut control sequence', '\x1b[3', ''],
    ['lone ESC', 'a\x1b', 'a'],
    ['save and restore', '\x1b7a\x1b8', 'a'],
    ['hyperlink', 'x \x1b]8;;http://h/\x1b\\here\x1b]8;;\x1b\\ y', 'x  http://h/ here   y'],
    ['hyperlink with an id', '\x1b]8;id=7:a=b;http://h/\x1b\\', ' http://h/ '],
    ['hyperlink in JSON', '"\\u001b]8;;http://h/\\u001b\\\\here"', '" http://h/ here"'],
    ['title without end', '\x1b]0;titleapi', ' titleapi'],
  ])('undoes %s', (_, input, output) => {
    expect(joined(input)).toBe(output);
  });

  it('joins the records of each stream in the order in which they end', () => {
    const input = docker('one tw') + docker('err\n', 'stderr') + docker('o \x1b[1mthree\n') + docker('next\n');
    expect(joined(input)).toBe(docker('err\n', 'stderr') + docker('one two three\n') + docker('next\n'));
  });

  it('joins CRI records', () => {
    const input = 'T stdout P a\n'.replace('T', '2026-03-01T10:00:00.1Z') + '2026-03-01T10:00:00.2Z stdout F b\n';
    expect(joined(input)).toBe('2026-03-01T10:00:00.1Z stdout P ab\n');
  });

  it('keeps a record whose rest is missing', () => {
    const input = docker('whole\n') + docker('open');
    expect(joined(input)).toBe(
      docker('whole\n') + docker('open').slice(0, -'","stream":"stdout","time":"2026-03-01T10:00:00Z"}\n'.length),
    );
  });

  it('knows an escaped backslash before n from a newline', () => {
    const whole = docker('C:\\new\n') + docker('x\n');
    expect(needsJoining(fromLatin1(whole))).toBe(false);
    expect(needsJoining(fromLatin1(docker('C:\\n')))).toBe(true);
  });

  it('leaves text without anything to undo as it is, not copied', () => {
    const bytes = fromLatin1(docker('a\n') + docker('b\n', 'stderr'));
    const text = joinLogText(bytes);
    expect(text.bytes).toBe(bytes);
    expect(text.pieces).toBeNull();
  });

  it('maps a span back to what was left', () => {
    const original = 'ab\x1b[1mcd\x1b[0mef';
    const text = joinLogText(fromLatin1(original));
    const spans = originalSpans(text, 1, 5);
    const pieces = [];
    for (let i = 0; i < spans.length; i += 2) pieces.push(original.slice(spans[i], spans[i + 1]));
    expect(pieces).toEqual(['b', 'cd', 'e']);
  });
});

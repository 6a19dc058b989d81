import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeText } from '../../src/findings/escape.ts';

const anyText = fc.string({ unit: 'binary' });

describe('escapeText', () => {
  it.each([
    ['src/app.ts', 'src/app.ts'],
    ['日本語 é 👍 \\ "', '日本語 é 👍 \\ "'],
    ['two\nlines\r\tx', 'two\\nlines\\r\\tx'],
    ['\u001b[31m\u0000\u007f\u009b', '\\x1b[31m\\x00\\x7f\\x9b'],
    ['\u202egnp.exe\u2066', '\\u{202e}gnp.exe\\u{2066}'],
    ['\u2028\u2029\ufeff\u200b', '\\u{2028}\\u{2029}\\u{feff}\\u{200b}'],
    ['\ud800x', '\\u{d800}x'],
    ['\u{e0041}', '\\u{e0041}'],
    ['###[add-mask]e ## [x] #[', '##\\x23[add-mask]e ## [x] #['],
  ])('%j is shown as %j', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  it('leaves nothing that a terminal acts on, and nothing to escape a second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = escapeText(text);
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/);
        expect(escapeText(shown)).toBe(shown);
      }),
    );
  });
});

describe('escapeJson', () => {
  it('begins no command of a GitHub runner', () => {
    const value = { '##[add-mask]e': ['##[x', '#['] };
    expect(escapeJson(value)).not.toContain('##[');
    expect(JSON.parse(escapeJson(value))).toEqual(value);
  });

  it('parses back to the same, on one line and without a control character', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, anyText), (value) => {
        const printed = escapeJson(value);
        expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(escapeText(printed)).toBe(printed);
      }),
    );
  });
});

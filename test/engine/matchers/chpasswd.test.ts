/** Users and passwords given to chpasswd, all of a call or a list. */
import { describe, expect, it } from 'vitest';
import { CHPASSWD_REACH, matchChpasswd } from '../../../src/engine/matchers/chpasswd.ts';
import { bytesOf, ruleWith, runMatcher, valueOf } from './window.ts';

const [A, B] = [(8_675_309).toString(36), (1_234_567_890).toString(36)].map((each) => `Zq${each}7`) as [string, string];

function valuesOf(text: string, options: readonly string[] = []): string[] {
  const bytes = bytesOf(text);
  const hits = runMatcher(matchChpasswd, CHPASSWD_REACH, ['chpasswd'], bytes, ruleWith({ options }));
  return hits.map((hit) => valueOf(hit, bytes));
}

describe('chpasswd', () => {
  it.each([
    `echo "root:${A}" | chpasswd && echo "ann:${B}" | sudo chpasswd`,
    `echo -e "root:${A}\\nann:${B}" | chpasswd`,
    `printf 'root:${A}\\nann:${B}\\n' | /usr/sbin/chpasswd`,
    `echo "root:${A}\nann:${B}" | chpasswd`,
    `chpasswd <<EOF\nroot:${A}\nann:${B}\nEOF\nx:not${A}\n`,
    `chpasswd <<-'EOF'\n\troot:${A}\n\tann:${B}\n\tEOF\nx:not${A}\n`,
    `chpasswd -c SHA512 << END\r\nroot:${A}\r\nann:${B}\r\nEND\r\n`,
    `chpasswd <<< "root:${A}"; chpasswd <<<'ann:${B}'`,
  ])('%j', (text) => {
    expect(valuesOf(text)).toEqual([A, B]);
  });

  it.each([
    `chpasswd:\n  expire: false\n  list: |\n    root:${A}\n    ann:${B}\nusers: x:not${A}\n`,
    `chpasswd:\n  list:\n    - root:${A}\n    - ann: ${B}\n  expire: False${A}\n`,
    `chpasswd:\r\n  list: >-\r\n    root:${A}\r\n    eve:RANDOM\r\n    ann:${B}\r\n`,
  ])('list %j', (text) => {
    expect(valuesOf(text, ['cloud-init'])).toEqual([A, B]);
  });

  it.each([
    `echo "root:${A}" > x; cat users | chpasswd`,
    `echo "root:$PASSWORD" | chpasswd`,
    `chpasswd < users\nroot:${A}\n`,
    `echo root:${A} | tee x | chpasswd`,
    `echo root:${A} | chpasswd -e`,
    `echo root:${A} | chpasswd -R /mnt --encrypted`,
    `chpasswd -e <<EOF\nroot:${A}\nEOF\n`,
  ])('none in %j', (text) => {
    expect(valuesOf(text)).toEqual([]);
  });

  it('a list is none of a call, and a call none of a list', () => {
    expect(valuesOf(`chpasswd:\n  list: |\n    root:${A}\n`)).toEqual([]);
    expect(valuesOf(`chpasswd <<EOF\nroot:${A}\nEOF\n`, ['cloud-init'])).toEqual([]);
  });
});

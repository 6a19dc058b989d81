/** Passwords that scripts feed to commands, and anchors of YAML that are called so. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldByDefault } from './told.ts';

const VALUE = `q7Z${createRandom('fed to commands').text(LETTERS, 11)}`;

function told(text: string): string[] {
  return toldByDefault(text.replaceAll('§', VALUE));
}

describe('fed to a command', () => {
  it.each([
    `printf '%s' "§" | docker login -u ci --password-stdin\n`,
    `printf '%s\\n' '§' | docker login -u ci --password-stdin\n`,
    `printf '§\\n' | gpg --batch --passphrase-fd 0 -d x.gpg\n`,
    `echo -n '§' | kubectl create secret generic db --from-file=password=/dev/stdin\n`,
    `echo '§' | cryptsetup luksOpen /dev/sda2 x\n`,
    `printf "%s\\n" '§' | kinit admin\n`,
    'docker login --password-stdin -u x <<< "§"\n',
    'docker login -u ci --password-stdin <<EOF\n§\nEOF\n',
  ])('%j', (text) => expect(told(text)).toEqual([VALUE]));

  it.each([
    'echo "$PASS" | gpg --batch --passphrase-fd 0 -d x.gpg\n',
    'echo YES | cryptsetup luksFormat /dev/sda2\n',
    'docker login -u ci --password-stdin <<EOF\n$(cat pw1)\nEOF\n',
    'echo "§" | tee x\n',
  ])('none in %j', (text) => expect(told(text)).toEqual([]));
});

describe('an anchor', () => {
  it.each(['x-db: &dbpass §\n', 'x-db: &db_password "§"\n', '- &password §\n'])('%j', (text) =>
    expect(told(text)).toEqual([VALUE]),
  );
  it.each(['x: &password\n  a: §\n', 'a &password §\n', 'x: *password\n', 'f(&password, §)\n'])('none in %j', (text) =>
    expect(told(text)).toEqual([]),
  );
});

/** Histories made of numbers from a seed. */
import { makeRepo, type TempRepo } from '../../support/temp-repo.ts';
import { gitInput } from './pack-support.ts';

/** Numbers from a seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NAMES = ['a', 'a-b', 'a/b', 'a/c', 'd/e/f', 'd/e', 'ä/ö', 'with space', 'z'];

type Files = ReadonlyMap<string, { readonly mode: string; readonly content: string }>;

/** Writes, replaces, removes or links one path; folders give way to files and files to folders. */
function changeOne(files: Files, next: (below: number) => number): Files {
  const name = NAMES[next(NAMES.length)]!;
  const clash = (other: string): boolean =>
    other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`);
  const changed = new Map([...files].filter(([other]) => !clash(other)));
  const kind = next(10);
  if (kind < 2) return changed;
  const mode = kind === 2 ? '120000' : kind === 3 ? '100755' : '100644';
  return changed.set(name, { mode, content: `content ${next(6)}` });
}

/** A history of forks, merges (octopus ones too) with and without changes of their own, moves and modes. */
export function randomHistory(seed: number, commits: number): TempRepo {
  const next = random(seed);
  const repo = makeRepo();
  const trees: Files[] = [new Map([['a', { mode: '100644', content: 'root' }]])];
  const stream: string[] = [];
  for (let i = 0; i < commits; i++) {
    const from = i === 0 || next(20) === 0 ? -1 : next(3) === 0 ? next(i) : i - 1;
    const others = i > 1 && next(4) === 0 ? [...new Set(Array.from({ length: 1 + next(3) }, () => next(i)))] : [];
    let files: Files = new Map([...others.slice(0, 1).flatMap((other) => [...trees[other]!]), ...(trees[from] ?? [])]);
    if (others.length > 0) files = withoutClashes(files);
    for (let n = next(4); n > 0; n--) files = changeOne(files, next);
    trees[i] = files;
    const date = `${1_700_000_000 + (next(3) === 0 ? next(5000) : i * 60)} +0${next(9)}00`;
    stream.push(`commit refs/heads/b${next(5)}`, `mark :${i + 1}`, `author A <a@b.invalid> ${date}`);
    stream.push(`committer C <c@d.invalid> ${date}`, 'data 1', 'm');
    if (from >= 0) stream.push(`from :${from + 1}`);
    else stream.push(`from ${'0'.repeat(40)}`);
    for (const other of others) if (other !== from) stream.push(`merge :${other + 1}`);
    stream.push('deleteall');
    for (const [name, { mode, content }] of files) {
      stream.push(`M ${mode} inline "${name}"`, `data ${Buffer.byteLength(content)}`, content);
    }
  }
  for (let i = 0; i < commits; i += 7) stream.push(`reset refs/tags/t${i}`, `from :${i + 1}`, '');
  gitInput(repo, `${stream.join('\n')}\n`, 'fast-import', '--quiet', '--force');
  repo.git('symbolic-ref', 'HEAD', 'refs/heads/b0');
  return repo;
}

/** Of a file and a folder of one name, the one that was entered last. */
function withoutClashes(files: Files): Files {
  const kept = new Map<string, { mode: string; content: string }>();
  for (const [name, file] of files) {
    for (const other of kept.keys()) {
      if (other.startsWith(`${name}/`) || name.startsWith(`${other}/`)) kept.delete(other);
    }
    kept.set(name, file);
  }
  return kept;
}

/** What a git trap is: a small real repository in which a secret hides, and where it must be found. */
import { crc32 } from 'node:zlib';
import { randomInt } from 'node:crypto';
import type { OriginKind } from '../../src/bytes/origin.ts';
import { makeRepo, type TempRepo } from '../support/temp-repo.ts';

/** One hidden value and where a report must place it. Fields left out are not judged. */
export interface Hidden {
  readonly value: string;
  /** `blob` unless told otherwise. */
  readonly kind?: OriginKind;
  readonly path?: string | null;
  /** The commit that must be named as the one that introduced it. */
  readonly commit?: string;
  readonly atHead?: boolean;
  /** Refs by full name that must be told to lead to it, all of them. */
  readonly refs?: readonly string[];
}

/** A repository that is ready to be scanned. */
export interface Planted {
  /** Directory to scan. */
  readonly directory: string;
  readonly hidden: readonly Hidden[];
  /** Files that appear when a program of the repository ran: none may. */
  readonly markers?: readonly string[];
  /** More environment for the scan. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the receipt must say beside the findings: a piece of a note or of a reason. */
  readonly receipt?: string;
}

/** One row of the table. */
export interface Trap {
  readonly name: string;
  /** What hides where, one clause. */
  readonly hides: string;
  /** Options of Tightlip beyond `history`. */
  readonly options?: readonly string[];
  /** Why Tightlip is known not to find it yet. */
  readonly known?: string;
  readonly plant: () => Planted;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A fresh token of the shape that every scanner knows (a GitHub personal token with its checksum); never the same twice. */
export function makeToken(): string {
  const body = Array.from({ length: 30 }, () => BASE62[randomInt(62)]).join('');
  let check = '';
  for (let left = crc32(body), i = 0; i < 6; i++, left = Math.floor(left / 62)) check = BASE62[left % 62]! + check;
  return `ghp_${body}${check}`;
}

/** A line of configuration that holds the value. */
export function lineOf(value: string): string {
  return `token = "${value}"\n`;
}

/** Lines without a secret, different for each seed. */
export function plainLines(seed: string, count = 20): string {
  return Array.from({ length: count }, (_, i) => `${seed} line ${i} of something harmless\n`).join('');
}

const started = new Map<string, TempRepo>();

/** A repository with one harmless commit on main. */
export function startedRepo(...flags: string[]): TempRepo {
  const key = flags.join(' ');
  let repo = started.get(key);
  if (repo === undefined) {
    repo = makeRepo(...flags);
    repo.commit({ 'readme.md': plainLines('readme') }, 'start');
    started.set(key, repo);
  }
  return repo.copy();
}

/** A trap whose repository is made in one go: `make` writes the value and gives what is hidden where. */
export function planted(
  make: (repo: TempRepo, value: string) => Omit<Hidden, 'value'> | undefined,
  ...flags: string[]
): () => Planted {
  return () => {
    const repo = startedRepo(...flags);
    const value = makeToken();
    const where = make(repo, value);
    return { directory: repo.directory, hidden: [{ value, ...where }] };
  };
}

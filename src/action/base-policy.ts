/**
 * The policy that a pull request is judged by: configuration, packs and baseline as they are in its base commit. What the
 * pull request itself writes into them must be valid, and counts once it is merged: nobody excepts an own secret.
 */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { type PreparedScan, prepareScan } from '../cli/scan-command.ts';
import type { OptionValues } from '../config/options.ts';
import { diskFiles, type PolicyFiles } from '../config/files.ts';
import { TightlipError } from '../errors.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { fetchObjects } from './fetch-objects.ts';
import { readBlob, type TreeEntry, treeEntry } from '../git/tree-file.ts';

/** What is scanned, and what it is compared with. */
export interface Proposal {
  readonly directory: string;
  /** Object ids. */
  readonly base: string;
  readonly head: string;
  /** "this pull request". */
  readonly proposed: string;
}

type Io = Parameters<typeof prepareScan>[1];

/** A prepared scan and what the reader should know of its policy. */
export interface BasePolicy {
  readonly prepared: PreparedScan;
  readonly notes: readonly string[];
}

/**
 * Prepares a scan by the base's policy. Where that cannot be used and the proposal's can, the defaults hold, so that it
 * can be repaired.
 *
 * @param inputs - The workflow's; a file that they name and the base has not is passed over, if the proposal has it.
 * @throws TightlipError when what the pull request writes is wrong, or both are.
 */
export async function prepareByBase(proposal: Proposal, inputs: OptionValues, io: Io): Promise<BasePolicy> {
  await prepareScan(invocation(inputs), io, {});
  const repository = await openRepository(proposal.directory);
  const files = new BaseFiles(repository, proposal);
  const { config, baseline, ...others } = inputs;
  const at = (file: string): string => path.resolve(proposal.directory, file);
  const known: OptionValues = {
    ...others,
    ...(config !== undefined && (await files.exists(at(config))) ? { config } : {}),
    ...(baseline !== undefined && (await files.exists(at(baseline))) ? { baseline } : {}),
  };
  try {
    const prepared = await prepareScan(invocation(known), io, { files });
    return { prepared, notes: files.notes() };
  } catch (error) {
    if (!(error instanceof TightlipError) || (error.code !== 'config' && error.code !== 'rules')) throw error;
    if (files.changed.size === 0) throw error;
    const what = `the policy in the base commit ${proposal.base.slice(0, 12)} cannot be used (${error.message})`;
    const prepared = await prepareScan(
      invocation(others),
      { ...io, environment: withoutFiles(io) },
      { files: noFiles },
    );
    return { prepared, notes: [`${what}: ${proposal.proposed} changes it and is judged by the defaults`] };
  }
}

function invocation(values: OptionValues): Parameters<typeof prepareScan>[0] {
  return { command: 'range', words: [], values };
}

function withoutFiles({ environment }: Io): Io['environment'] {
  return { ...environment, TIGHTLIP_CONFIG: '', TIGHTLIP_BASELINE: '' };
}

const noFiles: PolicyFiles = {
  exists: () => false,
  read: () => Promise.reject(missing()),
};

function missing(): NodeJS.ErrnoException {
  return Object.assign(new Error('no such file'), { code: 'ENOENT' });
}

/** Files as the base has them; those that neither commit has (another checkout beside the repository's) lie on the disk. */
class BaseFiles implements PolicyFiles {
  readonly #repository: Repository;
  readonly #proposal: Proposal;
  readonly #entries = new Map<string, Promise<TreeEntry | null>>();
  /** Files that were asked for and differ in the proposal. */
  readonly changed = new Set<string>();

  constructor(repository: Repository, proposal: Proposal) {
    this.#repository = repository;
    this.#proposal = proposal;
  }

  async exists(absolutePath: string): Promise<boolean> {
    const place = await this.#find(absolutePath);
    return place === 'disk' ? diskFiles.exists(absolutePath) : place !== null;
  }

  async read(absolutePath: string): Promise<Uint8Array> {
    const place = await this.#find(absolutePath);
    if (place === 'disk') return diskFiles.read(absolutePath);
    if (place === null) throw missing();
    // The one commit of a sparse checkout has not the files of the base.
    await fetchObjects(this.#repository, [place.oid]);
    return readBlob(this.#repository, place.oid);
  }

  notes(): string[] {
    const { base, proposed } = this.#proposal;
    return [...this.changed]
      .toSorted()
      .map(
        (file) =>
          `${file} is read as it is in the base commit ${base.slice(0, 12)}: what ${proposed} changes there counts once it is merged`,
      );
  }

  async #find(absolutePath: string): Promise<TreeEntry | 'disk' | null> {
    const asked = this.#relative(absolutePath);
    if (asked === null) return 'disk';
    const real = existsSync(absolutePath) ? this.#relative(realpathSync(absolutePath)) : null;
    // A link may lead to what the proposal has written.
    for (const file of new Set([asked, real ?? asked])) {
      const found = await this.#compare(file);
      if (found !== 'neither') return found?.kind === 'file' ? found : null;
    }
    for (let up = path.posix.dirname(real ?? asked); up !== '.'; up = path.posix.dirname(up)) {
      const [old, proposed] = await this.#both(up);
      if (old?.kind !== 'submodule' && proposed?.kind !== 'submodule') continue;
      if (old?.oid === proposed?.oid) return 'disk';
      this.changed.add(asked);
      return null;
    }
    return 'disk';
  }

  /** The base's entry; a difference is remembered. */
  async #compare(file: string): Promise<TreeEntry | null | 'neither'> {
    const [old, proposed] = await this.#both(file);
    if (old === null && proposed === null) return 'neither';
    if (old?.oid !== proposed?.oid || old?.kind !== proposed?.kind) this.changed.add(file);
    return old;
  }

  #both(file: string): Promise<[TreeEntry | null, TreeEntry | null]> {
    const { base, head } = this.#proposal;
    return Promise.all([this.#entry(base, file), this.#entry(head, file)]);
  }

  /** From the top, or null when it lies elsewhere. */
  #relative(absolutePath: string): string | null {
    const { directory } = this.#proposal;
    const roots = [directory, realpathSync(directory)];
    const inside = roots.map((root) => path.relative(root, absolutePath)).find((each) => !isOutside(each));
    return inside === undefined ? null : inside.replaceAll(path.sep, '/');
  }

  #entry(commit: string, file: string): Promise<TreeEntry | null> {
    const key = `${commit}:${file}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, (entry = treeEntry(this.#repository, commit, file)));
    return entry;
  }
}

function isOutside(relative: string): boolean {
  return relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
}

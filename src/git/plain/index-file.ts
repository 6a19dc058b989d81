/**
 * The index file (gitformat-index, "The Git index file has the following format"), read where it is one of the ordinary kind: versions
 * 2 and 3, whole, without conflicts, intentions or folders in place of files. Everything else is for git.
 */

const SIGNATURE = 0x44495243;
const HEADER_BYTES = 12;
const CHECKSUM_BYTES = 20;
const MODE_AT = 24;
const OID_AT = 40;
const FLAGS_AT = 60;
const NAME_AT = 62;
const EXTENDED = 0x40;
const STAGE = 0x30;
const LONG_NAME = 0xfff;
/** Of the second flags the only one that says nothing of what is staged. */
const SKIP_WORK_TREE = 0x40;

/** Extensions that say nothing of what is staged: the untracked cache, the monitor's, resolved conflicts, and where to begin to read. */
const PASSED_OVER: ReadonlySet<string> = new Set(['UNTR', 'FSMN', 'REUC', 'EOIE', 'IEOT']);

/** Modes of files, links and submodules, as git keeps them in an index. */
export const INDEX_MODES: ReadonlyMap<number, string> = new Map(
  ['100644', '100755', '120000', '160000'].map((mode) => [Number.parseInt(mode, 8), mode]),
);

/** A folder of the cache tree: of how many entries it consists and the tree that they are, where that is known. */
export interface CachedTree {
  /** Below 0: not known. */
  readonly entryCount: number;
  readonly oid: string;
  /** By name, a code unit a byte. */
  readonly below: ReadonlyMap<string, CachedTree>;
}

/** An index in memory. */
export interface IndexFile {
  readonly bytes: Buffer;
  readonly count: number;
  /** By entry: where its name begins and ends, and where its mode stands; of the id see {@link entryOid}. */
  readonly nameStarts: Uint32Array;
  readonly nameEnds: Uint32Array;
  readonly modes: Uint16Array;
  readonly starts: Uint32Array;
  readonly cachedTree: CachedTree | null;
}

/** The object id of an entry, hex. */
export function entryOid({ bytes, starts }: IndexFile, entry: number): string {
  const at = starts[entry]! + OID_AT;
  return bytes.toString('hex', at, at + CHECKSUM_BYTES);
}

/** Whether an entry's object id is the one that stands at `at` in other bytes. */
export function hasOid({ bytes, starts }: IndexFile, entry: number, other: Uint8Array, at: number): boolean {
  const own = starts[entry]! + OID_AT;
  for (let i = 0; i < CHECKSUM_BYTES; i++) if (bytes[own + i] !== other[at + i]) return false;
  return true;
}

/**
 * Takes an index file apart.
 *
 * @returns null when git is to be asked.
 */
export function parseIndex(bytes: Buffer): IndexFile | null {
  if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES || bytes.readUInt32BE(0) !== SIGNATURE) return null;
  const version = bytes.readUInt32BE(4);
  const count = bytes.readUInt32BE(8);
  if ((version !== 2 && version !== 3) || count * NAME_AT > bytes.length) return null;
  const nameStarts = new Uint32Array(count);
  const nameEnds = new Uint32Array(count);
  const modes = new Uint16Array(count);
  const starts = new Uint32Array(count);
  const last = bytes.length - CHECKSUM_BYTES;
  let at = HEADER_BYTES;
  for (let i = 0; i < count; i++) {
    if (at + NAME_AT + 1 > last) return null;
    const isExtended = (bytes[at + FLAGS_AT]! & EXTENDED) !== 0;
    const name = isExtended ? at + NAME_AT + 2 : at + NAME_AT;
    const end = nameEnd(bytes, at, name);
    if (end < 0 || end >= last || !isPlainEntry(bytes, at, isExtended && version === 3)) return null;
    starts[i] = at;
    modes[i] = (bytes[at + MODE_AT + 2]! << 8) | bytes[at + MODE_AT + 3]!;
    nameStarts[i] = name;
    nameEnds[i] = end;
    // One to eight NULs, up to a multiple of eight.
    at += (end - at + 8) & ~7;
  }
  const cachedTree = at > last ? undefined : readExtensions(bytes, at, last);
  return cachedTree === undefined ? null : { bytes, count, nameStarts, nameEnds, modes, starts, cachedTree };
}

/** Where the NUL behind a name is; -1 when it is not where the flags say. */
function nameEnd(bytes: Buffer, at: number, name: number): number {
  const told = ((bytes[at + FLAGS_AT]! << 8) | bytes[at + FLAGS_AT + 1]!) & LONG_NAME;
  const end = bytes.indexOf(0, name);
  return end > name && told === Math.min(end - name, LONG_NAME) ? end : -1;
}

/** @param mayExtend - Second flags are there and allowed. */
function isPlainEntry(bytes: Buffer, at: number, mayExtend: boolean): boolean {
  const flags = bytes[at + FLAGS_AT]!;
  if ((flags & STAGE) !== 0 || bytes[at + MODE_AT] !== 0 || bytes[at + MODE_AT + 1] !== 0) return false;
  if ((flags & EXTENDED) !== 0) {
    if (!mayExtend || (bytes[at + NAME_AT]! & ~SKIP_WORK_TREE) !== 0 || bytes[at + NAME_AT + 1] !== 0) return false;
  }
  return INDEX_MODES.has((bytes[at + MODE_AT + 2]! << 8) | bytes[at + MODE_AT + 3]!);
}

/** The cache tree, null without one; undefined when there is something that is not known to be harmless. */
function readExtensions(bytes: Buffer, from: number, last: number): CachedTree | null | undefined {
  let cachedTree: CachedTree | null = null;
  let at = from;
  while (at < last) {
    if (at + 8 > last) return undefined;
    const name = bytes.toString('latin1', at, at + 4);
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    if (end > last) return undefined;
    if (name === 'TREE' && cachedTree === null) {
      const reader = { bytes, at: at + 8, end };
      cachedTree = readCachedTree(reader, 0)?.tree ?? null;
      if (cachedTree === null || reader.at !== end) return undefined;
    } else if (!PASSED_OVER.has(name)) return undefined;
    at = end;
  }
  return cachedTree;
}

const DEEPEST = 500;
const NODE = /^([^\0]{0,4096})\0(-1|0|[1-9][0-9]{0,8}) (0|[1-9][0-9]{0,6})\n/;

/** Reads a folder and what is below it; null when it is not written as git writes it. */
function readCachedTree(
  reader: { readonly bytes: Buffer; at: number; readonly end: number },
  depth: number,
): { name: string; tree: CachedTree } | null {
  const { bytes, end } = reader;
  const lineEnd = bytes.indexOf(0x0a, bytes.indexOf(0, reader.at)) + 1;
  const [line, name, entries, folders] = NODE.exec(bytes.toString('latin1', reader.at, Math.min(lineEnd, end))) ?? [];
  if (line === undefined || depth > DEEPEST) return null;
  reader.at += line.length;
  const entryCount = Number(entries);
  let oid = '';
  if (entryCount >= 0) {
    if (reader.at + CHECKSUM_BYTES > end) return null;
    oid = bytes.toString('hex', reader.at, (reader.at += CHECKSUM_BYTES));
  }
  const below = new Map<string, CachedTree>();
  for (let i = 0; i < Number(folders); i++) {
    const found = readCachedTree(reader, depth + 1);
    if (found === null) return null;
    below.set(found.name, found.tree);
  }
  return { name: name as string, tree: { entryCount, oid, below } };
}

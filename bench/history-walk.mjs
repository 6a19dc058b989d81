/**
 * How fast all objects of a repository are rebuilt from its packs: one thread, two threads, and `git cat-file` beside them.
 * Correctness first: the SHA-1 of every rebuilt object must be its id, and their number git's.
 *
 *   node bench/history-walk.mjs REPOSITORY [--rounds=3] [--plain] [--no-crc] [--no-check] [--no-git]
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { build } from 'esbuild';

const self = fileURLToPath(import.meta.url);
const top = path.dirname(path.dirname(self));
const KINDS = [
  ['commits', 'commit'],
  ['trees', 'tree'],
  ['blobs', 'blob'],
  ['tags', 'tag'],
];

const elapsedMs = (start) => Number(process.hrtime.bigint() - start) / 1e6;
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const rounded = (values) => median(values).toFixed(0);

/** Bundles the pack reader to a file that this process and its threads import. */
async function bundleLibrary(directory) {
  const outfile = path.join(directory, 'pack.mjs');
  const modules = [
    './open-packs.ts',
    './walk.ts',
    './pack-table.ts',
    '../kernel/create-kernel.ts',
    '../kernel/memory.ts',
  ];
  await build({
    stdin: {
      contents: modules.map((name) => `export * from '${name}';`).join('\n'),
      resolveDir: path.join(top, 'src/git/pack'),
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile,
    logLevel: 'error',
  });
  return pathToFileURL(outfile).href;
}

/** Takes chunks from the counter until there are none. */
function walkAll(library, { table, plan, options, counter }, visit) {
  const kernel = library.createGitKernel(new library.KernelMemory(), 0, options.plain);
  const walker = new library.Walker(table, kernel, { checkCrc: options.crc });
  const seen = { objects: 0, bytes: 0, refused: 0, memoryBytes: 0 };
  try {
    for (;;) {
      const chunk = Atomics.add(counter, 0, 1);
      if (chunk >= plan.chunkStarts.length - 1) break;
      for (const object of walker.walk(plan, chunk)) {
        seen.objects++;
        seen.bytes += object.bytes.length;
        visit?.(object);
      }
    }
    seen.refused = walker.takeRefusals().length;
    seen.memoryBytes = kernel.memory.bytes.length;
  } finally {
    walker.close();
  }
  return seen;
}

/** SHA-1 of every object against its id, and their number against git's. */
function check(library, opened, options, repository) {
  let wrong = 0;
  let count = 0;
  for (const [walk, type] of KINDS) {
    const job = { table: opened.table, plan: opened.forest[walk], options, counter: new Int32Array(1) };
    const seen = walkAll(library, job, (object) => {
      const hash = createHash('sha1').update(`${type} ${object.bytes.length}\0`).update(object.bytes);
      if (hash.digest('hex') !== library.oidOf(opened.table, object.node)) wrong++;
    });
    count += seen.objects;
  }
  const listing = ['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname)'];
  const git = spawnSync('git', ['-C', repository, ...listing], { encoding: 'latin1', maxBuffer: 1 << 30 });
  const known = git.stdout.split('\n').filter(Boolean).length;
  console.log(`check: ${count} objects rebuilt, git has ${known}, wrong ids ${wrong}`);
}

function nextMessage(worker) {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Wall times of the blobs' walk on two threads that are already running. */
async function timeTwoThreads(url, opened, options) {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const job = { url, table: opened.table, plan: opened.forest.blobs, options, counter };
  const workers = [0, 1].map(() => new Worker(self, { workerData: job }));
  await Promise.all(workers.map(nextMessage));
  const times = [];
  for (let round = 0; round < options.rounds; round++) {
    counter[0] = 0;
    const start = process.hrtime.bigint();
    const answers = workers.map(nextMessage);
    for (const worker of workers) worker.postMessage('go');
    await Promise.all(answers);
    times.push(elapsedMs(start));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return times;
}

async function timeGit(repository) {
  const start = process.hrtime.bigint();
  const args = ['cat-file', '--batch-all-objects', '--unordered', '--buffer', '--batch'];
  const git = spawn('git', ['-C', repository, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
  });
  let bytes = 0;
  for await (const chunk of git.stdout) bytes += chunk.length;
  return { time: elapsedMs(start), bytes };
}

async function measure(repository, options, url) {
  const library = await import(url);
  const git = spawnSync('git', ['-C', repository, 'rev-parse', '--git-path', 'objects'], { encoding: 'utf8' });
  const directories = library.objectDirectories(path.resolve(repository, git.stdout.trim()));
  const opening = [];
  let opened;
  for (let round = 0; round < options.rounds; round++) {
    const start = process.hrtime.bigint();
    opened = library.openPacks(directories);
    opening.push(elapsedMs(start));
  }
  const { table, forest, refused } = opened;
  console.log(`open: ${rounded(opening)} ms; ${table.count} entries in ${table.packs.length} packs`);
  console.log(`not read here: ${forest.unread.length} objects, ${refused.length} packs`);
  if (options.check) check(library, opened, options, repository);
  const times = { commits: [], trees: [], blobs: [] };
  const processor = { commits: [], trees: [], blobs: [] };
  for (let round = 0; round < options.rounds; round++) {
    for (const walk of Object.keys(times)) {
      const start = process.hrtime.bigint();
      const before = process.cpuUsage();
      const seen = walkAll(library, { table, plan: forest[walk], options, counter: new Int32Array(1) });
      times[walk].push(elapsedMs(start));
      const { user, system } = process.cpuUsage(before);
      processor[walk].push((user + system) / 1000);
      if (round === 0) console.log(walk, JSON.stringify(seen));
    }
  }
  for (const walk of Object.keys(times)) {
    console.log(`one thread, ${walk}: ${rounded(times[walk])} ms, ${rounded(processor[walk])} ms of processor`);
  }
  console.log(`two threads, blobs: ${rounded(await timeTwoThreads(url, opened, options))} ms`);
  if (options.git) {
    const { time, bytes } = await timeGit(repository);
    console.log(`git cat-file, all objects: ${time.toFixed(0)} ms, ${bytes} bytes`);
  }
  console.log(`peak memory: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
}

if (isMainThread) {
  const [repository, ...flags] = process.argv.slice(2);
  const options = {
    rounds: Number(flags.find((flag) => flag.startsWith('--rounds='))?.slice('--rounds='.length) ?? 3),
    plain: flags.includes('--plain'),
    crc: !flags.includes('--no-crc'),
    check: !flags.includes('--no-check'),
    git: !flags.includes('--no-git'),
  };
  const directory = mkdtempSync(path.join(tmpdir(), 'tightlip-bench-'));
  try {
    await measure(repository, options, await bundleLibrary(directory));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
} else {
  const library = await import(workerData.url);
  parentPort.on('message', () => parentPort.postMessage(walkAll(library, workerData)));
  parentPort.postMessage('ready');
}

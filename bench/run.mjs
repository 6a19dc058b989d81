/**
 * The questions users ask, timed next to the limit and to peers, in one run:
 *
 *   npm run bench -- [start-up] [staged] [files] [history] [logs]
 *     --tree DIR      a checkout for `files` (default: this repository's node_modules)
 *     --repo DIR      a repository for `history` (default: this one)
 *     --peers DIR     a folder with the binaries of peers (gitleaks, betterleaks, kingfisher, ripsecrets, secretlint)
 *     --megabytes N   size of the log corpus (default 300)
 *     --rounds N
 *
 * Each question checks the result before a time counts: planted secrets are found, the same number each time.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, race, table } from './measure.mjs';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cli = path.join(top, 'dist/cli.js');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tree: { type: 'string', default: path.join(top, 'node_modules') },
    repo: { type: 'string', default: top },
    peers: { type: 'string', default: '' },
    megabytes: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
const work = mkdtempSync(path.join(tmpdir(), 'tightlip-bench-'));
const node = process.execPath;
const out = path.join(work, 'out');

const bare = { name: 'node -e 0', command: node, args: ['-e', '0'] };
const ours = (name, args, more = {}) => ({ name, command: node, args: [cli, ...args], ...more });
const peer = (name, args, more = {}) => {
  const command = path.join(path.resolve(values.peers), name);
  return values.peers !== '' && existsSync(command) ? [{ name, command, args, ...more }] : [];
};

/** A key that no one ever held, made at run time. */
function plantedKey() {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ234567';
  const pick = (length) =>
    Array.from({ length }, (_, i) => alphabet[(i * 7 + length * 11 + ((i * i) % 13)) % alphabet.length]).join('');
  return `ALPACA_SECRET_KEY=${pick(20)}${pick(20).toLowerCase()}\n`;
}

function expect(condition, sentence) {
  if (!condition) throw new Error(`the result is wrong, so no time counts: ${sentence}`);
}

function findingsIn(stdout) {
  return stdout.split('\n').filter((line) => line.startsWith('{')).length;
}

const questions = {
  'start-up'() {
    const rows = race(
      [bare, ours('tightlip --version', ['--version']), ours('tightlip --help', ['--help'])],
      rounds * 2,
    );
    return table('Start-up', rows, 'node -e 0');
  },

  staged() {
    const repository = path.join(work, 'staged');
    mkdirSync(repository);
    const git = (...args) =>
      execFileSync('git', ['-c', 'user.name=b', '-c', 'user.email=b@b.invalid', ...args], { cwd: repository });
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    for (let i = 0; i < 10; i++) {
      const text = `export const setting${i} = read('value-${i}');\n`.repeat(120);
      writeFileSync(path.join(repository, `file${i}.ts`), i === 9 ? text + plantedKey() : text);
    }
    git('add', '.');
    const rows = race(
      [
        bare,
        ours('tightlip staged', ['staged', '--format', 'jsonl'], { cwd: repository }),
        ...peer('gitleaks', ['git', '--pre-commit', '--staged', '--no-banner', '--exit-code', '0'], {
          cwd: repository,
        }),
        ...peer('kingfisher', ['scan', '.', '--staged', '-n'], { cwd: repository, exits: [0, 200, 205] }),
      ],
      rounds * 2,
    );
    expect(findingsIn(rows[1].stdout) === 1, 'one planted key is staged');
    return table('Staged: 10 files', rows, 'node -e 0');
  },

  files() {
    const rows = race(
      [
        bare,
        ours('tightlip files', ['files', values.tree, '--no-ignore', '--format', 'jsonl', '--quiet'], {
          exits: [0, 1, 3],
        }),
        ...peer('gitleaks', ['dir', values.tree, '-f', 'json', '-r', out, '--exit-code', '0', '--no-banner']),
        ...peer('betterleaks', [
          'filesystem',
          values.tree,
          '--jsonl',
          '-o',
          out,
          '--no-banner',
          '--exit-code',
          '0',
          '-s',
        ]),
        ...peer(
          'kingfisher',
          ['scan', values.tree, '-n', '--git-history', 'none', '-c', 'low', '--format', 'jsonl', '-o', out],
          { exits: [0, 200, 205] },
        ),
        ...peer('ripsecrets', [values.tree]),
        ...peer(
          'secretlint',
          [
            '--secretlintrcJSON',
            '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}',
            `${values.tree}/**/*`,
          ],
          { exits: [0, 1], cwd: values.peers && path.join(values.peers, '../npm') },
        ),
      ],
      Math.min(rounds, 3),
    );
    return table('Files: a checkout', rows, 'tightlip files');
  },

  history() {
    // What is kept goes into a git directory of its own.
    const copy = path.join(work, 'history.git');
    execFileSync('git', ['clone', '-q', '--mirror', values.repo, copy]);
    const kept = ['history', copy, '--cache', '--format', 'jsonl', '--quiet'];
    const first = spawnSync(node, [cli, ...kept], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const plain = spawnSync(node, [cli, 'history', copy, '--format', 'jsonl', '--quiet'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(first.stdout === plain.stdout, 'the first run with --cache tells something else');
    const rows = race(
      [
        {
          name: 'git cat-file, all blobs',
          command: 'git',
          args: ['-C', values.repo, 'cat-file', '--batch-all-objects', '--batch', '--buffer', '--unordered'],
        },
        ours('tightlip history', ['history', values.repo, '--format', 'jsonl', '--quiet'], { exits: [0, 1, 3] }),
        ours('tightlip history --cache, once more', kept, { exits: [0, 1, 3] }),
        ...peer('gitleaks', [
          'git',
          values.repo,
          '--log-opts=--all',
          '-f',
          'json',
          '-r',
          out,
          '--exit-code',
          '0',
          '--no-banner',
        ]),
        ...peer('betterleaks', ['git', values.repo, '--jsonl', '-o', out, '--no-banner', '--exit-code', '0', '-s']),
        ...peer('kingfisher', ['scan', values.repo, '-n', '-c', 'low', '--format', 'jsonl', '-o', out], {
          exits: [0, 200, 205],
        }),
      ],
      Math.min(rounds, 3),
    );
    return table('History: every blob', rows, 'tightlip history');
  },

  logs() {
    const folder = path.join(work, 'logs');
    const made = JSON.parse(
      execFileSync(node, [path.join(top, 'bench/make-logs.mjs'), folder, '--megabytes', values.megabytes]).toString(),
    );
    const rows = race(
      [
        { name: 'cat', command: 'sh', args: ['-c', `cat '${folder}'/* > /dev/null`] },
        ours('tightlip logs', ['logs', folder, '--format', 'jsonl', '--quiet']),
        ours('tightlip logs -j1', ['logs', folder, '--format', 'jsonl', '--quiet', '-j', '1']),
        ...peer('gitleaks', ['dir', folder, '-f', 'json', '-r', out, '--exit-code', '0', '--no-banner']),
        ...peer(
          'kingfisher',
          [
            'scan',
            folder,
            '-n',
            '--git-history',
            'none',
            '-c',
            'low',
            '--format',
            'jsonl',
            '-o',
            out,
            '--max-file-size',
            '10000',
          ],
          { exits: [0, 200, 205] },
        ),
      ],
      Math.min(rounds, 3),
    );
    const lines = rows[1].stdout.split('\n').filter((line) => line.startsWith('{'));
    const found = new Set(
      lines.map((line) => JSON.parse(line)).map((one) => `${path.basename(one.path)}:${one.startLine}`),
    );
    for (const planted of made.planted) {
      expect(
        found.has(`${planted.path}:${planted.line}`),
        `${planted.kind} at ${planted.path}:${planted.line} is not found`,
      );
    }
    return table(`Logs: ${Math.round(made.bytes / 1e6)} MB`, rows, 'tightlip logs');
  },
};

try {
  console.log(`${machine()}\n`);
  for (const name of positionals.length > 0 ? positionals : Object.keys(questions)) {
    const question = questions[name];
    if (!question) throw new Error(`no question "${name}"; there are ${Object.keys(questions).join(', ')}`);
    console.log(question());
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/**
 * Makes logs as production writes them, any amount, the same for the same seed, with a few secrets in them.
 *
 *   node bench/make-logs.mjs DIRECTORY [--megabytes 300] [--seed 1] [--plain]
 *
 * Prints `{ files, bytes, planted }` as JSON; `planted` lists path, line and kind of every secret, never a value.
 * `--plain` plants none. Secrets are made at run time and open nothing.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32 } from './crc32.mjs';

const FLUSH_CHARACTERS = 1 << 20;

/** A small generator of pseudo-random numbers (mulberry32): the same sequence on every machine. */
function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    below,
    pick: (list) => list[below(list.length)],
    text: (alphabet, length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join(''),
    hex: (length) => {
      let digits = '';
      while (digits.length < length) digits += below(4_294_967_296).toString(16).padStart(8, '0');
      return digits.slice(0, length);
    },
  };
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const ALNUM = DIGITS + UPPER + LOWER;
const SYMBOLS = ['AAPL', 'MSFT', 'TSLA', 'SPY', 'QQQ', 'NVDA', 'AMD', 'IBM'];
const PATHS = [
  '/v1/orders',
  '/v1/positions',
  '/static/app.js',
  '/healthz',
  '/api/users',
  '/login',
  '/v2/quotes',
  '/metrics',
];
const AGENTS = [
  'curl/8.5.0',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'python-requests/2.32.3',
  'kube-probe/1.30',
];
const MODULES = ['orders', 'risk', 'feed', 'auth', 'billing', 'scheduler', 'worker'];

function uuid(random) {
  return [8, 4, 4, 4, 12].map((length) => random.hex(length)).join('-');
}

/** Time that goes on by a few milliseconds a line. */
function createClock(random) {
  let ms = Date.UTC(2026, 1, 20, 4, 0, 0);
  return () => {
    ms += random.below(40);
    return new Date(ms).toISOString();
  };
}

function accessLine(random, now) {
  const time = now();
  return `10.0.${random.below(256)}.${random.below(256)} - - [20/Feb/2026:${time.slice(11, 19)} +0000] "GET ${random.pick(PATHS)}?page=${random.below(90)}&sort=asc HTTP/1.1" ${random.pick([200, 200, 200, 304, 404, 500])} ${random.below(90_000)} "https://app.example.com/" "${random.pick(AGENTS)}" rt=0.${random.below(999)}\n`;
}

function jsonLine(random, now) {
  return `${JSON.stringify({
    ts: now(),
    level: random.pick(['info', 'info', 'debug', 'warn']),
    logger: random.pick(MODULES),
    msg: random.pick(['request done', 'cache hit', 'job queued', 'token refreshed', 'session started']),
    trace_id: random.hex(32),
    span_id: random.hex(16),
    request_id: uuid(random),
    duration_ms: random.below(2000),
    prompt_tokens: random.below(4000),
  })}\n`;
}

function pythonLine(random, now) {
  const time = now().replace('T', ' ').replace('.', ',').slice(0, 23);
  if (random.below(60) === 0) {
    return `${time} ERROR app.${random.pick(MODULES)} request failed\nTraceback (most recent call last):\n  File "/srv/app/${random.pick(MODULES)}.py", line ${random.below(900)}, in handle\n    return self.next(request)\n  File "/usr/lib/python3.12/site-packages/urllib3/connectionpool.py", line 793, in urlopen\n    raise MaxRetryError(pool, url, reason)\nurllib3.exceptions.MaxRetryError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded\n`;
  }
  return `${time} ${random.pick(['INFO', 'DEBUG', 'WARNING'])} app.${random.pick(MODULES)} [${random.below(40)}] order=${uuid(random)} user_id=${random.below(1e6)} qty=${random.below(500)} took=${random.below(900)}ms key_count=${random.below(9)}\n`;
}

function javaLine(random, now) {
  if (random.below(80) === 0) {
    return `${now()} ERROR [exec-${random.below(32)}] c.e.s.OrderService - Could not place order\njava.lang.IllegalStateException: circuit open\n\tat com.example.service.OrderService.place(OrderService.java:${random.below(400)})\n\tat com.example.web.OrderController.post(OrderController.java:${random.below(200)})\n\tat java.base/java.lang.Thread.run(Thread.java:1583)\n`;
  }
  return `${now()} INFO  [exec-${random.below(32)}] c.e.s.${random.pick(['OrderService', 'TokenStore', 'RiskEngine'])} - handled ${random.pick(PATHS)} correlationId=${uuid(random)} etag="${random.hex(32)}" in ${random.below(500)} ms\n`;
}

function botLine(random, now) {
  const symbol = random.pick(SYMBOLS);
  return `${now().replace('T', ' ').slice(0, 19)} bot ${random.pick(['signal', 'order', 'fill', 'quote'])} ${symbol} side=${random.pick(['buy', 'sell'])} qty=${random.below(300)} px=${random.below(900)}.${random.below(99)} client_order_id=${uuid(random)} GET /v2/aggs/ticker/${symbol}/range/5/minute?adjusted=true&limit=500 200 ${random.below(90)}ms\n`;
}

function containerLine(random, now) {
  const log = `${random.pick(['INFO', 'DEBUG'])} ${random.pick(MODULES)} reconciled pod=web-${random.hex(8)}-${random.hex(5)} image=app@sha256:${random.hex(64)} rv=${random.below(1e8)}\n`;
  return `${JSON.stringify({ log, stream: random.pick(['stdout', 'stdout', 'stderr']), time: now() })}\n`;
}

function githubToken(random) {
  const body = random.text(ALNUM, 30);
  let sum = crc32(body);
  let checksum = '';
  for (let i = 0; i < 6; i++) {
    checksum = (DIGITS + UPPER + LOWER)[sum % 62] + checksum;
    sum = Math.floor(sum / 62);
  }
  return `ghp_${body}${checksum}`;
}

function jsonWebToken(random) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { sub: `u-${random.below(1e5)}`, iat: 1_790_000_000 + random.below(1e6), jti: uuid(random) };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}.${random.text(`${ALNUM}-_`, 43)}`;
}

/** What is planted where: a kind and a line with a fresh value. */
const PLANTS = {
  'nginx-access.log': [
    [
      'jwt',
      (random) =>
        `10.0.0.7 - - [20/Feb/2026:10:00:00 +0000] "GET /cb?access_token=${jsonWebToken(random)}&sort=asc HTTP/1.1" 302 0 "-" "curl/8.5.0"\n`,
    ],
  ],
  'api.jsonl': [
    [
      'bearer',
      (random) =>
        `${JSON.stringify({ ts: '2026-02-20T10:00:00.000Z', level: 'debug', msg: 'sent', headers: { authorization: `Bearer ${jsonWebToken(random)}` } })}\n`,
    ],
  ],
  'worker.log': [
    [
      'github-token',
      (random) =>
        `2026-02-20 10:00:00,000 ERROR app.worker git clone https://x-access-token:${githubToken(random)}@github.com/example/app failed\n`,
    ],
  ],
  'service.log': [
    [
      'connection-url',
      (random) =>
        `2026-02-20T10:00:00.000Z ERROR [exec-1] c.e.s.Database - cannot reach postgres://orders:${random.text(ALNUM, 18)}@db.internal:5432/orders\n`,
    ],
  ],
  'bot.log': [
    [
      'alpaca-pair',
      (random) =>
        `2026-02-20 10:00:00 bot config ALPACA_API_KEY=PK${random.text(UPPER + DIGITS, 18)} ALPACA_SECRET_KEY=${random.text(ALNUM, 40)}\n`,
    ],
  ],
  'web-json.log': [
    [
      'github-token',
      (random) =>
        `${JSON.stringify({ log: `push rejected for ${githubToken(random)}\n`, stream: 'stderr', time: '2026-02-20T10:00:00.000000001Z' })}\n`,
    ],
  ],
};

const WRITERS = {
  'nginx-access.log': accessLine,
  'api.jsonl': jsonLine,
  'worker.log': pythonLine,
  'service.log': javaLine,
  'bot.log': botLine,
  'web-json.log': containerLine,
};

/** Writes one log of about `bytes` bytes; its plants stand at even distances. */
function makeLog(file, { bytes, random, writeLine, plants }) {
  const descriptor = openSync(file, 'w');
  const now = createClock(random);
  const planted = [];
  let line = 1;
  let written = 0;
  let pending = '';
  const add = (text) => {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line++;
    pending += text;
    if (pending.length < FLUSH_CHARACTERS) return;
    written += writeSync(descriptor, pending, null, 'utf8');
    pending = '';
  };
  for (let i = 0; written + pending.length < bytes || i < plants.length;) {
    if (i < plants.length && written + pending.length >= (bytes * (i + 1)) / (plants.length + 1)) {
      planted.push({ line, kind: plants[i][0] });
      add(plants[i][1](random));
      i++;
    } else {
      add(writeLine(random, now));
    }
  }
  written += writeSync(descriptor, pending, null, 'utf8');
  closeSync(descriptor);
  return { written, planted };
}

/**
 * Makes the logs.
 *
 * @param {{ directory: string, bytes: number, seed: number, plants?: boolean }} request
 * @returns {{ files: string[], bytes: number, planted: { path: string, line: number, kind: string }[] }}
 */
export function makeLogs({ directory, bytes, seed, plants = true }) {
  mkdirSync(directory, { recursive: true });
  const files = Object.keys(WRITERS);
  const planted = [];
  let total = 0;
  for (const [index, name] of files.entries()) {
    const result = makeLog(path.join(directory, name), {
      bytes: Math.ceil(bytes / files.length),
      random: createRandom(seed * 1000 + index),
      writeLine: WRITERS[name],
      plants: plants ? PLANTS[name] : [],
    });
    total += result.written;
    for (const plant of result.planted) planted.push({ path: name, ...plant });
  }
  return { files, bytes: total, planted };
}

function option(name, fallback) {
  const at = process.argv.indexOf(name);
  return at === -1 ? fallback : Number(process.argv[at + 1]);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const directory = process.argv[2];
  if (directory === undefined || directory.startsWith('-')) {
    console.error('usage: node bench/make-logs.mjs DIRECTORY [--megabytes 300] [--seed 1] [--plain]');
    process.exitCode = 2;
  } else {
    const result = makeLogs({
      directory,
      bytes: option('--megabytes', 300) * 1e6,
      seed: option('--seed', 1),
      plants: !process.argv.includes('--plain'),
    });
    console.log(JSON.stringify(result, null, 2));
  }
}

/** Files that hold keys as bytes, or as one line that only their path explains: told by every command. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeValue } from '../carriers/values.ts';
import { runCli } from '../support/run-cli.ts';
import { TempRepo, makeTempDirectory, removeTempDirectories } from '../support/temp-repo.ts';

const store = (kind: string): Buffer => Buffer.from(makeValue('key-store', kind, kind), 'latin1');
const line = (): string => `${randomBytes(16).toString('hex')}\n`;
const encoding = { type: 'pkcs8', format: 'der' } as const;

const KEYS: Readonly<Record<string, string | Buffer>> = {
  'keys/rsa.der': generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
    type: 'pkcs1',
    format: 'der',
  }),
  'keys/rsa8.key': generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export(encoding),
  'keys/ec': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'der' }),
  'keys/ed25519.bin': generateKeyPairSync('ed25519').privateKey.export(encoding),
  'release.jks': store('jks'),
  'release.keystore': store('jceks'),
  'app/release.bks': store('bks'),
  'broker.p12': store('pkcs12'),
  'broker.keytab': store('keytab'),
  'desk.kdbx': store('kdbx'),
  'config/master.key': line(),
  'app/config/credentials/production.key': line().trim(),
};
const OTHERS: Readonly<Record<string, string | Buffer>> = {
  'trust.jks': store('jks-certificates'),
  'trust.bks': store('bks-certificates'),
  'trust.p12': store('pkcs12-certificates'),
  'cert.der': store('certificate'),
  'keys/public.der': generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }),
  'picture.bin': Buffer.concat([Buffer.from('89504e470d0a1a0a0000', 'hex'), randomBytes(4000)]),
  'release.tar.md5': line(),
  'config/other.key.txt': line(),
};

let repo: TempRepo;
beforeAll(() => {
  repo = new TempRepo(makeTempDirectory());
  repo.git('init', '-q', '-b', 'main');
  repo.write({ 'README.md': 'A bot.\n' });
  repo.git('add', '-A');
  repo.git('commit', '-qm', 'first');
  repo.write({ ...KEYS, ...OTHERS });
  repo.git('add', '-A');
});
afterAll(removeTempDirectories);

async function pathsOf(...args: string[]): Promise<string[]> {
  const { stdout } = await runCli([...args, '--format', 'jsonl', '--quiet'], { cwd: repo.directory });
  const lines = stdout.trim().split('\n');
  return lines.map((each) => (JSON.parse(each) as { path: string }).path).toSorted();
}

test('files, staged, range and history tell each of them, and no store of certificates', async () => {
  const wanted = Object.keys(KEYS).toSorted();
  expect(await pathsOf('files')).toEqual(wanted);
  expect(await pathsOf('staged')).toEqual(wanted);
  repo.git('commit', '-qm', 'keys');
  expect(await pathsOf('range', 'HEAD~1..HEAD')).toEqual(wanted);
  expect(await pathsOf('history')).toEqual(wanted);
  repo.git('repack', '-adq');
  expect(await pathsOf('history')).toEqual(wanted);
  expect(await pathsOf('history', '--engine', 'plain')).toEqual(wanted);
});

test('what is read is not counted as skipped', async () => {
  const { stdout } = await runCli(['files'], { cwd: repo.directory });
  expect(stdout).toContain('skipped 3 (3 binary)');
});

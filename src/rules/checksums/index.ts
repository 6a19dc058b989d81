/** The checks that a token's own characters must pass, by the name that a pack's `checksum` uses. */
import { awsAccountOf, awsKeyIdChecksum, awsSessionTokenChecksum, bedrockAccountOf, bedrockChecksum } from './aws.ts';
import { azureEntraChecksum } from './azure-entra.ts';
import { ageChecksum, bech32Checksum, natsSeedChecksum, stellarSeedChecksum } from './base32-seeds.ts';
import { bip39Checksum } from './bip39.ts';
import type { Checksum } from './checksum.ts';
import * as crc from './crc-tokens.ts';
import { ed25519PairChecksum } from './ed25519.ts';
import { gitlabChecksum } from './gitlab.ts';
import { bitcoinWifChecksum, extendedKeyChecksum, supabaseChecksum } from './hash-tokens.ts';
import * as structures from './structures.ts';

export type { Checksum } from './checksum.ts';

/** Every check by name. */
export const CHECKSUMS: ReadonlyMap<string, Checksum> = new Map<string, Checksum>([
  ['age', ageChecksum],
  ['atlassian', crc.atlassianChecksum],
  ['aws-bedrock', bedrockChecksum],
  ['aws-key-id', awsKeyIdChecksum],
  ['aws-session-token', awsSessionTokenChecksum],
  ['azure-entra', azureEntraChecksum],
  ['bech32', bech32Checksum],
  ['bip39', bip39Checksum],
  ['bitcoin-wif', bitcoinWifChecksum],
  ['bitcoin-extended-key', extendedKeyChecksum],
  ['circleci', structures.circleciChecksum],
  ['cloudflare', crc.cloudflareChecksum],
  ['confluent', crc.confluentChecksum],
  ['datadog', crc.datadogChecksum],
  ['discord', structures.discordChecksum],
  ['ed25519-pair', ed25519PairChecksum],
  ['evm-key', structures.evmKeyChecksum],
  ['fernet-key', structures.fernetKeyChecksum],
  ['github', crc.githubChecksum],
  ['gitlab', gitlabChecksum],
  ['grafana', crc.grafanaChecksum],
  ['grafana-cloud', structures.grafanaCloudChecksum],
  ['intrinio', structures.intrinioChecksum],
  ['kraken', structures.krakenChecksum],
  ['nats-seed', natsSeedChecksum],
  ['npm', crc.npmChecksum],
  ['object-id', structures.objectIdChecksum],
  ['onepassword', structures.onePasswordChecksum],
  ['pypi', structures.pypiChecksum],
  ['schwab', structures.schwabChecksum],
  ['sentry-org', structures.sentryOrgChecksum],
  ['stellar-seed', stellarSeedChecksum],
  ['supabase', supabaseChecksum],
  ['vault-service', structures.vaultServiceChecksum],
  ['vercel', crc.vercelChecksum],
  ['zuplo', crc.zuploChecksum],
]);

/** Public facts that a checked token tells of itself: the AWS account. Empty for all others. */
export function factsOf(checksum: string, secret: string): readonly (readonly [key: string, value: string])[] {
  const account =
    checksum === 'aws-key-id' ? awsAccountOf(secret) : checksum === 'aws-bedrock' ? bedrockAccountOf(secret) : null;
  return account === null ? [] : [['account', account]];
}

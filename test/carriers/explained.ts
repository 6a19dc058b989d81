/** The holes of the table that are no faults, each with the reason. */
import type { Carrier } from './carriers.ts';
import type { Credential } from './credentials.ts';

interface Hole {
  readonly credential: (credential: Credential) => boolean;
  readonly carrier: (carrier: Carrier) => boolean;
  /** The secret lies in a finding all the same: under another rule, or in a longer span. */
  readonly isCovered: boolean;
  readonly why: string;
}

function inForm(...names: readonly string[]): Hole['carrier'] {
  return (carrier) => names.includes(carrier.name);
}

function isAddress({ value }: Credential): boolean {
  return /^[a-z+]+:\/\//.test(value);
}

const HOLES: readonly Hole[] = [
  {
    credential: () => true,
    carrier: inForm('Kubernetes Secret, data', 'Kubernetes Secret, stringData'),
    isCovered: true,
    why: 'found by the rule for Secrets, which reads the document as a whole, comes first and tells the whole entry',
  },
  {
    credential: ({ value, secret }) => /^\d+$/.test(value) || secret.startsWith('services/'),
    carrier: inForm('Kubernetes Secret, data'),
    isCovered: false,
    why: 'a number or an address in base64 is mostly a port, an id or an end point: the rule for Secrets leaves it at review',
  },
  {
    credential: isAddress,
    carrier: inForm('curl form field', 'URL query'),
    isCovered: true,
    why: 'found; an address in percent codes is told whole, as its password has no place of its own in there',
  },
  {
    credential: ({ name }) => name === 'SLACK_WEBHOOK_URL',
    carrier: inForm('curl form field', 'URL query'),
    isCovered: false,
    why: 'an address encoded whole inside another address: too short a run of percent codes to be decoded',
  },
  {
    credential: ({ name }) => name === 'TELEGRAM_BOT_TOKEN',
    carrier: inForm('curl form field', 'URL query'),
    isCovered: true,
    why: 'found by a generic rule: with its colon in percent codes the token has not the form that its own rule knows',
  },
  {
    credential: () => true,
    carrier: inForm('JSON Key/Value pairs'),
    isCovered: true,
    why: 'found by a generic rule: the value stands further before its name than the provider\u2019s rule looks back',
  },
];

/**
 * Why the credential is not found in the carrier by its own rule with its own span; null when it should be.
 *
 * @param isCovered - Whether a finding holds it all the same.
 */
export function explanationOf(credential: Credential, carrier: Carrier, isCovered: boolean): string | null {
  const hole = HOLES.find(
    (each) => (isCovered || !each.isCovered) && each.credential(credential) && each.carrier(carrier),
  );
  return hole?.why ?? null;
}

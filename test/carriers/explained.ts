/** The holes of the table that are no faults, each with the reason. */
import type { Carrier } from './carriers.ts';
import type { Credential } from './credentials.ts';

interface Hole {
  readonly credential: (credential: Credential) => boolean;
  readonly carrier: (carrier: Carrier) => boolean;
  readonly why: string;
}

function inForm(...names: readonly string[]): Hole['carrier'] {
  return (carrier) => names.includes(carrier.name);
}

const anyCredential = (): boolean => true;

const HOLES: readonly Hole[] = [
  {
    credential: anyCredential,
    carrier: inForm('wget header', 'Python Field default', 'GitLab CI variable with value', 'C# property', 'CSV row'),
    why: 'not read yet: something stands between the name and the value that the assignment parser does not pass over in this form',
  },
  {
    credential: anyCredential,
    carrier: inForm('JS process.env default'),
    why: 'not read yet: the constant has a plain name, and the name of the variable before the default is not taken for it',
  },
  {
    credential: anyCredential,
    carrier: inForm('shell, before a command'),
    why: 'a bare value with words after it reads like prose, so without a format of its own it stays at review',
  },
  {
    credential: ({ name }) => name === 'IBKR_FLEX_TOKEN',
    carrier: inForm('Kubernetes Secret, data', 'Kubernetes Secret, stringData'),
    why: 'an entry of a Secret that is a mere number (a port, an id) is no credential to the rule for Secrets, which comes first',
  },
  {
    credential: ({ variant }) => variant === 'Gmail app password',
    carrier: inForm('JS template string'),
    why: 'four short words in a template string read like text',
  },
  {
    credential: ({ name }) => name === 'SLACK_WEBHOOK_URL',
    carrier: inForm('Kubernetes Secret, data', 'Kubernetes Secret, stringData'),
    why: 'an entry of a Secret that is an address is no credential to the rule for Secrets, which comes first',
  },
  {
    credential: ({ name }) => name === 'SLACK_WEBHOOK_URL',
    carrier: inForm('curl form field', 'URL query'),
    why: 'an address encoded whole inside another address is not read yet',
  },
];

/** Why the credential is not found in the carrier; null when it should be. */
export function explanationOf(credential: Credential, carrier: Carrier): string | null {
  return HOLES.find((hole) => hole.credential(credential) && hole.carrier(carrier))?.why ?? null;
}

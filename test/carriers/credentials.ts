/** The credentials of a trading platform and of what it runs on: a name, and a seeded value of the shape it has. */
import { makeValue } from './values.ts';

/** One credential. */
export interface Credential {
  /** The variable that holds it, in upper case with underscores. */
  readonly name: string;
  /** What tells two credentials of one name apart. */
  readonly variant: string;
  readonly value: string;
  /** The secret part of the value: the password in a URL. */
  readonly secret: string;
  /** Beginning of the rule's id; '' when any rule will do. */
  readonly rule: string;
  /** What is written before it in the same form: the other half of a pair. */
  readonly companion: { readonly name: string; readonly value: string } | null;
}

type Row = readonly [name: string, variant: string, generator: string, shape: string, rule: string];

/** Strong passwords, as people and vaults make them: a capital, a digit and a sign are always among them. */
const PASSWORD = '[A-Z][a-z0-9]{5}[0-9][A-Za-z0-9]{6}';
const SIGNED_PASSWORD = '[A-Z][a-z0-9]{4}[0-9][!@%^*_+-][A-Za-z0-9]{8}';

const ROWS: readonly Row[] = [
  ['JWT_SECRET_KEY', 'hex', 'gen', '[0-9a-f]{64}', ''],
  ['JWT_SECRET_KEY', 'base64url', 'gen', '[A-Za-z0-9_-]{63}[A-Za-z0-9]', ''],
  ['ADMIN_PASSWORD', 'letters and digits', 'gen', PASSWORD, ''],
  ['ADMIN_PASSWORD', 'with signs', 'gen', SIGNED_PASSWORD, ''],
  ['TRADER_PASSWORD', 'letters and digits', 'gen', PASSWORD, ''],
  ['TRADER_PASSWORD', 'base64', 'gen', '[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=', ''],
  ['DATABASE_ENCRYPTION_KEY', 'hex', 'gen', '[0-9a-f]{64}', ''],
  ['DATABASE_ENCRYPTION_KEY', 'base64', 'gen', '[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=', ''],
  ['ALPACA_SECRET_KEY', 'old', 'gen', '[A-Za-z0-9]{40}', 'alpaca'],
  ['ALPACA_SECRET_KEY', 'new', 'gen', '[1-9A-HJ-NP-Za-km-z]{44}', 'alpaca'],
  ['IB_PASSWORD', '', 'gen', PASSWORD, ''],
  ['IBKR_FLEX_TOKEN', '', 'gen', '[1-9][0-9]{23}', 'interactive-brokers'],
  ['POLYGON_API_KEY', '', 'gen', '[A-Za-z0-9]{32}', 'polygon'],
  ['ALPHA_VANTAGE_API_KEY', '', 'gen', '[A-Z0-9]{8}[A-Z][0-9][A-Z0-9]{6}', 'alpha-vantage'],
  ['YAHOO_FINANCE_API_KEY', 'RapidAPI', 'gen', '[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5}jsn[0-9a-f]{12}', 'rapidapi'],
  ['DATADOG_API_KEY', '', 'gen', '[0-9a-f]{32}', 'datadog'],
  ['DD_APP_KEY', '', 'gen', '[0-9a-f]{40}', 'datadog'],
  ['SENTRY_AUTH_TOKEN', 'user', 'gen', 'sntryu_[0-9a-f]{64}', 'sentry'],
  ['SMTP_PASSWORD', '', 'gen', PASSWORD, ''],
  ['SMTP_PASSWORD', 'Gmail app password', 'gen', '[a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4}', ''],
  ['REDIS_PASSWORD', '', 'gen', PASSWORD, ''],
  ['RAY_REDIS_PASSWORD', 'hex', 'gen', '[0-9a-f]{32}', ''],
  ['VAULT_TOKEN', 'service', 'gen', 'hvs\\.[A-Za-z0-9]{24}', 'vault'],
  ['GITHUB_TOKEN', 'classic', 'checksum', 'github', 'github'],
  ['GITLAB_TOKEN', '', 'gen', 'glpat-[A-HJ-NP-Za-km-z1-9]{20}', 'gitlab'],
  ['NPM_TOKEN', '', 'checksum', 'npm', 'npm'],
  ['SLACK_BOT_TOKEN', '', 'gen', 'xoxb-[1-9][0-9]{11}-[1-9][0-9]{12}-[A-Za-z0-9]{24}', 'slack'],
  ['PAGERDUTY_API_KEY', '', 'gen', '[A-Za-z0-9]{18}[A-Z][0-9]', 'pagerduty'],
  ['FERNET_KEY', '', 'gen', '[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]=', ''],
  ['BINANCE_API_SECRET', '', 'gen', '[A-Za-z0-9]{64}', 'binance'],
  ['BINANCE_API_KEY', '', 'gen', '[A-Za-z0-9]{64}', 'binance'],
  ['KRAKEN_API_SECRET', '', 'gen', '[A-Za-z0-9+/]{85}[AQgw]==', 'kraken'],
  ['OANDA_API_TOKEN', '', 'gen', '[0-9a-f]{32}-[0-9a-f]{32}', 'oanda'],
  ['TRADIER_ACCESS_TOKEN', '', 'gen', '[A-Za-z0-9]{28}', 'tradier'],
  ['DATABENTO_API_KEY', '', 'gen', 'db-[A-Za-z0-9]{29}', 'databento'],
  ['FINNHUB_API_KEY', '', 'gen', '[a-z0-9]{20}', 'finnhub'],
  ['TIINGO_API_KEY', '', 'gen', '[0-9a-f]{40}', 'tiingo'],
  ['GRAFANA_ADMIN_PASSWORD', '', 'gen', PASSWORD, ''],
  ['CLIENT_SECRET', 'OAuth', 'gen', '[A-Za-z0-9]{40}', ''],
  ['TELEGRAM_BOT_TOKEN', '', 'gen', '[1-9][0-9]{9}:AA[A-Za-z0-9_-]{33}', 'telegram'],
];

/** Addresses with a password in them: scheme and user, then the password's shape, then the rest. */
const URLS: readonly (readonly [name: string, variant: string, before: string, shape: string, after: string])[] = [
  ['DATABASE_URL', 'PostgreSQL', 'postgresql://trader:', PASSWORD, '@db.internal.corp:5432/trades'],
  [
    'DATABASE_URL',
    'MySQL, % escapes',
    'mysql+pymysql://app:',
    '[A-Z][a-z0-9]{5}%40[A-Za-z0-9]{5}[0-9]',
    '@mysql.corp:3306/orders',
  ],
  [
    'DATABASE_URL',
    '@ in the password',
    'postgres://app:',
    '[A-Z][a-z0-9]{5}@[A-Za-z0-9]{5}[0-9]',
    '@pg.corp:5432/orders',
  ],
  [
    'DATABASE_URL',
    'brackets in the password',
    'postgres://app:',
    '[A-Z][a-z0-9]{5}\\[[a-z0-9]{3}\\][0-9]{2}',
    '@pg.corp/orders',
  ],
  ['DATABASE_URL', 'MongoDB', 'mongodb+srv://quant:', PASSWORD, '@cluster0.ab1cd.mongodb.net/market'],
  ['REDIS_URL', 'no user', 'redis://:', PASSWORD, '@cache.corp:6379/0'],
  ['REDIS_URL', 'TLS', 'rediss://worker:', '[A-Za-z0-9]{31}[0-9]', '@cache.corp:6380/1'],
  ['CELERY_BROKER_URL', 'AMQP', 'amqps://worker:', PASSWORD, '@mq.corp:5671/vhost'],
  [
    'SLACK_WEBHOOK_URL',
    '',
    'https://hooks.slack.com/',
    'services/T[A-Z0-9]{9}[0-9]/B[A-Z0-9]{9}[0-9]/[A-Za-z0-9]{23}[0-9]',
    '',
  ],
];

function ofRow([name, variant, generator, shape, rule]: Row): Credential {
  const value = makeValue(generator, shape, `carriers ${name} ${variant}`);
  return { name, variant, value, secret: value, rule, companion: null };
}

function pairs(): Credential[] {
  const seed = 'carriers pair';
  const aws = makeValue('gen', '[A-Za-z0-9+/]{39}[0-9]', `${seed} aws`);
  const alpaca = makeValue('gen', '[A-Za-z0-9]{39}[0-9]', `${seed} alpaca`);
  return [
    {
      name: 'AWS_SECRET_ACCESS_KEY',
      variant: 'with its id',
      value: aws,
      secret: aws,
      rule: 'aws',
      companion: { name: 'AWS_ACCESS_KEY_ID', value: makeValue('checksum', 'aws-key-id AKIA 210987654321', seed) },
    },
    {
      name: 'ALPACA_SECRET_KEY',
      variant: 'with its id',
      value: alpaca,
      secret: alpaca,
      rule: 'alpaca',
      companion: { name: 'ALPACA_API_KEY', value: makeValue('gen', 'PK[A-Z0-9]{17}[0-9]', seed) },
    },
  ];
}

/** Every credential of the table. */
export function makeCredentials(): Credential[] {
  const addresses = URLS.map(([name, variant, before, shape, after]): Credential => {
    const secret = makeValue('gen', shape, `carriers ${name} ${variant}`);
    return { name, variant, value: before + secret + after, secret, rule: '', companion: null };
  });
  return [...ROWS.map(ofRow), ...addresses, ...pairs()];
}

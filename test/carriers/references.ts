/** What stands in a secret's place without being one: references to variables and stores, placeholders, masks. */

/** A value that no rule may take for a secret. `code` is one that means so only without quotes. */
export interface StandIn {
  readonly text: string;
  readonly kind: 'reference' | 'placeholder' | 'masked';
}

function of(kind: StandIn['kind'], texts: readonly string[]): StandIn[] {
  return texts.map((text) => ({ kind, text }));
}

/** In every form. */
export const STAND_INS: readonly StandIn[] = [
  ...of('reference', [
    '${TRADING_SECRET}',
    '$TRADING_SECRET',
    '%TRADING_SECRET%',
    '{{ .Values.trading.secret }}',
    '${{ secrets.TRADING_SECRET }}',
    '{{trading_secret}}',
    '<%= trading_secret %>',
    '#{trading_secret}',
    '@TRADING_SECRET@',
    '__TRADING_SECRET__',
    '$(TRADING_SECRET)',
    '/run/secrets/trading_secret',
    'vault:secret/data/trading#key',
    'op://trading/alpaca/credential',
    'ssm:/trading/prod/key',
    'projects/trading/secrets/key/versions/latest',
    'secretKeyRef',
    'arn:aws:secretsmanager:eu-west-1:210987654321:secret:trading/prod-Ab1Cd2',
    '{{resolve:secretsmanager:trading:SecretString:key}}',
    'file:///etc/trading/key.txt',
    '${TRADING_SECRET:?must be set}',
    'process.env.TRADING_SECRET',
    'os.environ["TRADING_SECRET"]',
  ]),
  ...of('placeholder', [
    '<your-key>',
    '<strong password>',
    '<32-byte hex string>',
    'change_me_in_production',
    'your_dev_api_key_here',
    'your_dev_secret_here',
    'your-secret-key-goes-here',
    'changeme',
    'CHANGE_ME',
    'replace-with-a-real-key',
    'REPLACE_ME',
    'INSERT_KEY_HERE',
    'placeholder',
    'dummy-key-for-tests',
    'example-api-key',
    'TODO',
    'null',
    'none',
    'xxxx',
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'XXXX-XXXX-XXXX-XXXX',
    '00000000000000000000000000000000',
    '12345678901234567890123456789012',
  ]),
  ...of('masked', [
    '****',
    '****************',
    '[REDACTED]',
    '***REDACTED***',
    '[FILTERED]',
    '<hidden>',
    'abcd...wxyz',
    '••••••••',
  ]),
];

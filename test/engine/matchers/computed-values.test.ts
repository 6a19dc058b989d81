/** Values that code computes though there is nothing to compute, and texts that only look like it. */
import { expect, test } from 'vitest';
import { secretsIn } from './window.ts';

const VALUE = 'Kx81hdWq02';

test.each([
  'val secret by lazy { "@" }',
  'val secret: String by lazy { "@" }',
  'val secret by lazy(LazyThreadSafetyMode.NONE) { "@" }',
  'lazy var secret: String = { "@" }()',
  'lazy var secret: String = {\n    return "@"\n}()',
  'var secret: String { return "@" }',
  'var secret: String { "@" }',
  "const secret = () => '@';",
  'secret = lambda: "@"',
  'secret: str = field(default_factory=lambda: "@")',
  'let s = env::var("secret").unwrap_or("@".to_string());',
  'let s = env::var("secret").unwrap_or_else(|_| "@".into());',
  'let secret = env::var("X").unwrap_or("@".to_string());',
  'String s = Optional.ofNullable(System.getenv("secret")).orElse("@");',
  'val secret = Option(System.getenv("X")).getOrElse("@")',
  'fn secret() -> String { "@".to_string() }',
  'func secret() -> String {\n    "@"\n}',
  "secret: z.string().default('@'),",
  'var secret = isLive ? "@" : "";',
  'String secret = env != null ? env : "@";',
  "my $p = $ENV{secret} // '@';",
  'val m = mapOf("secret" to "@")',
  'val m = Map("secret" -> "@")',
  'setattr(settings, "secret", "@")',
  'password = get(ENV, "secret", "@")',
  '{{ or .Env.secret "@" }}',
  'const secret: []const u8 = "@";',
  "DECLARE @secret nvarchar(50) = '@';",
  "secret PIC X(20) VALUE '@'.",
  "DATA secret TYPE string VALUE '@'.",
  'Secret : constant String := "@";',
  'constant secret : string := "@";',
  "secret : STRING := '@';",
  '-define(secret, "@").',
  'strcpy(secret, "@");',
  'password = coalesce(secret, "@")',
  '  config :bot, :secret, "@"',
  "config(secret, '@').",
  'x: {{ default "@" .secret | quote }}',
  'x <- Sys.getenv("secret", unset = "@")',
  'secrets:\n  - @\n',
  'secrets:\n  - "@"\n',
  '"secret": /* live */ "@"',
  '["secret":protected]=>\n  string(10) "@"',
  '\'((secret . "@") (x . 1))',
  "{ secret = ''\n    @\n  '';\n}",
])('%s', (text) => {
  expect(secretsIn(text.replaceAll(/@(?!secret)/g, VALUE))).toEqual([VALUE]);
});

test.each([
  'val secret by lazy { loadIt("x") }',
  'val secret by lazy { "@" + suffix }',
  'let s = secret.unwrap_or(other);',
  'val x = foo("secret").map("@")',
  'go from "secret" to @',
  'if (x["secret"]) // "@"',
  'secret ? a : b',
  'secret() { "@" }',
  'fn secret() -> String { load("@") }',
  'log(secret, "@")',
  'secrets:\n  - name: @\n',
  'secrets:\n  - the @ word\n',
  '(in secret. "@")',
])('nothing: %s', (text) => {
  expect(secretsIn(text.replaceAll(/@(?!secret)/g, VALUE))).toEqual([]);
});

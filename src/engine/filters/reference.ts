/** Values that name where a secret is, instead of being one: variables, templates, calls, mounted files, vault paths. */
import { isLittle } from './placeholder.ts';

/** Whole values that are a variable or a template expression, in the syntaxes of shells, build tools and template languages. */
const WHOLE: readonly RegExp[] = [
  /^\\?\$(?:[{(][^\s]{0,200}|[A-Za-z_][A-Za-z0-9_]{0,80}(?:(?!\$\d[A-Za-z])[^A-Za-z0-9_\s!#%^*][^\s]{0,200})?)$/, // $VAR ${VAR} $(command), but $word! and $w0rd$4you
  /^\$(?:[0-9@*#]|\{[0-9]{1,2}\})$|^%(?:~[a-z]{0,8})?[0-9]$/, // $1 ${1} %1 %~1
  /^%[A-Za-z_][A-Za-z0-9_.()-]{1,80}%$/, // %VAR% and %a.b% of Symfony
  /^\\[%@&][A-Za-z_]\w{1,60}$|^-{1,2}[A-Za-z][\w-]{0,20}[ =]?\$\{?\w{2,60}\}?$/, // \%of of Perl, -p$PASS
  /^0x%\d{0,2}[a-zA-Z]$/, // what a format writes as a number
  /^[^A-Za-z0-9%]{0,8}%[sdvq][^A-Za-z0-9%]{0,8}$/, // ` %s: `
  /^['"([{<]{0,2}%(?:\[\d{1,2}\])?[-+#0]?(?:\d{0,3}|\*)(?:\.(?:\d{1,3}|\*))?[a-zA-Z]['")\]}>]{0,2}$/, // %w, "%-20s": what a format puts in
  /^!?%?\{\{?[^}":]{0,200}\}\}?$/, // {x} {{ x }} %{x}
  /^[$#@%&~]\{[^}]{0,200}\}$/, // ${x} #{x} @{x} %{x}
  /^<[%?$#@][^>]{0,200}[%?]?>$/, // <%= x %> <?= x ?>
  /^@[A-Za-z_][A-Za-z0-9_.-]{1,80}@$/, // @TOKEN@ of autoconf and Maven filtering
  /^__[A-Z][A-Z0-9_]{1,80}__$/, // __TOKEN__ of deployment tools
  /^#\{?[A-Za-z_]+\}?#$/,
  /^\[\[?[A-Za-z_ .:-]{1,80}\]\]?$/,
  /^\[\[[^\]]{1,80}\]\]$/, // a link of a wiki
  /^@Microsoft\.KeyVault\(/,
  /^@[a-z]{2,16}\([\d, ]{0,12}\)$/, // @word(6) of generators of test data
  /^\$\$?\[?[A-Z_]+\]?$/,
  /^`[^`]{0,200}`$/,
  /^['"] ?[.+&] ?.{1,200} ?[.+&] ?['"]$/, // '.f().' and "+x+": the string ends here and goes on behind an expression
  /["'`] ?\+ ?[A-Za-z_][\w.]{0,60}\($|^\+ ?[A-Za-z_][\w.]{0,60}\($/, // the same with a call, whose arguments follow
  /^\w{0,5}\$\{?(?:\w{1,30}_)?(?:token|secret|key|password|passwd|pass|pwd)\}?$/i, // gh_$token
  /^\$\((?:< ?)?$/, // $(< "x"), cut at the quote inside
  /^\w{0,8}\}.{0,8}\$\{[\w.]{1,60}$/, // `0}/${x.y`, between two expressions
  /^@(?:tcp|udp|unix)?\($/, // `password "@tcp("`: what joins the parts of an address
  /^#\{[A-Za-z_@$][^}]{0,200}$/, // #{x.gsub(/"/, '')} of Ruby, likewise
  /^\$?\{\{|^\{ [A-Za-z_][\w.]{1,60} ?$/, // a template, wherever it ends
  /^['"]{1,3}$|^['"]{1,2}\$[{(\w].{0,80}['"]$/, // '"$x"' of a shell, between the strings of another
  /^[A-Za-z_]\w{0,40}\[(?:\d{1,3}|[a-z_]\w{0,40})\]$/, // parts[1]
  /^(?:[a-z]{1,16}\d?[-_.:/]){1,6}%\d{0,2}[sdvxq](?:[-_.:/][a-z]{1,16}){0,3}$|^%[sdvq](?:[-_.:/][a-z]{1,16}){1,6}$/, // test-%d
  /^\\#?\([A-Za-z_][\w.]{0,60}\)$/, // \#(x) of CUE and Swift
  /^id=[\w.-]{1,64}(?:,[a-z]{2,6}=[^,]{1,120}){0,3}$/, // id=x,src=y of a build
  /^(?:lib\.[\w.]{2,60}|mk[A-Z]\w{2,40}) ["'({[].{0,200}$/, // mkOption { of Nix
];

/** Expressions of programs and of configuration languages that fetch the value from somewhere. */
const EXPRESSION =
  /^(?:process\.env\b|import\.meta\.env\b|os\.(?:environ|getenv|Getenv)\b|System\.(?:getenv|getProperty)\b|Environment\.GetEnvironmentVariable\b|ENV(?:\[|\.fetch)|env(?:\.|\(|\[|!\()|getenv\(|std::env|\$_(?:ENV|SERVER|POST|GET|REQUEST)\b|\$env:|secrets?\.|vault\.|config(?:uration)?(?:\.|\[|\()|settings(?:\.|\[)|options?\.|self\.|this\.|cfg\.|args?\.|params?\.|props\.|ctx\.|context\.|req(?:uest)?\.|var\.|local\.|module\.|data\.|lookup\(|Deno\.env|Bun\.env|viper\.|credentials\(|hiera\(|Rails\.|Keychain|SecretManager|get_?secret|getSecret|fetch_?secret|read_?secret|load_?secret)/i;

/** Addresses of a secret in a store or in a mounted file. */
const ADDRESS =
  /^(?:vault:|urn:|secret\/|secret\/data\/|kv\/|op:\/\/|ssm:|sm:\/\/|gcp-secret:|gcp:secretmanager:|secretref:|keyvault:|awssm:|azurekv:|keyring:|classpath:|pass:\/\/|bws:|doppler:|infisical:|file:|\/run\/secrets\/|\/var\/run\/secrets\/|\/etc\/|\/vault\/|arn:aws[a-z-]*:(?:secretsmanager|ssm|kms)|projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/|ref\+|!(?:Ref|Sub|GetAtt|vault|secret|env|ENV|reference)\b|\{\{resolve:|resolve:(?:ssm|secretsmanager))/;

/** A call or an indexed access: `foo(…)`, `a.b["c"]`. */
const CALL = /^[A-Za-z_$][\w$.:>-]{0,80}(?:\(.{0,300}|\[[^\]]{0,80}\].{0,80})$/;

/** `&keyPem`, `*api.Token`, `&Login{}` and `[]Token{t}` of Go: where a program keeps it, what type it has, and a value of that type; `@config.pass` of Ruby. */
const KEPT_ELSEWHERE =
  /^(?:@{1,2}[a-z_]\w{0,40}(?:\.[a-z_]\w{1,40}){1,3}|&[A-Za-z_][A-Za-z_.]{1,60}|\*[A-Za-z_.]{0,40}[A-Z][A-Za-z_]{1,40}|(?:\[\])?[&*]?(?:[a-z][a-z0-9]{0,19}\.)?[A-Z][A-Za-z_]{1,60}\{(?:\}?|["A-Za-z].{0,200})|[a-z]{2,20}(?:[A-Z][a-z]{1,20}){1,4}\{|[&*(]{1,2}[a-z][a-z0-9]{0,19}\.[A-Z][A-Za-z0-9_]{1,60}(?:\{.{0,200})?|[&(]{1,2}[A-Z][A-Za-z0-9_]{1,60}\{(?:\}?|["A-Za-z].{0,200}))$/;

/** What every value that {@link WHOLE}, {@link ADDRESS} and {@link INSIDE} match has: most values have none, and compile no regex. */
const SIGNS = /[^A-Za-z0-9]/;

/** A reference in a longer text. */
const INSIDE =
  /\$\{[A-Za-z_][^}]{0,80}\}|\{\{.{1,200}\}\}|<%=|\$\((?:\(?-?[A-Za-z]|< ?["'$A-Za-z/])|%\([A-Za-z_]+\)s|#\{[^}]{1,80}\}|%\{[a-z][a-z_.]{1,48}\}/;

/** What an f-string puts in: an expression that begins with a name. */
const PUT_IN = /\{[A-Za-z_][\w.]{2,60}(?:[[(:!][^{}]{0,60})?\}/g;
/** `-sshkey` of `{name}-sshkey`: what such a thing is for. */
const WORDS_BESIDE = /^(?:[-_.:/][a-z]{2,12}){1,3}[-_.:/]?$|^(?:[a-z]{2,12}[-_.:/]){1,3}$/;

/** `{pw[:2]}...{pw[-2:]}`, `{base}-USD`: what is put in makes the value. */
function isTemplate(value: string): boolean {
  if (!value.includes('{')) return false;
  const own = value.replace(PUT_IN, '');
  return own !== value && (isLittle(own) || WORDS_BESIDE.test(own));
}

/** A directive of `printf`. */
const DIRECTIVE = /%[-+ #0]?(?:\d{1,3}|\*)?(?:\.(?:\d{1,3}|\*))?(?:hh?|ll?|[Lzjt])?[sSdiuxXcCfgeopqvTb@]/g;

/** `%.*s4%s`, `%02x%02x`: what a program puts in makes the value. */
function isFormat(value: string): boolean {
  const own = value.replace(DIRECTIVE, '\0');
  const directives = own.length - own.replaceAll('\0', '').length;
  return directives > 1 && isLittle(own);
}

/** `f,C(1)` of minified code: the assignment ends at the comma. */
const SEQUENCE = /^[A-Za-z_$][\w$.]{0,40}(?:,[A-Za-z_$][\w$.]{0,40}){1,4}\([^()]{0,80}\)$/;

/** `conf.acme_passphrase` under `acme_passphrase`: the same thing of something else. */
export function isNamesake(value: string, name: string): boolean {
  if (name === '') return false;
  // `Anaktuvuk Pass` in the cell behind `Anaktuvuk Pass`, of which the last word is the name.
  if (/^[A-Z][a-z]+ [A-Z][a-z]+$/.test(value) && value.endsWith(` ${name}`)) return true;
  // `find(auth_token=auth_token).first()`: the argument of that name.
  const argument = /^([A-Za-z_]\w{3,60})\)/.exec(value)?.[1];
  if (argument !== undefined && argument === name) return true;
  // What stands behind it in minified code is no part of it: `_e.MmlToken})`.
  const path = value.replace(/^\.?\[\d{1,3}\]\./, '_.');
  const dotted = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?:[)}\]][)}\],;]{0,4}.{0,200})?$/.exec(path)?.[1];
  if (dotted === undefined) return false;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return plain(dotted.slice(dotted.lastIndexOf('.') + 1)) === plain(name.slice(name.lastIndexOf('.') + 1));
}

/** Text right before a name in a store, `${strimzisecrets:`, `$kv{secrets:`, what a column of a database will be called, or a name among those of a scene (the type of such is `token` in USD). */
const OPENS_REFERENCE =
  /\$\w{0,24}\{[\w-]{0,24}secrets:$|rename (?:(?:column|table|index|key|constraint) )?["'`]?\w{1,40}["'`]? to ["'`]$|(?:^|\s)(?:uniform|custom|varying) token [\w:.]{1,24} = ["']$/i;

/** Whether a name follows, by the text before it. */
export function isReferenceBy(before: string): boolean {
  return OPENS_REFERENCE.test(before);
}

/** Whether the value says where to find a secret. `isQuoted` values are text: a call in quotes is no call. */
export function isReference(value: string, isQuoted: boolean): boolean {
  if (!SIGNS.test(value)) return EXPRESSION.test(value);
  for (const pattern of WHOLE) if (pattern.test(value)) return true;
  if (ADDRESS.test(value)) return true;
  if (EXPRESSION.test(value)) return true;
  if ((!isQuoted && (CALL.test(value) || SEQUENCE.test(value) || KEPT_ELSEWHERE.test(value))) || isTemplate(value))
    return true;
  if (value.includes('%') && isFormat(value)) return true;
  return INSIDE.test(value);
}

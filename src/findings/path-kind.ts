/** What a path says of its content, for the judge: code, tests, generated text. */

/** Kinds of files in which a generic finding means less. */
export type PathKind = 'code' | 'test' | 'generated' | 'prose' | 'other';

const CODE =
  /\.(?:[cm]?[jt]sx?|pyi?|pyw|java|kt|kts|scala|groovy|gradle|go|rs|c|cc|cpp|cxx|h|hh|hpp|m|mm|swift|cs|vb|fs|php|rb|erb|pl|pm|lua|dart|ex|exs|erl|hrl|hs|clj|cljs|r|jl|vue|svelte|sol|zig|nim|coffee|as|pas|elm|ml|mli|tcl|prisma|graphql|gql|proto|thrift|rei?|yy?|lex|rl|inc|ipp|tpp|hxx|cuh?|s?v|vhdl?|abap|cls|trigger|dfm|fmx|lfm|dpr|ps[dm]?1|bas|vbs|vba|f|f90|f95|f03|cob|cbl|cpy|ad[bs]|d|cr|hx|gd|el|lisp|scm|rkt|fsx|move|cairo|vy|jspx?|aspx?|cshtml|razor|nix|g4)$/;
const TEST =
  /(?:^|\/)(?:tests?|testing|testdata|specs?|__tests__|__mocks__|e2e|fixtures?|mocks?|stubs?|samples?|examples?|cassettes)(?:\/|$)|(?:^|[/._-])[Tt]ests?(?:[ _-][A-Za-z]{1,16})?\/|_SUITE(?:_data\/|\.erl$)|\.t$|(?:^|[/._-])(?:test|spec|mock|fixture|sample|example)s?[._-][^/]*$|[._-](?:test|spec)s?\.[^/]+$|(?:^|\/)[^/]*(?:Tests?|TEST|Spec|IT)\.[a-z0-9]+$/;
const GENERATED =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|composer\.lock|gemfile\.lock|poetry\.lock|pipfile\.lock|uv\.lock|cargo\.lock|go\.sum|flake\.lock|packages\.lock\.json|ltmain\.sh|aclocal\.m4|libtool\.m4|config\.guess|config\.sub|podfile\.lock|mix\.lock|pubspec\.lock|\.terraform\.lock\.hcl|\.pnp\.c?js)$|(?:^|\/)\.yarn\/(?:releases|plugins)\/|\.(?:min\.(?:js|css|mjs)|map|snap|svg|ipa|lock|sum|storyboard|xib|tmlanguage|lcov)$|(?:^|\/)(?:__snapshots__|node_modules|bower_components|(?:site|dist)-packages)(?:\/)/;
/** Texts for people in one language or more: by their format, the folder of a language, or its name in theirs. */
const TRANSLATED =
  /\.(?:po|pot|xlf|xliff|resx|arb|strings|stringsdict|xcstrings)$|(?:^|\/)(?:_?locales?|i18n|l10n|translations?|lang|langs|languages|locali[sz]ations?|language\/[a-z]{2}[-_][a-z]{2}|[\w.-]+\.lproj|values-(?:[a-z]{2,3}(?:-r[a-z]{2})?|b\+[a-z0-9+]+))\/|(?:^|\/)(?:[\w.-]*(?:messages?|labels?|strings?|texts?|bundles?|resources?|translations?)_[a-z]{2,3}(?:_[a-z]{2,4})?)\.(?:properties|json|ya?ml|php|js|ts|ini|xml)$|(?:^|\/)[\w.-]+_(?:ar|bg|bn|cs|da|de|el|es|et|fa|fi|fr|gl|he|hi|hr|hu|it|ja|ko|lt|lv|nb|nl|nn|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|vi|zh)(?:_[a-z]{2,4})?\.properties$/;
/** A file that bears the name of a language and its country. */
const LOCALE = /(?:^|\/)(?:locale[-_])?[a-z]{2}[-_][A-Z]{2}\.(?:properties|json|ya?ml|php|js|ts|ini|xml)$/;
const PROSE = /\.(?:md|mdx|rst|txt|adoc|asciidoc|html?|tex|org|ipynb|xhtml)$/;

/** Kind of a path; null paths (stdin, streams) are `other`. Generated is said before test, test before code. */
export function pathKind(path: string | null): PathKind {
  if (path === null) return 'other';
  const lower = path.toLowerCase();
  if (GENERATED.test(lower) || TRANSLATED.test(lower) || LOCALE.test(path)) return 'generated';
  if (TEST.test(path)) return 'test';
  if (CODE.test(lower)) return 'code';
  return PROSE.test(lower) ? 'prose' : 'other';
}

/** Whether the path's extension is a programming language's, where a bare word is an expression. */
export function isCode(path: string | null): boolean {
  return path !== null && CODE.test(path.toLowerCase());
}

const LOG =
  /\.(?:log|jsonl|ndjson|out|err|trace)(?:[.-][0-9]+)*(?:\.gz)?$|(?:^|\/)(?:syslog|messages|journal|auth)(?:\.[0-9]+)?(?:\.gz)?$/;

/** Whether content is a log or a stream, where running text after `name=value` is usual. */
export function isLog(path: string | null): boolean {
  return path === null || LOG.test(path.toLowerCase());
}

/**
 * Whether a path ends as `ending` says, segment by segment. `*` stands for any characters of one.
 *
 * @param ending - For example `config/credentials/*.key`.
 */
export function hasEnding(path: string, ending: string): boolean {
  const segments = path.split('/');
  const wanted = ending.split('/');
  const first = segments.length - wanted.length;
  return first >= 0 && wanted.every((segment, index) => isSegment(segments[first + index] as string, segment));
}

function isSegment(segment: string, wanted: string): boolean {
  const [first = '', ...others] = wanted.split('*');
  const last = others.pop();
  if (last === undefined) return segment === wanted;
  if (!segment.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const found = segment.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return segment.length - last.length >= from && segment.endsWith(last);
}

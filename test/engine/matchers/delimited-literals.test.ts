/** String literals between delimiters other than plain quotes, as the value of a name. */
import { describe, expect, it } from 'vitest';
import { secretsIn } from './window.ts';

const value = `Zq${(8_675_309).toString(36)}Vt${(1_234_567).toString(36)}`;

describe('delimited literals', () => {
  it.each([
    ['$secret = q{@};', 'Perl'],
    ['my $secret = qq(@);', 'Perl'],
    ['my $secret = q[@];', 'Perl'],
    ['my $secret = q|@|;', 'Perl'],
    ['secret => q<@>,', 'Perl'],
    ['local secret = [[@]]', 'Lua'],
    ['secret = [==[@]==]', 'Lua'],
    ['secret = %q(@)', 'Ruby'],
    ['secret: %Q{@},', 'Ruby'],
    ['secret = %(@)', 'Ruby, Crystal'],
    ['secret = <<~EOS\n  @\nEOS\n', 'Ruby'],
    ["secret = <<-'EOS'.strip\n  @\nEOS\n", 'Ruby'],
    ['secret: ~s(@)', 'Elixir'],
    ['secret = ~s"@"', 'Elixir'],
    ['secret = """\n@\n"""', 'Elixir'],
    ['secret = """\\\n@\n"""', 'Python, TOML'],
    ["secret = '''\n@'''", 'TOML'],
    ['secret = raw"@"', 'Scala, Julia'],
    ['secret = s"""@"""', 'Scala'],
    ['auto secret = R"(@)";', 'C++'],
    ['auto secret = u8R"x(@)x";', 'C++'],
    ['auto secret = q"(@)";', 'D'],
    ['secret <- r"(@)"', 'R'],
    ["secret = R'--[@]--'", 'R'],
    ['set secret {@}', 'Tcl'],
    ['proc f {} { set secret {@}; g }', 'Tcl'],
    ['const std::string secret{\n    "@"};', 'C++'],
    ['std::string secret{ "@" };', 'C++'],
    ['let secret = r#"@"#;', 'Rust'],
    ['let secret: &str = br##"@"##;', 'Rust'],
    ['let secret = c"@";', 'Rust'],
    ['let secret = #"@"#', 'Swift'],
    ['var secret = """\n    @\n    """;', 'C#, Swift'],
    ['var secret = """"@"""";', 'C#'],
    ['def secret = $/@/$', 'Groovy'],
    ['$secret = <<<EOT\n@\nEOT;', 'PHP'],
    ["$secret = <<<'EOT'\n@\nEOT;", 'PHP'],
    ["secret = ''@'';", 'Nix'],
    ['let secret = {|@|}', 'OCaml'],
    ['let secret = {x|@|x}', 'OCaml'],
    ['secret = [r|@|]', 'Haskell'],
    ['ALTER USER x SECRET $$@$$;'.replace('SECRET', 'secret'), 'PostgreSQL'],
    ["$secret = @'\n@\n'@".replace('\n@\n', '\n@@\n').replace('@@', value), 'PowerShell'],
    ['secret = <<-EOT\n    @\n  EOT\n', 'HCL'],
    ['"{""secret"": ""@""}"', 'JSON in CSV'],
    ["EXECUTE 'ALTER ROLE x secret ''@''';", 'SQL in SQL'],
  ])('%j of %s', (text) => {
    expect(secretsIn(text.includes(value) ? text : text.replace('@', value))).toEqual([value]);
  });

  it('gives each word of a list', () => {
    expect(secretsIn(`secrets = %w[${value} b${value}]`)).toEqual([value, `b${value}`]);
    expect(secretsIn(`my @secrets = qw(${value} b${value});`)).toEqual([value, `b${value}`]);
  });

  it('gives both sides of a change in a plan', () => {
    expect(secretsIn(`  ~ secret = "${value}" -> "b${value}"`)).toEqual([value, `b${value}`]);
    expect(secretsIn(`  ~ secret = "${value}" -> (known after apply)`)).toEqual([value]);
  });

  it.each([
    ['secret = <<EOF\none\ntwo\nEOF\n', 'a text of two lines'],
    ['secret = "" + a + ""', 'empty strings'],
    ["f(secret='', other='')", 'empty strings'],
    ['secret = [[1, 2], [3]]', 'a list of lists'],
    ['secret: [[Secrets_of_2024]]', 'a link of a wiki'],
    ['x = secret << offset', 'a shift'],
    ['type secret {\n  "name" = 1\n}', 'a block'],
  ])('%j holds none: %s', (text) => {
    expect(secretsIn(text).filter((each) => /[A-Za-z]/.test(each) && !each.includes('[') && each !== 'offset')).toEqual(
      [],
    );
  });

  it('leaves references as they are written', () => {
    expect(secretsIn('secret = %(db_secret)s')).toEqual(['%(db_secret)s']);
    expect(secretsIn('secret = r"(\\w+|x)"')).toEqual(['(\\w+|x)']);
    expect(secretsIn('secret: [[ .Values.secret ]]')).toEqual(['[[ .Values.secret ]]']);
  });
});

/** Values in macros, in calls that only change their type, in quotes beside their name, and in pages that show settings. */
import { expect, test } from 'vitest';
import { toldByDefault } from './told.ts';

const VALUE = ['kR7w', 'Qz2m', 'Xt5L', 'b9Nd', 'Yc4H'].join('');
const PLACEHOLDERS = ['changeme', '${DB_PASS}', '<password>', 'xxxxxxxxxxxx', 'your-api-key', '********', 'REPLACE_ME'];

const FORMS = [
  '      DB_PASSWORD: "${DB_PW:-@}"\n',
  'DB_PASSWORD="${DB_PW:=@}"\n',
  'let db_password: String = String::from("@");\n',
  'const password: SecretString = new SecretString("@");\n',
  'headers.insert("x-api-key", HeaderValue::from_static("@"));\n',
  'props.put("password", String.valueOf("@"));\n',
  '#define DB_PASSWORD QStringLiteral("@")\n',
  '#define DB_PASSWORD ("@")\n',
  '#define DB_PASSWORD _T("@")\n',
  'array(2) { ["user"]=> string(3) "ana" ["password"]=> string(20) "@" }\n',
  '{:headers {"x-api-key" "@"}}\n',
  '"rcon_password"   "@"\n',
  'http.setRequestHeader "X-Api-Key", "@"\n',
  "setpref('Internet','SMTP_Password','@');\n",
  "UPDATE wp_options SET option_value='@' WHERE option_name='smtp_password';\n",
  'web: DB_PASSWORD=@ bundle exec puma\n',
  'application:set_env(shop, db_password, "@").\n',
  '       05 DB-PASSWORD     PIC X(20)\n           VALUE "@".\n',
  '<tr><td class="e">DB_PASSWORD </td><td class="v">@ </td></tr>\n',
  '<stringProp name="Header.name">X-Api-Key</stringProp>\n<stringProp name="Header.value">@</stringProp>\n',
  '<tr><td>SECRET_KEY</td><td class="code"><pre>&#39;@&#39;</pre></td></tr>\n',
];

test.each(FORMS)('%s', (form) => {
  expect(toldByDefault(form.replace('@', VALUE))).toEqual([VALUE]);
});

test.each(FORMS)('a placeholder in %s', (form) => {
  for (const placeholder of PLACEHOLDERS) expect(toldByDefault(form.replace('@', placeholder))).toEqual([]);
});

test.each([
  'DB_PASSWORD: "${X:-@}/${Y}"\n',
  '#define CHECK(password) compare("@")\n',
  '"password" "@" "x"\n',
  'puts "password" "@", x\n',
  'rule("password", checkLength("@"));\n',
  '<p>password </p><p>@</p>\n',
  '<user name="x" password="<password>" /><a>@</a>\n',
  '<user password="<password>" id="@"/></users>\n',
])('no value in %s', (form) => {
  expect(toldByDefault(form.replace('@', VALUE))).toEqual([]);
});

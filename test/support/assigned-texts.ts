/** Texts in which something is assigned in one of the forms that there are, or nearly: for tests that hold a gate to its matcher. Whoever adds a form adds its pieces. */
import * as fc from 'fast-check';

/** What stands round names, schemes and headers. */
const pieces = [
  [...'"\'`\\=:,;.?!*+-<>|&%()[]{}$@#/~^ \t\n\r_0aZ'],
  [
    'my ',
    'acme ',
    'api_',
    'acme.',
    'acme->',
    'acme["',
    'new',
    'set',
    ' key',
    ' key id',
    ' secret',
    'Key',
    ' = ',
    ': ',
    ' | ',
  ],
  [
    'key="',
    'name: ',
    'value="v4luev4lue"',
    'value: ',
    'default',
    'login ',
    'string',
    '{ get; set; } ',
    '<value>',
    '**',
  ],
  ['a,b,', '\nx,', 'v4luev4lue', '"v4luev4lue"', "'v4luev4lue'", 'set ', ' or ', ' == ', '.equals(', '</', '/>', '%20', '%3D', '%26', ' -> '],
  [
    'http://',
    'u:p4sswd@',
    'h.example/',
    'Bearer ',
    'Basic dXNlcjpwYXNzdzByZA==',
    'cookie',
    'session=',
    'abcdefgh12345678',
  ],
  [
    ' as above ',
    ' is ',
    ' of the key',
    'login ann',
    ' by ',
    ' default ',
    ' 9f8a7b6c5d4e3f2a1b0c',
    '-secret-9f8a7b6c5d4e3f2a1b0c',
    'export ',
  ],
  ['insert into t (a, ', ") values ('x', 'v4luev4lue')", ")\nvalues ('x', 'v4luev4lue')", ', b'],
  ['host=db ', 'user=ann ', 'ann:v4lue', 'server=db;', ';port=1'],
  ['| a ', '! b !! ', '^ c ^ ', '\n|===\n', '\n|---|---|\n', '\n|-\n', '  ', '**', '\n====  ====\n'],
  ['\n| v4luev4lue | v4luev4lue |\n', '\n| v4luev4lue || v4luev4lue\n', '\n\n|v4luev4lue |v4luev4lue\n'],
  ['\u001b[0m', '\u00a0', '\u00e2\u0080\u009c', '&quot;', '%22', '\\u001b[1m', '-D', '-> ', ' - '],
].flat();
/** What ties a value to a name, and the value. */
const values = [
  '="v4luev4lue"',
  ' = v4luev4lue\n',
  ': "v4luev4lue"',
  '=v4luev4lue',
  '("v4luev4lue")',
  ' v4luev4lue8\n',
  ' key: v4luev4lue\n',
  ' | b\n|---|---|\n| v4luev4lue | v4luev4lue |\n',
  '\n|-\n| v4luev4lue || v4luev4lue\n',
  ' !! b\n|-\n| v4luev4lue || v4luev4lue\n',
  '\n====  ====\nv4luev4lue  v4luev4lue\n',
  '%3Dv4luev4lue%26b',
  ': "v4luev4lue" -> "v4luev4lue"',
  '"]=>\n  string(10) "v4luev4lue"',
  ': theme=dark; session=abcdefgh12345678',
  "', 'session=abcdefgh12345678')",
  ' -u ann:v4luev4lue',
  ' -fsS \\\n  --user ann:v4luev4lue',
  'dXNlcjpwYXNzdzByZA==',
  'v4luev4lue;Server=db;User Id=ann',
];
/** Pieces, and often a value among them. */
export const around: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
    fc.option(fc.constantFrom(...values)),
    fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
  )
  .map(([first, value, last]) => first.join('') + (value ?? '') + last.join(''));

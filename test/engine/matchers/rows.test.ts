/** Rows that statements of SQL put into named columns, and what looks like them. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from './told.ts';

const random = createRandom('rows');
const FIRST = `q7${random.text(LETTERS, 14)}`;
const SECOND = `r8${random.text(LETTERS, 14)}`;
const filled = (text: string): string => text.replaceAll('#1', FIRST).replaceAll('#2', SECOND);

describe('values at the place of their column', () => {
  it.each([
    'COPY public.users (id, email, password) FROM stdin;\n1\ta@b.example\t#1\n2\tc@d.example\t#2\n\\.\n',
    'COPY public."Users" (id, "apiKey") FROM stdin;\r\n1\t#1\r\n2\t\\N\r\n3\t#2\r\n\\.\r\n',
    'COPY users (secret, id) FROM STDIN WITH (FORMAT text);\n#1\t1\n#2\t2\n\\.\n',
    "INSERT INTO users (id, api_key) VALUES (1, '#1'), (2, NULL), (3, '#2');\n",
    "INSERT INTO users (id, api_key) VALUES\n  (1, now(), 'x'),\n  (2, '#1'),\n  (3, '#2');\n",
    "INSERT INTO users (\n  id,\n  password\n) VALUES (\n  1,\n  '#1'\n), (2, '#2');\n",
    "INSERT INTO users (\n  password,\n  id\n) VALUES (\n  '#1', 1\n), ('#2', 2);\n",
    "INSERT INTO users\n  (id, password)\nVALUES\n  (1, '#1'), (2, N'#2');\n",
    "INSERT INTO users (id, password) SELECT 1, '#1';\nINSERT INTO users (id, password) SELECT 2, '#2';\n",
    "INSERT INTO options VALUES (12,'smtp_password','#1','yes'),(13,'api_key','#2','no');\n",
    "INSERT INTO options (id, name, value) VALUES\n  (7, 'smtp_password', '#1'),\n  (8, 'api_key', '#2');\n",
  ])('%s', (text) => expect(toldByDefault(filled(text))).toEqual([FIRST, SECOND]));
});

describe('nothing', () => {
  const digest = random.text('0123456789abcdef', 32);
  it.each([
    `COPY users (id, password) FROM stdin;\n1\t${digest}\n\\.\n`,
    `INSERT INTO users (id, password) VALUES (1, 'x'), (2, '${digest}');\n`,
    'COPY users (id, password) FROM stdin;\n1\t\\N\n\\.\n#1\t#1\n',
    'COPY users (id, password) FROM stdin;\n1\ta word or two #1\n\\.\n',
    'COPY users (id, password_updated_at, mail) FROM stdin;\n1\t#1\tx\n\\.\n',
    'COPY users (id, password) TO stdout;\n1\t#1\n',
    'SELECT (id, password) FROM stdin;\n1\t#1\n',
    'import {\n  id,\n  password\n} from "#1";\n',
    'f(\n  id,\n  password\n)("#1");\n',
    'rows = [\n  (1, "a", "#1"),\n  ("password", 2, "#1"),\n]\n',
    "(x, 'password', '#1')\n",
    "INSERT INTO users (id, mail) VALUES (1, '#1');\n",
  ])('%s', (text) => expect(toldAtAll(filled(text), 'a.txt')).toEqual([]));
});

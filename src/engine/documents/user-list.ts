/** Lists of users with their passwords: addresses of mail and passwords, `userlist.txt` of PgBouncer, `chap-secrets` and `pap-secrets` of pppd, realms of Jetty, logins. */
import type { DocumentHit } from './document.ts';
import { documentHit } from './document.ts';
import { type Line, linesOf } from './lines.ts';

/** `"user" "password"`; an address before another text in quotes is that of a visitor. */
const POOLED = /^"([^"\s/]{1,64})"[ \t]{1,32}"([^"\s]{4,256})"[ \t]{0,32}$/;
/** `client server secret`, and the addresses that the client may have. */
const DIALLED =
  /^[ \t]{0,8}"?([^"\s#;:]{1,64})"?[ \t]{1,32}"?(?:\*|[a-z0-9]{0,16}(?:ppp|pptp|l2tp|vpn)[a-z0-9-]{0,16})"?[ \t]{1,32}"?([^"\s]{4,128})"?((?:[ \t]{1,32}"?(?:[*!-]|!?[0-9a-f.:/]{3,43})"?){0,8})[ \t]{0,32}(?:#.*)?$/;

/** `user@host:password`, as people keep logins and as thieves pass them on; no address of a repository, no port. */
const MAILED =
  /^[ \t]{0,8}([\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})[:;|][ \t]?((?=\S{0,40}[A-Za-z])[^\s:;|/,]{4,64})[ \t]{0,32}$/;
/** `ann@corp.net: staff-1`: whose mailbox takes what is sent there, as mail servers keep it. */
const FORWARDED =
  /^[ \t]{0,8}\S{1,254}:[ \t]{1,32}[a-z_][a-z_.-]{1,31}(?:-\d{1,3})?[ \t]{0,32}\r?$|^[ \t]*(?:[#;].*)?\r?$/;
const isForwarded = (line: string): boolean => FORWARDED.test(line);
/** Fewer lines may be anything. */
const FEWEST_MAILED = 2;

/** `user: password,role` of Jetty and its like. */
const REALM =
  /^[ \t]{0,8}([A-Za-z0-9][\w.@-]{0,63})[ \t]{0,4}[:=][ \t]{0,8}(?!(?:OBF|MD5|CRYPT|HASH):)([^\s,{}"'`]{4,64})((?:[ \t]{0,2},[ \t]{0,2}[\w.:-]{1,60}){0,16})[ \t]{0,32}$/;
/** A comment, a password that is hashed or veiled, a group of Karaf. */
const PASSED = /^[ \t]*(?:$|[#!;]|[\w.@-]{1,64}[ \t]*[:=][ \t]*(?:(?:OBF|MD5|CRYPT|HASH):|\{)|_g_\\:)/;
/** What may stand before the first user; see `mayBeLogins` of signs.ts. */
const BEFORE = /^(?:\s*$|[ \t]*[#;])/;
/** No user is called so: lines of settings belong to other rules, before which those of documents come. */
const SETTING = /pass|pwd|secret|token|key|auth|host|url|uri|path|name|[_-](?:id|ip|db)$/i;

/** Passwords of a file of users with their roles; none unless every line has that form and the first user has a role. */
export function readRealm(text: string): DocumentHit[] {
  const hits: DocumentHit[] = [];
  for (const { line, offset } of linesOf(text)) {
    if ((hits.length === 0 ? BEFORE : PASSED).test(line)) continue;
    const [, user = '', value = '', roles = ''] = REALM.exec(line) ?? [];
    if (value === '' || SETTING.test(user) || (hits.length === 0 && roles === '')) return [];
    hits.push(passwordIn({ line, offset }, 'realm', user, value));
  }
  return hits;
}

/** `user:password`, with nothing else on the line. */
const LOGIN = /^([A-Za-z0-9][\w.\\-]{0,63}):(?!\/\/)(?=[^\s]{0,63}[A-Za-z])([^\s:]{6,64})[ \t]{0,32}$/;

/** Passwords of a file of nothing but logins; which files hold such the rule says by their path. Hashes are none. */
export function readLogins(text: string): DocumentHit[] {
  const hits: DocumentHit[] = [];
  for (const { line, offset } of linesOf(text)) {
    if (BEFORE.test(line)) continue;
    const [, user = '', value = ''] = LOGIN.exec(line) ?? [];
    if (value === '' || SETTING.test(user) || HASHED.test(value)) return [];
    hits.push(passwordIn({ line, offset }, 'login-list', user, value));
  }
  return hits;
}

/** What `.htpasswd` and `shadow` hold, a digest, or a path. */
const HASHED = /^(?:\$|\{|[*!]|[0-9a-f]{32,}$|[./][\w./]*$|[./0-9A-Za-z]{13}$)/;

/** Passwords of a list of users; none unless every line has the form of the first, or is blank or a comment. */
export function readUserList(text: string): DocumentHit[] {
  const hits: DocumentHit[] = [];
  let form: RegExp | null = null;
  for (const { line, offset } of linesOf(text)) {
    if (line.trim() !== '' && !/^[ \t]*[#;]/.test(line)) {
      form ??= FORMS.find((each) => each.test(line)) ?? DIALLED;
      const found = form.exec(line);
      if (found === null) return [];
      const [, user = '', value = ''] = found;
      // What PgBouncer keeps hashed is not what somebody typed.
      if (!/^(?:md5[0-9a-f]{32}$|SCRAM-SHA-256\$)/.test(value) && !value.startsWith('@')) {
        hits.push(passwordIn({ line, offset }, 'user-list', user, value));
      }
    }
  }
  return form === MAILED && !areMailed(text, hits) ? [] : hits;
}

/** Whether each address is another one, and half of what stands behind them is no plain word: places to copy files to are neither. */
function areMailed(text: string, hits: readonly DocumentHit[]): boolean {
  if (hits.length < FEWEST_MAILED || text.split('\n').every(isForwarded)) return false;
  const users = new Set(hits.map(({ facts = [] }) => facts[0]?.[1]));
  const telling = hits.filter(({ secretStart, secretEnd }) => TELLING.test(text.slice(secretStart, secretEnd)));
  return users.size === hits.length && telling.length * 2 >= hits.length;
}

const TELLING = /[A-Z!@#$%^&*?]|\d.*\d/;

const FORMS = [POOLED, MAILED];

/** The hit of the password that stands behind its user. */
function passwordIn(
  { line, offset }: Line,
  kind: 'realm' | 'user-list' | 'login-list',
  user: string,
  value: string,
): DocumentHit {
  const start = offset + line.indexOf(value, line.indexOf(user) + user.length);
  return documentHit(kind, { start, end: start + value.length, value, name: 'password', facts: [['user', user]] });
}

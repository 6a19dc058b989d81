/** What a value owes to the name that it stands under: its words, the name once more, a field or a place that is called so. */
import { splitWords } from './placeholder.ts';

/** `pssnapin` under `PSSnapinToken`: the name says which, and the value once more; `tokenacmeacct` under `token`: whose it is; `acmekey` under `acme_apikey`. */
export function isOwnWord(value: string, name: string): boolean {
  if (!/^[A-Za-z]{4,24}$/.test(value)) return false;
  const words = splitWords(name);
  if (words.includes(/^(.{3,})(?:key|token|secret)$/.exec(value.toLowerCase())?.[1] ?? '')) return true;
  const last = words.at(-1) ?? '';
  return words.includes(value.toLowerCase()) || (last.length >= 5 && /^[a-z]+$/.test(value) && value.startsWith(last));
}

/** An identifier that shares a word with its name, as `all_stmt` with `pass_stmt` and `AcmeCredentials` with `credentials`: both name things of one kind. */
export function isRelated(value: string, name: string): boolean {
  const isJoined =
    /^[A-Za-z]{2,24}(?:[_-][A-Za-z]{2,24}){1,5}$/.test(value) ||
    /^[A-Z]{2,16}(?:_[A-Z]{2,16}){1,5}_V?\d{1,2}$/.test(value);
  if (!isJoined && !/^[A-Z][a-z]{2,24}(?:[A-Z][a-z]{2,24}){1,5}$/.test(value)) return isAbbreviated(value, name);
  const words = new Set(splitWords(name));
  return splitWords(value).some((word) => word.length >= 4 && words.has(word));
}

/** `ACLToken` under `TopicACLToken`: an abbreviation, and the word that ends its name. */
function isAbbreviated(value: string, name: string): boolean {
  const last = /^[A-Z]{2,5}([A-Z][a-z]{3,16})$/.exec(value)?.[1]?.toLowerCase();
  return last !== undefined && splitWords(name).at(-1)?.endsWith(last) === true;
}

/** Letters and digits alone, in lower case. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function lastPart(name: string): string {
  return plain(name.slice(name.lastIndexOf('.') + 1));
}

const SHORTEST_NAME = 4;

/** `HTPASSWD = "htpasswd"`, `"privPassphrase": "privPassphrase1"`: a constant that says its own name, or one of several that are numbered. */
export function isItsName(value: string, name: string): boolean {
  const own = lastPart(name);
  if (own.length < SHORTEST_NAME || value.length > name.length + 2) return false;
  const said = plain(value);
  return said === own || (said.startsWith(own) && /^\d{1,2}$/.test(said.slice(own.length)));
}

/** `#acme_liveApiKey` under `liveApiKey`: the element of a page that is called so. */
export function isElementOfItsName(value: string, name: string): boolean {
  const own = lastPart(name);
  return own.length >= SHORTEST_NAME && /^[#.][A-Za-z][\w-]{2,80}$/.test(value) && plain(value).endsWith(own);
}

/** `token=q7…` under `token`: the field of an address, whose value is looked at by itself. */
export function isFieldOfItsName(value: string, name: string): boolean {
  const key = /^([A-Za-z][\w-]{2,40})=[^=]/.exec(value)?.[1];
  return key !== undefined && plain(key) === lastPart(name);
}

/** `proxy_pass web1:8081`: where a web server passes requests on to. */
export function isPassedOn(value: string, name: string): boolean {
  return (
    /(?:^|[_.])proxy_?pass$/i.test(name) &&
    /^(?:https?:\/\/)?[A-Za-z][\w.-]{0,62}:\d{2,5}(?:\/[\w./-]{0,80})?$/.test(value)
  );
}

/** Paths and remotes as URIs. */

/** What a path is relative to; null for an absolute one. */
export const SOURCE_ROOT = '%SRCROOT%';

const ABSOLUTE = /^(?:\/|[A-Za-z]:\/)/;

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replaceAll(/\p{Cs}/gu, '\uFFFD'));
}

/** SARIF `artifactLocation` of a path with `/`: relative to the source root, or `file:` when it is absolute. */
export function artifactLocation(path: string): { readonly uri: string; readonly uriBaseId?: string } {
  if (ABSOLUTE.test(path)) {
    const segments = path.replace(/^\//, '').split('/');
    // A drive letter keeps its colon: file:///C:/x.
    const encoded = segments.map((segment, i) =>
      i === 0 && /^[A-Za-z]:$/.test(segment) ? segment : encodeSegment(segment),
    );
    return { uri: `file:///${encoded.join('/')}` };
  }
  const uri = path.split('/').map(encodeSegment).join('/');
  return path.startsWith('../') ? { uri } : { uri, uriBaseId: SOURCE_ROOT };
}

const REMOTE_SCHEMES = new Set(['http:', 'https:', 'ssh:', 'git:']);

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/**
 * A git remote as an absolute URI without user, password, query and fragment; null when it is none, for example a
 * path on this machine. `git@host:owner/name` becomes `ssh://host/owner/name`.
 */
export function remoteUri(remote: string): string | null {
  const scp = /^(?:[^@/:]+@)?([A-Za-z0-9.-]{2,}):(?!\/\/)(.+)$/.exec(remote);
  const url = parseUrl(scp === null ? remote : `ssh://${scp[1] as string}/${(scp[2] as string).replace(/^\/+/, '')}`);
  if (url === null || !REMOTE_SCHEMES.has(url.protocol) || url.hostname === '') return null;
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}

/** The text when it is an absolute web address, else null. */
export function webUri(text: string): string | null {
  const url = parseUrl(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

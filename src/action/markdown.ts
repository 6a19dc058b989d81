/** Hostile text in a page of Markdown. */
import { escapeText } from '../findings/escape.ts';

/**
 * The text as Markdown that shows it and does nothing else: everything but letters, digits, spaces and hyphens is an
 * entity, so that no markup, table cell, tag, mention or automatic link can begin in it.
 */
export function markdownText(text: string): string {
  return escapeText(text).replace(/[^\p{L}\p{N} -]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** A path as part of a URL inside a Markdown link. */
export function urlPath(path: string): string {
  const encode = (segment: string): string =>
    encodeURIComponent(segment.replaceAll(/\p{Cs}/gu, '\uFFFD')).replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return path.split('/').map(encode).join('/');
}

const ASCII = /^[\0-\x7f]*$/;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A path of one code unit a byte as the text that it encodes; what is no UTF-8 becomes U+FFFD. */
export function pathText(path: string): string {
  if (ASCII.test(path)) return path;
  return decoder.decode(Buffer.from(path, 'latin1'));
}

/**
 * Text that stands for itself in a SARIF message: escaped so that it makes neither placeholders (specification 3.11.5)
 * nor links (3.11.6) by accident, or by somebody's design.
 */
export function messageText(text: string): string {
  return text.replaceAll(/[\\[\]]/g, String.raw`\$&`).replaceAll(/[{}]/g, '$&$&');
}

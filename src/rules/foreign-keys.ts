/** Keys of other scanners' configurations, for people who bring theirs along. */
const OURS: ReadonlyMap<string, string> = new Map([
  ['regex', 'pattern, with the group (?<secret>…) round the secret'],
  ['secretgroup', 'the group (?<secret>…) of pattern'],
  ['entropy', 'min-entropy'],
  ['path', 'paths, the endings of file names'],
  ['allowlist', '[[exceptions]], each with a reason, or exclude = ["GLOB"]'],
  ['allowlists', '[[exceptions]], each with a reason, or exclude = ["GLOB"]'],
  ['usedefault', 'the shipped rules hold unless shipped-rules = false'],
  ['disabledrules', 'disable = ["ID"] at the top of tightlip.toml'],
]);

/** `; here that is …` for a key that another scanner has for something of ours, or the empty string. */
export function foreignKey(key: string): string {
  const ours = OURS.get(key.toLowerCase());
  return ours === undefined ? '' : `; here that is: ${ours}`;
}

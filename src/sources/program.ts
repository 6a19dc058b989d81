/** Binary content in which text stands as its program or its users wrote it: executables, compiled classes, databases. */

const SIGNATURES: readonly (readonly number[])[] = [
  [0x7f, 0x45, 0x4c, 0x46], // ELF
  [0x4d, 0x5a], // Windows
  [0xce, 0xfa, 0xed, 0xfe], // macOS
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe], // a class of Java, or macOS for several machines
  [0x00, 0x61, 0x73, 0x6d], // WebAssembly
  [0x64, 0x65, 0x78, 0x0a], // Android
  [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], // SQLite
];

/** What is said of such content: it is neither read nor passed over. */
export const PROGRAM_REASON = 'binary, read for tokens with a checksum alone';

/** Whether binary content is of a kind that holds strings as they are. Pictures, archives and fonts hold none. */
export function holdsStrings(bytes: Uint8Array): boolean {
  return SIGNATURES.some((signature) => signature.every((byte, index) => bytes[index] === byte));
}

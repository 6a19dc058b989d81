/** Paths as texts: a history names few of them, each many times. */
import { latin1 } from '../../bytes/latin1.ts';
import { pathText } from '../path-text.ts';
import type { NameTable } from './name-table.ts';

export class PathTexts {
  readonly #names: NameTable;
  readonly #texts = new Map<number, string>();
  readonly #paths = new Map<string, string>();

  /** @param names - To which none is added as long as this is asked. */
  constructor(names: NameTable) {
    this.#names = names;
  }

  /** The path of one code unit a byte, by which git orders paths. */
  inBytes(names: readonly number[]): string {
    return names.map((name) => this.#textOf(name)).join('/');
  }

  /** That as the text that it encodes: one string for all equal paths. */
  decode(path: string): string {
    let text = this.#paths.get(path);
    if (text === undefined) this.#paths.set(path, (text = pathText(path)));
    return text;
  }

  #textOf(name: number): string {
    let text = this.#texts.get(name);
    if (text === undefined) this.#texts.set(name, (text = latin1(this.#names.bytesOf(name))));
    return text;
  }
}

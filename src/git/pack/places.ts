/** By the number of an object, where what is known of it begins in a list. */
export class Places {
  readonly #places: Int32Array;
  readonly #others = new Map<number, number>();

  /** @param count - Numbers below this are many; those above are few. */
  constructor(count: number) {
    this.#places = new Int32Array(count).fill(-1);
  }

  /** -1: nothing is known. */
  get(object: number): number {
    if (object < 0) return -1;
    return object < this.#places.length ? this.#places[object]! : (this.#others.get(object) ?? -1);
  }

  set(object: number, place: number): void {
    if (object < this.#places.length) this.#places[object] = place;
    else this.#others.set(object, place);
  }
}

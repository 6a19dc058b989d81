/** By the number of an object, where what is known of it begins in a list. */
export class Places {
  readonly #places: Int32Array;
  readonly #others = new Map<number, number>();

  /**
   * @param count - Numbers below this are many; those above are few.
   * @param known - The places of the first of them.
   */
  constructor(count: number, known: Int32Array) {
    this.#places = new Int32Array(count);
    this.#places.set(known);
    this.#places.fill(-1, known.length);
  }

  /** Those of the numbers that are many; borrowed. */
  get many(): Int32Array {
    return this.#places;
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

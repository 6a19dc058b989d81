/**
 * What stands at the names of a content: read once, whatever anchors lead there. A text that is all anchors and names has each name in
 * the windows of dozens of anchors.
 */
import type { Window } from './matcher.ts';

/** Places kept at most; then all are forgotten. A window has a tenth of them. */
const MOST_PLACES = 2048;

/** The bytes that are read at a place: a function of it and of nothing else. */
export interface View {
  /** Where the place is, and the view of the content begins and ends. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** What was read at places of the content at hand. */
export class NamePlaces<Place extends View> {
  readonly #read: (bytes: Uint8Array, view: View) => Place;
  #content: object | null = null;
  /** By the size of the view, by the offset of the name. */
  readonly #bySize = new Map<number, Map<number, Place>>();

  /** @param read - Reads what stands at a place, of `bytes[view.start..view.end)` alone. */
  constructor(read: (bytes: Uint8Array, view: View) => Place) {
    this.#read = read;
  }

  /**
   * What stands at an offset.
   *
   * @param size - Bytes of the view on either side; the window must hold as many where the content does.
   */
  get(window: Window, at: number, size: number): Place {
    const places = this.#of(window.content, size);
    const start = Math.max(window.start, at - size);
    const end = Math.min(window.end, at + size);
    const known = places.get(at);
    // A content that goes on may be cut elsewhere.
    if (known !== undefined && known.start === start && known.end === end) return known;
    if (places.size >= MOST_PLACES) places.clear();
    const place = this.#read(window.bytes, { at, start, end });
    places.set(at, place);
    return place;
  }

  #of(content: object, size: number): Map<number, Place> {
    if (this.#content !== content) {
      this.#content = content;
      this.#bySize.clear();
    }
    let places = this.#bySize.get(size);
    if (places === undefined) {
      places = new Map();
      this.#bySize.set(size, places);
    }
    return places;
  }
}

/** What is remembered of places stands as long as the bytes round them, and no longer. */
import { describe, expect, it } from 'vitest';
import { fromLatin1 } from '../../../src/bytes/latin1.ts';
import { NamePlaces, type View } from '../../../src/engine/matchers/name-places.ts';
import { windowAt } from './window.ts';

function counted(): { places: NamePlaces<View>; read: View[] } {
  const read: View[] = [];
  const places = new NamePlaces<View>((_, view) => {
    read.push(view);
    return view;
  });
  return { places, read };
}

const bytes = fromLatin1('x'.repeat(10_000));
const reach = { before: 500, after: 500 };
const window = windowAt(bytes, reach, 5000, 5004);

describe('places of names', () => {
  it('are read once a content and size, in a view that the window holds', () => {
    const { places, read } = counted();
    const other = { ...window, start: window.start + 20, end: window.end + 20 };
    for (const each of [window, other, window]) for (const at of [4990, 5010]) places.get(each, at, 128);
    expect(read).toEqual([
      { at: 4990, start: 4862, end: 5118 },
      { at: 5010, start: 4882, end: 5138 },
    ]);
    places.get(window, 4990, 256);
    places.get(windowAt(bytes, reach, 5000, 5004), 4990, 128);
    expect(read).toHaveLength(4);
  });

  it('are read again where the content is cut elsewhere', () => {
    const { places, read } = counted();
    places.get({ ...window, end: 5020 }, 5010, 128);
    expect(places.get(window, 5010, 128)).toEqual({ at: 5010, start: 4882, end: 5138 });
    expect(read.map(({ end }) => end)).toEqual([5020, 5138]);
  });

  it('are forgotten when there are many', () => {
    const { places, read } = counted();
    const all = { ...window, start: 0, end: bytes.length };
    for (let at = 0; at < 9000; at++) places.get(all, at, 128);
    for (let at = 0; at < 6000; at++) places.get(all, at, 128);
    expect(read).toHaveLength(15_000);
  });
});

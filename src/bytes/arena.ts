import { plain } from './latin1.ts';

/**
 * Memory that sources read into and the engine scans, so that bytes are not copied on the way. What `reserve` returned
 * is valid until the next `reserve`: borrowed, never kept.
 */
export interface Arena {
  /** At least `lengthBytes` writable bytes, exactly that long. Contents are undefined. */
  reserve(lengthBytes: number): Uint8Array;
}

const SMALLEST_BYTES = 1 << 20;

/** An arena on the JavaScript heap that grows by doubling and never shrinks below its largest request. */
export function createArena(): Arena {
  let memory: Uint8Array = new Uint8Array(0);
  return {
    reserve(lengthBytes) {
      if (lengthBytes > memory.length || memory.length === 0) {
        memory = plain(Buffer.allocUnsafeSlow(Math.max(SMALLEST_BYTES, lengthBytes, memory.length * 2)));
      }
      return memory.subarray(0, lengthBytes);
    },
  };
}

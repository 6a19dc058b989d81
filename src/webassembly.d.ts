/** The part of WebAssembly's JavaScript interface that the kernels use; Node has it, its type declarations do not. */
declare namespace WebAssembly {
  interface MemoryDescriptor {
    initial: number;
    maximum?: number;
  }
  class Memory {
    constructor(descriptor: MemoryDescriptor);
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB; earlier views of `buffer` are detached. Throws a RangeError when there is no room. */
    grow(pages: number): number;
  }
  /** Compiled code, opaque. */
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }
}

/** The WebAssembly kernel (assembly/) behind the kernel's interface. */
import { TightlipError } from '../../errors.ts';
import type { GitKernel, TreeKernel } from './kernel.ts';
import { SCRATCH_BYTES } from './kernel.ts';
import type { KernelMemory } from './memory.ts';
import { wasmBase64 } from './wasm.gen.ts';

type Call = (...numbers: number[]) => number;

let module: WebAssembly.Module | null = null;

/** The WebAssembly kernel over `memory`, whose {@link SCRATCH_BYTES} at `scratch` become its own. */
export function createWasmKernel(memory: KernelMemory, scratch: number): GitKernel {
  if (!memory.ensure(scratch + SCRATCH_BYTES)) {
    throw new TightlipError('internal', 'no memory for the git kernel; set TIGHTLIP_NO_WASM=1 to do without');
  }
  module ??= new WebAssembly.Module(Buffer.from(wasmBase64, 'base64'));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
  const { init, inflate, applyDelta, readCommit, countByte, ...others } = exports as Record<string, Call>;
  init!(scratch);
  return {
    name: 'wasm',
    memory,
    inflate: inflate as GitKernel['inflate'],
    applyDelta: (c) => applyDelta!(c.base, c.baseSize, c.delta, c.deltaSize, c.to, c.size, c.ops, c.shortest),
    readCommit: readCommit as GitKernel['readCommit'],
    countByte: countByte as GitKernel['countByte'],
    trees: {
      begin: others['beginTrees'] as TreeKernel['begin'],
      read: others['readTrees'] as TreeKernel['read'],
      toldTo: others['treesToldTo'] as TreeKernel['toldTo'],
      inOrder: others['treesInOrder'] as TreeKernel['inOrder'],
    },
  };
}

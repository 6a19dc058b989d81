/** Which kernel runs. */
import type { GitKernel } from './kernel.ts';
import type { KernelMemory } from './memory.ts';
import { createPlainKernel } from './plain-kernel.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/**
 * The fastest kernel there is.
 *
 * @param memory - Its memory; the `SCRATCH_BYTES` at `scratch` become the kernel's.
 * @param plain - Take the slow one: the off-switch, which the environment variable `TIGHTLIP_NO_WASM=1` is too.
 */
export function createGitKernel(
  memory: KernelMemory,
  scratch = 0,
  plain: boolean = process.env['TIGHTLIP_NO_WASM'] === '1',
): GitKernel {
  return plain ? createPlainKernel(memory) : createWasmKernel(memory, scratch);
}

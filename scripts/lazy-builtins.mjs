/**
 * An esbuild plugin: the dear modules of Node are loaded when something of them is first called, and not because a file
 * that might call them was read. Together they cost a fifth of a bare start, and most commits need none of them.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const DEAR = ['child_process', 'crypto', 'fs/promises', 'net', 'os', 'timers/promises', 'worker_threads', 'zlib'];

/** Functions and classes come as proxies that load the module at the first call; other exports do not come at all. */
export const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(build) {
    const filter = new RegExp(`^node:(${DEAR.join('|')})$`);
    build.onResolve({ filter }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'lazy-builtin' } : { path, external: true },
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => ({
      contents: lazyModule(path),
      loader: 'js',
    }));
  },
};

function lazyModule(name) {
  const names = Object.entries(require(name)).flatMap(([key, value]) => (typeof value === 'function' ? [key] : []));
  return `let loaded = null;
const load = () => (loaded ??= process.getBuiltinModule(${JSON.stringify(name)}));
const lazy = (key) => new Proxy(function () {}, {
  apply: (_, self, given) => load()[key].apply(self, given),
  construct: (_, given) => new (load()[key])(...given),
  get: (_, property) => load()[key][property],
});
${names.map((key) => `export const ${key} = /* @__PURE__ */ lazy(${JSON.stringify(key)});`).join('\n')}
`;
}

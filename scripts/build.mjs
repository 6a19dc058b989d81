/** Builds dist/: the rule set, the CLI (code-split), the library and the Action (one file). */
import './generate.mjs';

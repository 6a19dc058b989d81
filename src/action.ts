/** The GitHub Action. Whatever happens, it ends with a code that is none of a clean run's unless the run was clean. */
import { runAction } from './action/run-action.ts';

process.exitCode = await runAction(process.env);

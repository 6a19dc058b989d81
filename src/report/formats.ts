/** Every report format by its name. */
import { github } from './github.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import type { Report, ReportFormat } from './report.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

/** `formats[format](report, options)` is the whole of a report. */
export const formats: Readonly<Record<ReportFormat, Report>> = { text, json, jsonl, sarif, github };

/**
 * The public library API: scan, rule set, reports. Everything here is covered by semantic versioning; nothing else is.
 */
export { TightlipError } from './errors.ts';
export type { ErrorCode } from './errors.ts';
export { configure } from './config/configure.ts';
export type { Configuration, ConfigureRequest } from './config/configure.ts';
export { loadRuleSet } from './config/rule-set.ts';
export type { OptionValues } from './config/options.ts';
export type { Exception, Settings } from './config/settings.ts';
export type { Baseline, BaselineEntry } from './findings/baseline.ts';
export { parseBaseline } from './findings/baseline.ts';
export type { Finding, Introduction, Place, Receipt, ScanReport, Suppression } from './findings/finding.ts';
export { exitCodeOf } from './findings/receipt.ts';
export { formats } from './report/formats.ts';
export type { Report, ReportFormat, ReportOptions } from './report/report.ts';
export type { CompositeRule, Rule, RuleSetData, Severity, Tier } from './rules/rule.ts';
export { shippedRules } from './rules/shipped.ts';
export { redactText } from './scan/redact-text.ts';
export { redactStream } from './scan/redact.ts';
export type { StreamOptions, WriteBytes } from './scan/redact.ts';
export type { RedactSummary } from './scan/redactor.ts';
export { scan } from './scan/scan.ts';
export type { Progress, ScanRequest } from './scan/scan.ts';
export type { SourceRequest } from './sources/source.ts';
export { toolVersion } from './version.ts';

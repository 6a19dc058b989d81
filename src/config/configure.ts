/** Flags over environment over file over defaults: what a run is told to do. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { TightlipError } from '../errors.ts';
import { BASELINE_FILE } from '../findings/baseline.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import type { ReportFormat } from '../report/report.ts';
import { diskFiles, type PolicyFiles } from './files.ts';
import { findTopDirectory, loadConfig } from './load.ts';
import { FORMATS, OPTION_LIST } from './options.ts';
import type { OptionValues } from './options.ts';
import type { RuleConfig } from './parse.ts';
import type { Settings } from './settings.ts';
import { valueFromWords } from './values.ts';
import type { OptionValue } from './values.ts';

/** What settings are made from. */
export interface ConfigureRequest {
  /** What the user said on the command line, or the Action's inputs. */
  readonly flags: OptionValues;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** Where configuration is looked for; the working directory unless a command names a repository. */
  readonly directory?: string;
  /** Where configuration, packs and baseline are read; the disk unless told otherwise. */
  readonly files?: PolicyFiles;
  /** Whether the report on stdout is seen on a terminal. */
  readonly isTerminal: boolean;
}

/** All that configuration says of a run. */
export interface Configuration {
  readonly settings: Settings;
  /** What it says of the rules; null: the shipped ones as they are. */
  readonly rules: RuleConfig | null;
  /** Folder that pack paths of the configuration are relative to. */
  readonly configDirectory: string;
  /** Top of the work tree, else the working directory. */
  readonly topDirectory: string;
  /** Absolute path of the baseline, whether it exists or not. */
  readonly baselinePath: string;
  /** Where packs and baseline are read. */
  readonly files: PolicyFiles;
}

/**
 * Merges everything that configures a run.
 *
 * @throws TightlipError 'usage' or 'config': the first mistake, in one sentence with its place.
 */
export async function configure(request: ConfigureRequest): Promise<Configuration> {
  const files = request.files ?? diskFiles;
  const environment = environmentValues(request.environment);
  const top = findTopDirectory(request.directory ?? request.workingDirectory);
  const given = request.flags.config ?? environment.config ?? null;
  const loaded = await loadConfig(given, request.workingDirectory, top, files);
  const layers = [loaded.file?.values ?? {}, environment, fromHere(request.flags, request.workingDirectory)];
  const values = mergeValues(layers);
  const configDirectory = loaded.path === null ? top : path.dirname(loaded.path);
  const written = request.flags.baseline ?? environment.baseline ?? null;
  const fromFile = loaded.file?.values.baseline ?? null;
  let baselinePath = path.join(top, BASELINE_FILE);
  if (written !== null) baselinePath = path.resolve(request.workingDirectory, written);
  else if (fromFile !== null) baselinePath = path.resolve(configDirectory, fromFile);
  const isNamed = written !== null || fromFile !== null;
  const settings: Settings = {
    ...settingsFromValues(values),
    exclude: (values.exclude ?? []).map(checkedGlob),
    configPath: loaded.path,
    color: wantsColor(values, request),
    baselinePath: isNamed || (await files.exists(baselinePath)) ? baselinePath : null,
    exceptions: loaded.file?.exceptions ?? [],
  };
  refuseSecrets(settings, request.environment);
  return { settings, rules: loaded.file?.rules ?? null, configDirectory, topDirectory: top, baselinePath, files };
}

/** What the environment says, by option. */
function environmentValues(environment: ConfigureRequest['environment']): OptionValues {
  const values: Record<string, OptionValue> = {};
  for (const option of OPTION_LIST) {
    const words = option.env === undefined ? undefined : environment[option.env];
    // An empty variable counts as unset: that is how CI files and shells switch one off.
    if (words === undefined || words === '') continue;
    values[option.name] = valueFromWords(option, [words], { where: option.env!, code: 'usage' });
  }
  return values as OptionValues;
}

/** The flags, with exclusions as a shell gives them: `./` and `../` from the working directory, and through links as well as not. */
function fromHere(flags: OptionValues, workingDirectory: string): OptionValues {
  if (flags.exclude === undefined) return flags;
  const absolute = flags.exclude.map((glob) => absoluteGlob(glob, workingDirectory));
  return { ...flags, exclude: absolute.flatMap((glob) => [glob, ...resolvedGlob(glob)]) };
}

/** A glob that begins with `./` or `../` (behind a `!`, perhaps) from the root of the disk on; any other as it is. */
function absoluteGlob(glob: string, directory: string): string {
  const [, taken = '', steps, rest] = /^(!?)((?:\.{1,2}\/+)+)([^]+)$/.exec(glob) ?? [];
  if (steps === undefined) return glob;
  return `${taken}${literalGlob(path.resolve(directory, steps)).replace(/\/$/, '')}/${rest}`;
}

/** A glob that takes exactly this path. */
function literalGlob(absolutePath: string): string {
  return absolutePath
    .split(path.sep)
    .join('/')
    .replaceAll(/[*?[\]{}()!+@\\]/g, String.raw`\$&`);
}

/** Where an absolute glob leads once the links in its folders are resolved, as paths of a repository are; none when that is itself. */
function resolvedGlob(glob: string): string[] {
  const [, taken = '', body = ''] = /^(!?)(\/[^]+)$/.exec(glob) ?? [];
  const segments = body.split('/').slice(1);
  const wild = segments.findIndex((segment) => /[*?[\]{}()!+@]/.test(segment.replaceAll(/\\./g, '')));
  // One name is rather one at the repository's top than one at the disk's.
  for (let count = wild === -1 ? segments.length : wild; count > 1; count--) {
    const folder = `/${segments.slice(0, count).join('/')}`;
    const real = realPath(folder.replaceAll(/\\(.)/g, '$1'));
    if (real === null) continue;
    const resolved = [literalGlob(real), ...segments.slice(count)].join('/');
    return resolved === body ? [] : [taken + resolved];
  }
  return [];
}

function realPath(absolutePath: string): string | null {
  try {
    return realpathSync(absolutePath);
  } catch {
    return null;
  }
}

/** Later layers win; lists that add are joined. */
function mergeValues(layers: readonly OptionValues[]): OptionValues {
  const merged: Record<string, OptionValue> = {};
  for (const layer of layers) {
    for (const option of OPTION_LIST) {
      const value = (layer as Readonly<Record<string, OptionValue | undefined>>)[option.name];
      if (value === undefined) continue;
      const before = merged[option.name];
      merged[option.name] =
        option.adds === true && Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    }
  }
  return merged as OptionValues;
}

/**
 * The glob itself.
 *
 * @throws TightlipError 'config' for a regular expression, which would leave nothing out and not say so.
 */
function checkedGlob(glob: string): string {
  if (!/^!?\^|[^\\]\$$/.test(glob)) return glob;
  throw new TightlipError('config', `exclude "${glob}": takes a glob such as *.lock or /vendor, no regular expression`);
}

type ValueSettings = Omit<Settings, 'configPath' | 'color' | 'baselinePath' | 'exceptions' | 'exclude'>;

function settingsFromValues(values: OptionValues): ValueSettings {
  return {
    format: values.format ?? 'text',
    reports: (values.report ?? []).map((word) => reportTarget(word)),
    minTier: values['min-tier'] ?? 'likely',
    jobs: values.jobs ?? 0,
    maxFileSizeBytes: values['max-file-size'] ?? null,
    onlyRules: values.rule ?? [],
    readIgnored: values['no-ignore'] ?? false,
    history: {
      all: values.all ?? false,
      branches: values.branch ?? [],
      since: values.since ?? null,
      unreachable: values.unreachable ?? false,
    },
    engine: values.engine ?? 'packs',
    cache: values.cache ?? false,
    profile: values.profile ?? false,
    quiet: values.quiet ?? false,
    showSecrets: values['show-secrets'] ?? false,
    showSuppressed: values['show-suppressed'] ?? false,
  };
}

function reportTarget(word: string): { format: ReportFormat; path: string } {
  const cut = word.indexOf('=');
  const format = cut < 0 ? word : word.slice(0, cut);
  const target = cut < 0 ? '' : word.slice(cut + 1);
  if (!isFormat(format)) {
    const hint = didYouMean(format, FORMATS);
    throw new TightlipError('usage', `--report: expected FORMAT=PATH with one of ${FORMATS.join(', ')}${hint}`);
  }
  if (target === '-') {
    throw new TightlipError(
      'usage',
      `--report: ${word} would be a file called "-": write --format ${format} for stdout`,
    );
  }
  if (target === '') throw new TightlipError('usage', `--report: say where to: --report ${format}=PATH`);
  return { format, path: target };
}

function isFormat(word: string): word is ReportFormat {
  return (FORMATS as readonly string[]).includes(word);
}

/** `--no-color`, then `FORCE_COLOR`, then `NO_COLOR`, then whether anybody sees it: the order Node itself keeps. */
function wantsColor(values: OptionValues, request: ConfigureRequest): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = request.environment;
  if (values['no-color'] === true) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return request.isTerminal && TERM !== 'dumb';
}

function refuseSecrets(settings: Settings, environment: ConfigureRequest['environment']): void {
  if (!settings.showSecrets) return;
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if ((isSet('CI') || isSet('GITHUB_ACTIONS')) && environment['TIGHTLIP_ALLOW_SECRETS_IN_CI'] !== '1') {
    throw new TightlipError(
      'usage',
      '--show-secrets is refused in CI, where logs and artifacts are kept: run it on your own machine (or set TIGHTLIP_ALLOW_SECRETS_IN_CI=1)',
    );
  }
  const formats = [settings.format, ...settings.reports.map((report) => report.format)];
  if (!formats.includes('json') && !formats.includes('jsonl')) {
    throw new TightlipError(
      'usage',
      '--show-secrets works with --format json or jsonl only: the other formats never show a value',
    );
  }
}

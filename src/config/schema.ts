/** The JSON Schema of `tightlip.toml`, made from the tables that the parser reads. */
import { FINGERPRINT_PATTERN } from '../findings/fingerprint-prefix.ts';
import type { JsonSchema } from '../rules/json-schema.ts';
import { rulesSchemaProperties } from '../rules/json-schema.ts';
import { SEVERITIES } from '../rules/schema.ts';
import { EXCEPTION_KEYS } from './exceptions.ts';
import { OPTION_LIST } from './options.ts';
import type { Option } from './options.ts';
import { OTHER_KEYS } from './parse.ts';

const WORD = { type: 'string', minLength: 1 };
const WORDS = { type: 'array', items: WORD };

/** Schema of a whole configuration, as `docs/schemas/tightlip.schema.json` ships it. */
export function configJsonSchema(): JsonSchema {
  const options = OPTION_LIST.filter((option) => option.key !== undefined);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tightlip:config',
    title: 'tightlip.toml',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(
        options.map((option) => [option.key, { description: describe(option), ...kindOf(option) }]),
      ),
      exceptions: { description: OTHER_KEYS.exceptions, type: 'array', items: exceptionSchema() },
      packs: { description: OTHER_KEYS.packs, ...WORDS },
      disable: { description: OTHER_KEYS.disable, ...WORDS },
      severity: { description: OTHER_KEYS.severity, type: 'object', additionalProperties: { enum: SEVERITIES } },
      'shipped-rules': { description: OTHER_KEYS['shipped-rules'], type: 'boolean' },
      ...rulesSchemaProperties(),
    },
  };
}

function describe(option: Option): string {
  const help = `${option.help[0]!.toUpperCase()}${option.help.slice(1)}`;
  return option.default === '' ? `${help}.` : `${help}. Default: ${option.default}.`;
}

function kindOf(option: Option): JsonSchema {
  switch (option.type) {
    case 'flag':
      return { type: 'boolean' };
    case 'list':
      return WORDS;
    case 'count':
      return { type: 'integer', minimum: 0, maximum: 1024 };
    case 'size':
      return {
        anyOf: [
          { type: 'integer', minimum: 1 },
          { type: 'string', pattern: '^0{0,11}[1-9][0-9]{0,11} ?([KkMmGg][Ii]?[Bb]|[Bb])?$' },
        ],
      };
    case 'choice':
      return { enum: option.choices };
    case 'text':
    case 'path':
      return WORD;
  }
}

const EXCEPTION_PATTERNS: Readonly<Record<string, string>> = {
  fingerprint: FINGERPRINT_PATTERN,
  until: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
};

function exceptionSchema(): JsonSchema {
  const keys = Object.entries(EXCEPTION_KEYS);
  return {
    type: 'object',
    additionalProperties: false,
    required: ['reason'],
    anyOf: ['rule', 'path', 'fingerprint'].map((key) => ({ required: [key] })),
    properties: Object.fromEntries(
      keys.map(([key, description]) => [
        key,
        { description, ...WORD, pattern: EXCEPTION_PATTERNS[key] ?? String.raw`\S` },
      ]),
    ),
  };
}

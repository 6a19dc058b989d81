/** The JSON Schema of a rule pack, made from the table of keys that the parser reads. */
import { COMPOSITE_KEYS, EXTEND_KEYS, PACK_KEYS, RULE_KEYS } from './schema.ts';
import type { KeyKind, KeySpec } from './schema.ts';

/** A JSON Schema (draft 2020-12) as plain data; editors that know TOML take it as well. */
export type JsonSchema = { readonly [key: string]: unknown };

/** Schema of a whole pack file, as `docs/schemas/rule-pack.schema.json` ships it. */
export function packJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tightlip:rule-pack',
    title: 'Tightlip rule pack',
    type: 'object',
    additionalProperties: false,
    required: ['pack'],
    properties: {
      pack: tableSchema(PACK_KEYS),
      ...rulesSchemaProperties(),
    },
  };
}

/** The properties `rules`, `composites` and `extend`, which a pack and a configuration file have in common. */
export function rulesSchemaProperties(): JsonSchema {
  const exclusive = [{ required: ['pattern'] }, { required: ['matcher'] }];
  return {
    rules: { type: 'array', items: { ...tableSchema(RULE_KEYS), oneOf: exclusive } },
    composites: { type: 'array', items: tableSchema(COMPOSITE_KEYS) },
    extend: { type: 'array', items: tableSchema(EXTEND_KEYS) },
  };
}

function tableSchema(specs: readonly KeySpec[]): JsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required: specs.filter((spec) => spec.required === true).map((spec) => spec.key),
    properties: Object.fromEntries(
      specs.map((spec) => [spec.key, { description: spec.about, ...kindSchema(spec.kind) }]),
    ),
  };
}

function kindSchema(kind: KeyKind): JsonSchema {
  switch (kind.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
    case 'number':
      return { type: kind.type, minimum: kind.least, maximum: kind.most };
    case 'strings':
      return { type: 'array', items: { type: 'string', minLength: 1 } };
    case 'parts':
      return {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rules'],
          properties: {
            rules: { type: 'array', items: { type: 'string', minLength: 1 } },
            optional: { type: 'boolean' },
          },
        },
      };
    case 'string':
      return {
        type: 'string',
        ...(kind.oneOf === undefined ? {} : { enum: kind.oneOf }),
        ...(kind.form === 'kebab' ? { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' } : {}),
      };
  }
}

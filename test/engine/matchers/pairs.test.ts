/** Names and values that stand apart: in collections of requests, lists of variables and elements beside each other; and names in quotes that are written as codes. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/rules/generators/random.ts';
import { LETTERS } from '../../support/letters.ts';
import { toldAtAll, toldByDefault } from './told.ts';

const random = createRandom('pairs');
const VALUE = `q7${random.text(LETTERS, 14)}`;
const filled = (text: string): string => text.replaceAll('#', VALUE).replaceAll('@', '#');

describe('a value', () => {
  it.each([
    '{"key": "api_key", "value": "#", "type": "string"}',
    '{"type": "string", "value": "#", "key": "password"}',
    '{\n  "key": "password",\n  "type": "string",\n  "enabled": true,\n  "description": "of the shop",\n  "value": "#"\n}',
    '{\n  "key": "DB_PASSWORD",\n  "variable_type": "env_var",\n  "protected": false,\n  "masked": true,\n  "value": "#"\n}',
    '{"key": "api_token", "initialValue": "", "currentValue": "#", "enabled": true}',
    '{"name": "/shop/db-password", "type": "SecureString", "value": "#"}',
    '- name: DB_PASSWORD\n  value: >-\n    #\n',
    '- name: DB_PASSWORD\n  value:\n    #\n',
    '- name: DB_PASSWORD\n  displayName: Password\n  description: of the shop\n  required: true\n  value: "#"\n',
    'option_settings:\n  - namespace: aws:x\n    option_name: DB_PASSWORD\n    value: #\n',
    '<name>DB_PASSWORD</name>\n  <description>of the shop</description>\n  <defaultValue>#</defaultValue>\n',
    '<env-entry-name>dbPassword</env-entry-name>\n<env-entry-type>java.lang.String</env-entry-type>\n<env-entry-value>#</env-entry-value>\n',
    '<param-name>dbPassword</param-name><param-value>#</param-value>',
    '<con:name>password</con:name><con:value>#</con:value>',
    'password: > @ of the shop\n  #\n',
    'password: >-\n\n  #\n',
    String.raw`{\x22user\x22:\x22bot\x22,\x22password\x22:\x22#\x22}`,
    String.raw`{\\u0022password\\u0022:\\u0022#\\u0022}`,
    String.raw`{\042password\042:\042#\042}`,
    'q=%7B%22user%22%3A%22bot%22%2C%22password%22%3A%22#%22%7D',
    'q=%257B%2522password%2522%253A%2522#%2522%257D',
    'q=%7B%5C%22password%5C%22%3A%5C%22#%5C%22%7D',
    String.raw`x?api_key\x3d# y`,
  ])('%s', (text) => expect(toldByDefault(filled(text))).toEqual([VALUE]));
});

describe('nothing', () => {
  it.each([
    '{"key": "password", "type": "string"}, {"key": "region", "value": "#"}',
    '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: #\n',
    '- name: DB_PASSWORD\n  value:\n- name: REGION\n  value: #\n',
    '- name: DB_PASSWORD\n  value:\n  other: #\n',
    '<name>DB_PASSWORD</name>\n<description>#</description>\n<trim>false</trim>\n',
    '<name>password</name>\n<link>x</link>\n<value>#</value>\n',
    '{"name": "/shop/password-policy", "value": "#"}',
    String.raw`{\x22password_policy\x22:\x22#\x22}`,
    'q=%22password%22%2C%22#%22',
  ])('%s', (text) => expect(toldAtAll(filled(text), 'a.txt')).toEqual([]));
});

/** A regex as a small tree for the static checks: what can match, how long it gets, what may follow. Build time only. */
import { RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import { escapedBytes } from './ascii.ts';

/** A set of byte values; bit `n` says that byte `n` is in it. */
export type ByteSet = bigint;

/** One node. `at` is its offset in the source, `source` its text. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: ByteSet; readonly at: number; readonly source: string }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly name: string; readonly item: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly at: number;
      readonly source: string;
    }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negate: boolean; readonly item: PatternNode }
  | { readonly kind: 'edge'; readonly source: '^' | '$' }
  | { readonly kind: 'boundary' };

/** Why a regex cannot be used, as the end of a sentence: "has a back-reference, which …". */
export class PatternError extends Error {}

export const EVERY_BYTE: ByteSet = (1n << 256n) - 1n;

/** @throws PatternError when the source is no regex of JavaScript, or uses what windows of bytes cannot have. */
export function parsePattern(source: string, ignoreCase: boolean): PatternNode {
  let pattern: AST.Pattern;
  try {
    pattern = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, {
      unicode: false,
      unicodeSets: false,
    });
  } catch (error) {
    if (!(error instanceof RegExpSyntaxError)) throw error;
    const reason = error.message.slice(error.message.lastIndexOf(': ') + 2).toLowerCase();
    throw new PatternError(`is no regex: ${reason}${hintFor(source)}`, { cause: error });
  }
  if (/(?<!\\)\{,[0-9]{1,5}\}/.test(source.replace(/\[(?:\\.|[^\]\\])*\]/g, '[]')))
    throw new PatternError('has {,n}, which is no repeat in JavaScript: write {0,n}');
  return toChoice(pattern.alternatives, ignoreCase);
}

/** What of another engine's syntax is written otherwise here. */
function hintFor(source: string): string {
  if (source.includes('(?P<')) return ' (write (?<name>…) for (?P<name>…))';
  if (/\(\?[a-z]{1,5}[):]/.test(source)) return ' (write ignore-case = true for (?i))';
  return '';
}

function toChoice(alternatives: readonly AST.Alternative[], ignoreCase: boolean): PatternNode {
  const options = alternatives.map((alternative): PatternNode => ({
    kind: 'sequence',
    items: alternative.elements.map((element) => toNode(element, ignoreCase)),
  }));
  return options.length === 1 ? (options[0] as PatternNode) : { kind: 'choice', options };
}

function toNode(element: AST.Element, ignoreCase: boolean): PatternNode {
  switch (element.type) {
    case 'Group':
      if (element.modifiers !== null) throw new PatternError('has inline flags, which not every Node has');
      return toChoice(element.alternatives, ignoreCase);
    case 'CapturingGroup':
      return { kind: 'group', name: element.name ?? '', item: toChoice(element.alternatives, ignoreCase) };
    case 'Quantifier':
      return {
        kind: 'repeat',
        item: toNode(element.element, ignoreCase),
        min: element.min,
        max: element.max,
        at: element.start,
        source: element.raw,
      };
    case 'Assertion':
      return toAssertion(element, ignoreCase);
    case 'Backreference':
      throw new PatternError('has a back-reference, which no linear engine can run; write the group out');
    case 'Character':
    case 'CharacterClass':
    case 'CharacterSet':
      return { kind: 'set', set: setOf(element, ignoreCase), at: element.start, source: element.raw };
    case 'ExpressionCharacterClass':
      throw new PatternError('has a class that needs the v flag');
  }
}

function toAssertion(element: AST.Assertion, ignoreCase: boolean): PatternNode {
  switch (element.kind) {
    case 'lookahead':
    case 'lookbehind':
      return {
        kind: 'look',
        ahead: element.kind === 'lookahead',
        negate: element.negate,
        item: toChoice(element.alternatives, ignoreCase),
      };
    case 'word':
      return { kind: 'boundary' };
    case 'start':
      return { kind: 'edge', source: '^' };
    case 'end':
      return { kind: 'edge', source: '$' };
  }
}

function setOf(element: AST.Character | AST.CharacterClass | AST.CharacterSet, ignoreCase: boolean): ByteSet {
  if (element.type === 'Character') return setOfCharacter(element, ignoreCase);
  if (element.type === 'CharacterSet') return setOfEscape(element);
  if (/\[:\^?[a-z]{1,10}:\]$/.test(element.raw))
    throw new PatternError(
      `has ${element.raw}], but JavaScript has no such names of classes: write [A-Za-z0-9] for [[:alnum:]]`,
    );
  let set = 0n;
  for (const part of element.elements) {
    if (part.type === 'CharacterClassRange') {
      requireBytes(part.min);
      requireBytes(part.max);
      set |= range(part.min.value, part.max.value, ignoreCase);
    } else if (part.type === 'Character' || part.type === 'CharacterSet') set |= setOf(part, ignoreCase);
    else throw new PatternError('has a class that needs the v flag');
  }
  return element.negate ? EVERY_BYTE & ~set : set;
}

function setOfCharacter(element: AST.Character, ignoreCase: boolean): ByteSet {
  requireBytes(element);
  return range(element.value, element.value, ignoreCase);
}

/** Refuses what would quietly mean something else: a letter of several bytes as one, and an escape that JavaScript reads as the letter alone. */
function requireBytes({ raw, value, parent }: AST.Character): void {
  if (value > 0x7f && !raw.startsWith('\\')) {
    const isInClass = parent.type === 'CharacterClass' || parent.type === 'CharacterClassRange';
    throw new PatternError(
      isInClass
        ? `has "${raw}" in a class, where each character is one byte and it is more: write (?:${raw}|[…])`
        : `has "${raw}", which is more than one byte: write ${escapedBytes(raw)}`,
    );
  }
  if (/^\\[A-Za-z]$/.test(raw) && raw.charCodeAt(1) === value)
    throw new PatternError(`has ${raw}, which is no escape in JavaScript but the letter ${raw.slice(1)} alone`);
}

function setOfEscape(element: AST.CharacterSet): ByteSet {
  if (element.kind === 'any') return EVERY_BYTE & ~byteSet('\n\r');
  if (element.kind === 'property') throw new PatternError('has a Unicode property, which bytes do not have');
  const sets = { digit: DIGITS, word: WORD, space: SPACES } as const;
  const set = sets[element.kind];
  return element.negate ? EVERY_BYTE & ~set : set;
}

function range(first: number, last: number, ignoreCase: boolean): ByteSet {
  if (last > 255) throw new PatternError('has a character outside latin1; write its UTF-8 bytes as \\xNN\\xNN');
  let set = 0n;
  for (let value = first; value <= last; value++) {
    set |= 1n << BigInt(value);
    if (!ignoreCase) continue;
    const isLetter = (value >= 0x41 && value <= 0x5a) || (value >= 0x61 && value <= 0x7a);
    if (isLetter) set |= 1n << BigInt(value ^ 0x20);
  }
  return set;
}

/** The set of a text's characters. */
export function byteSet(text: string): ByteSet {
  let set = 0n;
  for (const char of text) set |= 1n << BigInt(char.charCodeAt(0));
  return set;
}

/** The characters of a set, in ascending order, one code unit a byte. */
export function charsOf(set: ByteSet): string {
  let text = '';
  for (let value = 0; value < 256; value++) if ((set >> BigInt(value)) & 1n) text += String.fromCharCode(value);
  return text;
}

const DIGITS = byteSet('0123456789');
const WORD = DIGITS | byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_');
/** As V8 has it on latin1: byte 0xA0 is a space. */
const SPACES = byteSet('\t\n\v\f\r \u00a0');

/** What a node comes to, by what its parts come to. Assertions and edges match nothing. */
interface Fold<T> {
  readonly nothing: T;
  readonly set: (set: ByteSet) => T;
  readonly sequence: (items: readonly T[]) => T;
  readonly choice: (options: readonly T[]) => T;
  readonly repeat: (item: T, min: number, max: number) => T;
}

function fold<T>(node: PatternNode, by: Fold<T>): T {
  switch (node.kind) {
    case 'set':
      return by.set(node.set);
    case 'sequence':
      return by.sequence(node.items.map((item) => fold(item, by)));
    case 'choice':
      return by.choice(node.options.map((option) => fold(option, by)));
    case 'group':
      return fold(node.item, by);
    case 'repeat':
      return by.repeat(fold(node.item, by), node.min, node.max);
    case 'look':
    case 'edge':
    case 'boundary':
      return by.nothing;
  }
}

const BYTES = { nothing: 0, set: () => 1, sequence: (items: readonly number[]) => items.reduce((a, b) => a + b, 0) };

const LONGEST: Fold<number> = {
  ...BYTES,
  choice: (options) => Math.max(...options),
  repeat: (item, _, max) => (max === 0 ? 0 : item * max),
};

const SHORTEST: Fold<number> = {
  ...BYTES,
  choice: (options) => Math.min(...options),
  repeat: (item, min) => item * min,
};

const union = (sets: readonly ByteSet[]): ByteSet => sets.reduce((all, set) => all | set, 0n);

const SETS: Fold<ByteSet> = {
  nothing: 0n,
  set: (set) => set,
  sequence: union,
  choice: union,
  repeat: (item) => item,
};

/** Most bytes that a node can match; Infinity with `*`, `+` or `{n,}`. */
export function longestBytes(node: PatternNode): number {
  return fold(node, LONGEST);
}

/** Fewest bytes that a node can match. */
export function shortestBytes(node: PatternNode): number {
  return fold(node, SHORTEST);
}

/** Every byte that may stand in what a node matches. */
export function setsOf(node: PatternNode): ByteSet {
  return fold(node, SETS);
}

/** A set as a class of a regex. */
export function showSet(set: ByteSet): string {
  const codes = [...charsOf(set)].map((char) => char.charCodeAt(0));
  const show = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`;
  let text = '';
  for (let i = 0; i < codes.length; i++) {
    const first = codes[i]!;
    while (codes[i + 1] === codes[i]! + 1) i++;
    text += codes[i] === first ? show(first) : `${show(first)}-${show(codes[i]!)}`;
  }
  return `[${text}]`;
}

/** Most bytes outside the match that its assertions look at, at least 1. */
export function lookedAtBytes(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
      return Math.max(1, ...node.items.map(lookedAtBytes));
    case 'choice':
      return Math.max(1, ...node.options.map(lookedAtBytes));
    case 'group':
    case 'repeat':
      return lookedAtBytes(node.item);
    case 'look':
      return Math.max(1, longestBytes(node.item) + lookedAtBytes(node.item) - 1);
    case 'set':
    case 'edge':
    case 'boundary':
      return 1;
  }
}

/** Every node, the node itself first. */
export function* walk(node: PatternNode): Generator<PatternNode> {
  yield node;
  if (node.kind === 'sequence') for (const item of node.items) yield* walk(item);
  else if (node.kind === 'choice') for (const option of node.options) yield* walk(option);
  else if (node.kind === 'group' || node.kind === 'repeat' || node.kind === 'look') yield* walk(node.item);
}

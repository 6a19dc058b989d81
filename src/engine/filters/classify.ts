/** What a value looks like when it is no credential: marks, and how rare it is. A function of the value and the text before it. */
import { Mark } from '../match.ts';
import { isMasked, isPlaceholder, isRepetitive } from './placeholder.ts';
import { rarityOf } from './rarity.ts';
import { isReference } from './reference.ts';
import { isDigest, isOtherShape, isProtected, isPublic, isUuid } from './shape.ts';

/** What is known of a value beside its bytes. */
export interface ValueContext {
  /** Up to 48 bytes before the value, latin1. */
  readonly before: string;
  readonly isQuoted: boolean;
  /** People choose it: words are no sign against it. */
  readonly isGuessable: boolean;
  /** The format names its provider: only stand-ins speak against it, not its form. */
  readonly isTyped: boolean;
  /** The rule says what its values look like, so a UUID or a number is what it asked for. */
  readonly isShaped: boolean;
}

/** Below it a value without digits is words; random letters lie above .8. */
const WORDS_RARITY = 0.6;

/** Marks and rarity of a value (latin1). Linear in its length; patterns are anchored or bounded. */
export function classify(value: string, context: ValueContext): { marks: number; rarity: number } {
  const rarity = rarityOf(value);
  let marks = 0;
  if (isMasked(value)) marks |= Mark.Masked;
  if (isRepetitive(value)) marks |= context.isGuessable && value.length < 16 ? Mark.LowEntropy : Mark.Repetitive;
  if (isPlaceholder(value)) marks |= Mark.Placeholder;
  if (context.isTyped) return { marks, rarity };
  if (isReference(value, context.isQuoted)) marks |= Mark.Reference;
  if (isProtected(value)) marks |= Mark.Protected;
  if (isPublic(value)) marks |= Mark.Public;
  if ((isUuid(value) && !context.isShaped) || isDigest(value, context.before)) marks |= Mark.Digest;
  if (!context.isShaped && isOtherShape(value)) marks |= Mark.Shape;
  if (rarity < WORDS_RARITY && !/\d/.test(value)) marks |= Mark.Words;
  return { marks, rarity };
}

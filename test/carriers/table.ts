/** Credentials times carriers: what the scanner finds of each, and why the rest is no fault. */
import { toText } from '../../src/bytes/encoding.ts';
import { compileRuleSet } from '../../src/engine/rule-set.ts';
import { scanDocument } from '../../src/engine/scan-document.ts';
import { judge } from '../../src/findings/judge.ts';
import { shippedRules } from '../../src/rules/shipped.ts';
import { CARRIERS, type Carrier } from './carriers.ts';
import { type Credential, makeCredentials } from './credentials.ts';
import { explanationOf } from './explained.ts';
import { STAND_INS, type StandIn } from './references.ts';

/** What came of one credential in one carrier. `unwritable`: the form cannot hold such a value. */
export type Outcome = 'found' | 'explained' | 'unwritable' | 'missed';

export interface Cell {
  readonly credential: Credential;
  readonly carrier: Carrier;
  readonly outcome: Outcome;
  /** What was found instead, or the sentence that explains; never a value. */
  readonly note: string;
}

/** A stand-in that was taken for a secret. */
export interface Alarm {
  readonly name: string;
  readonly standIn: StandIn;
  readonly carrier: Carrier;
  readonly rule: string;
}

const ruleSet = compileRuleSet(shippedRules);
/** Any instant will do: no credential here expires. */
const NOW_MS = Date.UTC(2026, 0, 1);

interface Hit {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly rule: string;
}

function toBytes(text: string, carrier: Carrier): Uint8Array {
  const bytes = toText(carrier.toBytes?.(text) ?? Buffer.from(text));
  if (bytes === null) throw new Error(`${carrier.name} is taken for binary content`);
  return bytes;
}

function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (bytes[i] === 0x0a) line++;
  return line;
}

/** Findings at tier likely or better. */
function scanAs(bytes: Uint8Array, path: string): Hit[] {
  return scanDocument(bytes, ruleSet).flatMap((match): Hit[] => {
    const rule = match.composite >= 0 ? ruleSet.composites[match.composite] : ruleSet.rules[match.rule];
    if (rule === undefined || ('partOnly' in rule && rule.partOnly)) return [];
    const tier = judge(rule, match.evidence, path, NOW_MS);
    if (tier !== 'proven' && tier !== 'likely') return [];
    return [{ start: match.secretStart, end: match.secretEnd, line: lineOf(bytes, match.secretStart), rule: rule.id }];
  });
}

/** Text of a credential in a carrier; the other half of a pair comes first, in the same form. */
export function writeText(credential: Credential, carrier: Carrier): string {
  const encode = carrier.encode ?? ((text: string) => text);
  const { companion } = credential;
  const first = companion === null ? '' : carrier.write(companion.name, encode(companion.value));
  return first + carrier.write(credential.name, encode(credential.value));
}

function measure(credential: Credential, carrier: Carrier): Cell {
  const cell = (outcome: Outcome, note = ''): Cell => ({ credential, carrier, outcome, note });
  if (carrier.cannot?.test(credential.value)) return cell('unwritable');
  const bytes = toBytes(writeText(credential, carrier), carrier);
  const encode = carrier.encode ?? ((text: string) => text);
  const value = encode(credential.value);
  const secret = carrier.isWhole === true ? value : encode(credential.secret);
  const text = Buffer.from(bytes);
  const start = text.indexOf(secret, text.lastIndexOf(value));
  const end = start + Buffer.byteLength(secret);
  const hits = scanAs(bytes, carrier.path);
  const exact = hits.find((hit) => hit.start === start && hit.end === end);
  if (exact?.rule.startsWith(credential.rule)) return cell('found');
  const covering = hits.find((hit) => hit.start <= start && end <= hit.end);
  const why = explanationOf(credential, carrier, covering !== undefined);
  if (why !== null) return cell('explained', why);
  if (exact !== undefined) return cell('missed', `found as ${exact.rule}`);
  const near = hits.find((hit) => hit.start < end && start < hit.end);
  return cell('missed', near ? `${near.rule} at ${near.start - start}, ${near.end - end}` : 'nothing found');
}

/** Every credential in every carrier. */
export function measureAll(): Cell[] {
  return makeCredentials().flatMap((credential) => CARRIERS.map((carrier) => measure(credential, carrier)));
}

/** Every stand-in in every carrier under every name: those that were taken for secrets, and how many were tried. */
export function findAlarms(): { alarms: Alarm[]; tried: number } {
  const names = [...new Set(makeCredentials().map(({ name }) => name))];
  const alarms: Alarm[] = [];
  let tried = 0;
  for (const carrier of CARRIERS) {
    for (const standIn of STAND_INS) {
      const text = (carrier.encode ?? String)(standIn.text);
      for (const name of names) {
        tried++;
        const hits = scanAs(toBytes(carrier.write(name, text), carrier), carrier.path);
        for (const { rule } of hits) alarms.push({ name, standIn, carrier, rule });
      }
    }
  }
  return { alarms, tried };
}

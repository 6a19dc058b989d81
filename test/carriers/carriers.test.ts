import { describe, expect, it } from 'vitest';
import { findAlarms, measureAll } from './table.ts';

describe('credentials in carriers', () => {
  const cells = measureAll();

  it('covers forty forms and forty credentials', () => {
    expect(new Set(cells.map((cell) => cell.carrier.name)).size).toBeGreaterThanOrEqual(40);
    expect(
      new Set(cells.map((cell) => `${cell.credential.name} ${cell.credential.variant}`)).size,
    ).toBeGreaterThanOrEqual(40);
  });

  it('finds every credential in every form that can hold it, with the exact span, or says why not', () => {
    const missed = cells.filter((cell) => cell.outcome === 'missed');
    expect(
      missed.map(
        ({ credential, carrier, note }) => `${credential.name} ${credential.variant} in ${carrier.name}: ${note}`,
      ),
    ).toEqual([]);
  });

  it('takes no reference, placeholder or mask for a secret', { timeout: 600_000 }, () => {
    const { alarms, tried } = findAlarms();
    expect(tried).toBeGreaterThan(10_000);
    expect(
      alarms.map(({ name, standIn, carrier, rule }) => `${standIn.text} as ${name} in ${carrier.name}: ${rule}`),
    ).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { drawEvents, finalStock } from './events.ts';
import { readOptions } from './options.ts';

const options = readOptions(['--events', '500', '--skus', '20', '--seed', '5']);

it('draws the same events for the same seed: every change of every SKU, some again, none in order', () => {
  const events = drawEvents(options);
  expect(drawEvents(options)).toEqual(events);
  expect(events).toHaveLength(500);
  const changes = new Set(events.map(({ sku, version }) => `${sku} ${version}`));
  expect(changes.size).toBe(400);
  for (const [sku, { version }] of finalStock(events)) {
    for (let one = 1; one <= version; one += 1) expect(changes).toContain(`${sku} ${one}`);
  }
  expect(finalStock(events).size).toBe(20);
});

it('refuses what makes no sense', () => {
  expect(() => readOptions(['--events', '0'])).toThrow('--events is a whole number from 1 on.');
  expect(() => readOptions(['--events', '10', '--skus', '20'])).toThrow('fewer events than SKUs');
  expect(() => readOptions(['--duplicates', '1'])).toThrow('--duplicates');
});

import { expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { loadTypes } from './packs.ts';

it('finds the definition of every type of the catalogue in the pack of its system', async () => {
  const strays: string[] = [];
  for (const [type, definition] of catalogue) {
    const loaded = await loadTypes([type]);
    if (!loaded.includes(definition)) strays.push(type);
  }
  expect(strays).toEqual([]);
});

it('loads nothing for types that nobody knows, and each pack once', async () => {
  expect(await loadTypes(['acme.explode'])).toEqual([]);
  const loaded = await loadTypes(['sap.create-delivery', 'sap.create-invoice']);
  expect(new Set(loaded).size).toBe(loaded.length);
  expect(loaded.every(({ type }) => type.startsWith('sap.'))).toBe(true);
});

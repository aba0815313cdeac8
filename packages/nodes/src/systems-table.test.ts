import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { connectionTypes } from './connections.ts';
import { samples } from './samples/index.ts';
import { residents } from './simulators/residents.ts';

/** Rows of the table of systems in the README of the project, cells as they stand there. */
const rows = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  .split('\n## Systems\n')[1]
  ?.split('\n## ')[0]
  ?.split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()));
const named = (cell: string | undefined): readonly string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

it('the table of systems has a row for each, with its steps, its simulator and flows that there are', () => {
  const known = (rows ?? []).map(([system = '']) => system);
  const labels = connectionTypes.map(({ label }) => label);
  const calls: Readonly<Record<string, string>> = {
    WMS: 'Warehouse, our own shape',
    'Amazon Selling Partner': 'Amazon SP-API',
  };
  expect(known.toSorted()).toEqual(labels.map((label) => calls[label] ?? label).toSorted());

  const inDemo = new Set(Object.values(residents).map(({ connectionType }) => connectionType));
  const flows = new Set(samples.map(({ id }) => id));
  for (const [at, [system, steps, , simulator, some]] of (rows ?? []).entries()) {
    const type = connectionTypes.find(({ label }) => (calls[label] ?? label) === system);
    expect([at, system, simulator?.startsWith('yes')]).toEqual([at, system, inDemo.has(type?.system ?? '')]);
    expect([system, named(some).filter((id) => !flows.has(id))]).toEqual([system, []]);
    if (system === 'HTTP') continue;
    const prefixes = new Set(named(steps).length === 0 ? [] : [prefixOf(type?.system ?? '')]);
    const types = [...catalogue.keys()].filter((name) => prefixes.has(name.split('.')[0] ?? ''));
    const said = named(steps).map((name) => `${[...prefixes][0]}.${name}`);
    expect([system, said.toSorted()]).toEqual([system, types.toSorted()]);
  }
});

/** Steps of a few systems bear a shorter name than their connection. */
function prefixOf(system: string): string {
  const others: Readonly<Record<string, string>> = {
    ...{ 'sap-s4hana': 'sap', 'amazon-sp-api': 'sp-api', recharge: 'subscriptions', 'square-loyalty': 'loyalty' },
    ...{ elasticsearch: 'analytics', zendesk: 'service-desk' },
  };
  return others[system] ?? system;
}

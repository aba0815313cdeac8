import { existsSync, readFileSync } from 'node:fs';
import { portsOf } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from './catalogue.ts';
import { connectionTypes } from './connections.ts';
import { ICONS } from './icons.ts';
import { runs } from './runs.ts';

type Shape = Readonly<Record<string, unknown>>;
const definitions = [...catalogue.values()];
const each = definitions.map((definition) => [definition.type, definition] as const);

/** Folder of a type: its name for core types, `<system>/<name>` for those of a connector. */
function folderOf(type: string): URL {
  const [system, name] = type.split('.');
  return new URL(name === undefined ? `core/${type}/` : `connectors/${system}/${name}/`, import.meta.url);
}

describe.each(each)('%s', (type, definition) => {
  const schema: Shape = z.toJSONSchema(definition.params, { io: 'input' });
  const fields = fieldsOf(schema);

  it('has a folder with definition, README, and run with its tests unless it is a trigger', () => {
    const folder = folderOf(type);
    const files = ['definition.ts', 'README.md', ...(definition.kind === 'step' ? ['run.ts', 'run.test.ts'] : [])];
    expect(files.filter((file) => !existsSync(new URL(file, folder)))).toEqual([]);
    expect(readFileSync(new URL('README.md', folder), 'utf8')).toContain(`\`${type}\``);
  });

  it('has a lasting id, a version, and a run exactly when it is a step', () => {
    expect(type).toMatch(/^([a-z0-9-]+\.)?[a-z][a-z0-9-]*$/);
    expect(definition.version).toBeGreaterThanOrEqual(1);
    expect(runs.has(type)).toBe(definition.kind === 'step');
  });

  it('states a strategy exactly when it has an effect', () => {
    expect(definition.strategies.length > 0).toBe(definition.effect !== 'none');
  });

  it('changes nothing outside when it waits, and waits when it has an address of its own', () => {
    const effect = definition.calls || definition.asks ? 'write' : 'none';
    if (definition.parks) expect(definition).toMatchObject({ kind: 'step', effect });
    if (definition.callback) expect(definition.parks).toBe(true);
  });

  it('is drawn with a known icon, words, and a summary of parameters it has', () => {
    const { label, icon, summary, description } = definition.ui;
    expect(ICONS).toContain(icon);
    expect([label, summary]).not.toContain('');
    expect(description).toMatch(/\.$/);
    const named = [...summary.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
    const scalars = Object.entries(propertiesOf(schema)).flatMap(([name, { type: kind }]) =>
      kind === 'object' || kind === 'array' ? [] : [name],
    );
    expect(scalars).toEqual(expect.arrayContaining(named));
  });

  it('names ports that are no reserved words, and writes their values as JSON Schema', () => {
    const ports = Object.keys(definition.outputs);
    expect(ports.filter((port) => port === 'error' || port === 'undo')).toEqual([]);
    expect(ports.filter((port) => !/^[a-z][a-z-]*$/.test(port))).toEqual([]);
    for (const output of [...Object.values(definition.outputs), definition.input]) {
      expect(z.toJSONSchema(output)).toHaveProperty('$schema');
    }
  });

  it('makes a form of an object, every field of which has a label and known help for its editor', () => {
    expect(schema).toMatchObject({ type: 'object' });
    expect(fields.filter(({ field }) => typeof field.label !== 'string').map(({ path }) => path)).toEqual([]);
    const conditions = fields.flatMap(({ field }) => (field.showWhen ? [(field.showWhen as Shape).field] : []));
    expect(fields.map(({ path }) => path)).toEqual(expect.arrayContaining(conditions));
  });

  it('keeps what is needed before a message out of the reach of expressions', () => {
    const early = fields.filter(({ field }) =>
      ['connection', 'contract', 'flow', 'version-range', 'path', 'code'].includes(String(field.editor)),
    );
    expect(early.filter(({ field }) => field.fixed !== true).map(({ path }) => path)).toEqual([]);
  });

  it('gives a form that is valid from its defaults and what an author must fill in', () => {
    const filled = filledForm(schema);
    expect(z.safeParse(definition.params, filled)).toMatchObject({ success: true });
    expect(() => portsOf(definition, filled)).not.toThrow();
    expect(portsOf(definition, {})).toEqual(expect.arrayContaining(Object.keys(definition.outputs)));
  });

  it('has a tested upgrade from every older version', () => {
    const upgrades = definition.upgrades ?? [];
    const steps = upgrades.map(({ from, to }) => [from, to]);
    expect(steps).toEqual(Array.from({ length: definition.version - 1 }, (_, index) => [index + 1, index + 2]));
    const tests = new URL('upgrades.test.ts', folderOf(type));
    const text = upgrades.length > 0 ? readFileSync(tests, 'utf8') : '';
    expect(upgrades.filter(({ name }) => !text.includes(name))).toEqual([]);
  });
});

it('knows no run without a definition', () => {
  expect([...runs.keys()].filter((type) => !catalogue.has(type))).toEqual([]);
});

it('uses every icon it lists, and only lists icons that exist', () => {
  const used = [...definitions.map(({ ui }) => ui.icon), ...connectionTypes.map(({ icon }) => icon)];
  expect([...new Set(used)].sort()).toEqual([...ICONS]);
  const drawings = new URL('../../../node_modules/lucide-react/dist/esm/icons/', import.meta.url);
  expect(ICONS.filter((icon) => !existsSync(new URL(`${icon}.mjs`, drawings)))).toEqual([]);
});

it('offers a connection type for every system a parameter asks for', () => {
  const systems = definitions.flatMap(({ params }) =>
    fieldsOf(z.toJSONSchema(params, { io: 'input' })).flatMap(({ field }) => field.system ?? []),
  );
  expect(connectionTypes.map(({ system }) => system)).toEqual(expect.arrayContaining(systems));
});

interface FieldAt {
  /** JSON pointer of the parameter; `-` stands for any item of a list. */
  readonly path: string;
  readonly field: Shape;
}

/** Every field of a form, those of nested objects and list items included. */
function fieldsOf(schema: Shape, path = ''): readonly FieldAt[] {
  const own = Object.entries(propertiesOf(schema)).flatMap(([name, field]): readonly FieldAt[] => [
    { path: `${path}/${name}`, field },
    ...(field.editor === 'json' ? [] : fieldsOf(field, `${path}/${name}`)),
  ]);
  return schema.type === 'array' ? fieldsOf(schema.items as Shape, `${path}/-`) : own;
}

function propertiesOf(schema: Shape): Readonly<Record<string, Shape>> {
  return (schema.properties ?? {}) as Readonly<Record<string, Shape>>;
}

/** Required fields without a default, filled the way an author would: from the placeholder, else by type. */
function filledForm(schema: Shape): Readonly<Record<string, Json>> {
  const required = (schema.required ?? []) as readonly string[];
  return Object.fromEntries(required.map((name) => [name, filled(propertiesOf(schema)[name] ?? {})]));
}

function filled(field: Shape): Json {
  if (field.default !== undefined) return field.default as Json;
  if (Array.isArray(field.enum)) return field.enum[0] as Json;
  if (field.editor === 'json') return field.type === 'array' ? [] : 'value';
  switch (field.type) {
    case 'object':
      return filledForm(field);
    case 'array':
      return [filled(field.items as Shape)];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1;
    default:
      return typeof field.placeholder === 'string' && !field.placeholder.startsWith('=') ? field.placeholder : 'x';
  }
}

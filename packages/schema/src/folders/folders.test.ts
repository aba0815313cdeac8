import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flow, FlowNode } from '../graph/flow.ts';
import { edgeOf, flowOf, nodeOf } from '../graph/testing.ts';
import { readStrictJson } from '../json/read-strict-json.ts';
import type { Json } from '../run/json.ts';
import type { FolderFile } from './folder.ts';
import { flowFileSchema } from './folder-schema.ts';
import { placeInJson } from './place-in-json.ts';
import { readFolder } from './read-folder.ts';
import { writeFolder } from './write-folder.ts';

const text = fc.string({ unit: 'grapheme' });
/** As documents come in by every door: no -0, and no integer that a double would round. */
const json = fc.jsonValue().map((value): Json => {
  const read = readStrictJson(JSON.stringify(value));
  return read.ok ? read.value : null;
});
const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
const sample = fc.record({
  id: fc.string({ minLength: 1, maxLength: 20 }).filter((one) => one.isWellFormed()),
  name: fc.constant('Sample'),
  input: json,
  origin: fc.constantFrom('run' as const, 'contract' as const, 'pasted' as const),
});
const drawnNode = fc
  .record({
    id,
    params: fc.dictionary(id, json),
    script: fc.option(text),
    samples: fc.option(fc.array(sample, { minLength: 1, maxLength: 3 })),
  })
  .map(({ id, params, script, samples }): FlowNode => {
    const node = nodeOf(id, 'map', { ...params, ...(script !== null && { script }) });
    return samples === null ? node : { ...node, samples };
  });
const drawnFlow = fc
  .record({
    nodes: fc.uniqueArray(drawnNode, { selector: (node) => node.id, maxLength: 6 }),
    tests: fc.array(fc.record({ id: text, name: text, message: json }), { maxLength: 5 }),
    layout: fc.dictionary(id, fc.record({ x: fc.integer(), y: fc.integer() })),
    description: text,
  })
  .map(({ nodes, tests, layout, description }): Flow => {
    const edges = nodes.slice(1).map((node, at) => edgeOf(`${nodes[at]?.id}>${node.id}`));
    return { ...flowOf(nodes), edges, tests, layout: { nodes: layout, notes: [] }, settings: { description } };
  });

const script = 'export default (input) => ({\n  id: input.id,\n});';
const flow: Flow = {
  ...flowOf([nodeOf('in', 'start'), nodeOf('to-erp', 'map', { script })], ['in>to-erp']),
  tests: [{ id: 'Good one', name: 'Good one', message: {} }],
};
const files = writeFolder(flow);
const withText = (path: string, change: (text: string) => string): readonly FolderFile[] =>
  files.map((file) => (file.path === path ? { path, text: change(file.text) } : file));

describe('a flow as a folder', () => {
  it('reads back as the same flow, whatever it holds', () => {
    fc.assert(
      fc.property(drawnFlow, (drawn) => {
        expect(readFolder(writeFolder(drawn))).toEqual(drawn);
      }),
    );
  });

  it('has a file for each script and test, and names of files no two tests share', () => {
    const alike = { ...flow, tests: ['A b', 'a B', '???', 'a-b'].map((id) => ({ id, name: id, message: null })) };
    expect(files.map(({ path }) => path)).toEqual([
      'flow.json',
      'layout.json',
      'maps/to-erp.map.ts',
      'tests/good-one.json',
    ]);
    expect(files[2]?.text).toBe(`${script}\n`);
    const names = writeFolder(alike).flatMap(({ path }) => (path.startsWith('tests/') ? [path.slice(6)] : []));
    expect(names).toEqual(['a-b.json', 'a-b-2.json', 'test.json', 'a-b-3.json']);
  });

  it('has a moved box in layout.json only', () => {
    const moved = writeFolder({ ...flow, layout: { nodes: { in: { x: 5, y: 5 } }, notes: [] } });
    const changed = moved.filter(({ path, text }) => !files.some((file) => file.path === path && file.text === text));
    expect(changed.map(({ path }) => path)).toEqual(['layout.json']);
  });

  it.each<[string, readonly FolderFile[], unknown]>([
    ['no flow', [], { file: 'flow.json', message: 'The file is missing.' }],
    [
      'text that is not JSON',
      withText('flow.json', (text) => text.replace('"edges"', 'edges')),
      { file: 'flow.json', line: 3, column: 3, message: 'Expected a key in double quotes.' },
    ],
    [
      'a step with a bad id',
      withText('flow.json', (text) => text.replace('"id": "to-erp"', '"id": "To ERP"')),
      { file: 'flow.json', message: 'Use a-z, digits and dashes, beginning with a letter.', line: 19, column: 13 },
    ],
    [
      'a member nobody knows',
      withText('flow.json', (text) => text.replace('"policy"', '"polcy": {}, "policy"')),
      { file: 'flow.json', line: 14, message: '"polcy" is not known here.' },
    ],
    [
      'a script that is not there',
      files.filter(({ path }) => !path.startsWith('maps/')),
      { file: 'flow.json', line: 21 },
    ],
    [
      'a test that is not there',
      files.filter(({ path }) => !path.startsWith('tests/')),
      { file: 'flow.json', line: 29 },
    ],
    [
      'a test that is none',
      withText('tests/good-one.json', (text) => text.replace('"message"', '"mesage"')),
      { file: 'tests/good-one.json' },
    ],
    [
      'a file nobody asks for',
      [...files, { path: 'maps/gone.map.ts', text: '' }],
      { file: 'maps/gone.map.ts', message: 'Nothing in flow.json belongs to this file.' },
    ],
  ])('refuses %s, and says where', (_, broken, problem) => {
    const found = readFolder(broken);
    expect(Array.isArray(found) ? found[0] : found).toMatchObject(problem as object);
  });

  it('comes with a schema for editors that asks for no layout', () => {
    const schema = JSON.parse(flowFileSchema()) as { required: string[]; properties: object };
    expect(schema.required).not.toContain('layout');
    expect(Object.keys(schema.properties)).toContain('$schema');
  });
});

it('finds values in JSON text by line and column', () => {
  const source = '{\n  "a": [1, "x\\"]", { "b": true }],\n  "c": -1.5e3\n}';
  expect(placeInJson(source, ['a', 2, 'b'])).toEqual({ line: 2, column: 27 });
  expect(placeInJson(source, ['c'])).toEqual({ line: 3, column: 8 });
  expect(placeInJson(source, ['a', 9])).toEqual({ line: 2, column: 8 });
});

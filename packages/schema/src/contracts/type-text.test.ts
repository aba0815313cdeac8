import { expect, it } from 'vitest';
import { contracts } from './index.ts';
import { pascal, typesOfContract } from './type-text.ts';

it('writes what an engineer would', () => {
  const schema = {
    type: 'object',
    description: 'A parcel.',
    properties: {
      id: { type: 'string', description: 'Number on the */ label.' },
      'odd name': { type: ['integer', 'null'] },
      state: { enum: ['sent', 'lost'] },
      lines: { type: 'array', items: { $ref: '#/$defs/line' } },
      codes: { type: 'array', items: { enum: ['a', 1] } },
      extra: { type: 'object', additionalProperties: { type: 'number' } },
      either: { anyOf: [{ type: 'string' }, { type: 'object', properties: { a: { const: true } }, required: ['a'] }] },
      open: {},
      parent: { $ref: '#' },
    },
    required: ['id', 'lines'],
    $defs: { line: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] } },
  };
  expect(typesOfContract(schema, 'Parcel')).toBe(`/** A parcel. */
interface Parcel {
  /** Number on the * / label. */
  readonly id: string;
  readonly "odd name"?: number | null;
  readonly state?: "sent" | "lost";
  readonly lines: readonly ParcelLine[];
  readonly codes?: readonly ("a" | 1)[];
  readonly extra?: Readonly<Record<string, number>>;
  readonly either?: string | {
    readonly a: true;
  };
  readonly open?: unknown;
  readonly parent?: Parcel;
}
interface ParcelLine {
  readonly sku: string;
}
`);
});

it.each([
  ['a contract that is no object', { type: 'array', items: { type: 'string' } }, 'type X = readonly string[];\n'],
  [
    'one that joins two',
    { allOf: [{ $ref: '#/$defs/a' }, { type: 'string' }], $defs: { a: { enum: ['b', 'c'] } } },
    'type X = XA & string;\ntype XA = "b" | "c";\n',
  ],
  ['one that allows all', true, 'type X = unknown;\n'],
])('%s', (_, schema, expected) => {
  expect(typesOfContract(schema, 'X')).toBe(expected);
});

it('every contract of the house has types', () => {
  for (const { name, schema } of contracts)
    expect(typesOfContract(schema, pascal(name))).toMatch(
      name === 'identifiers' ? /^type Identifiers = readonly \{$/m : new RegExp(`^interface ${pascal(name)} \\{$`, 'm'),
    );
});

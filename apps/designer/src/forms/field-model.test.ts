import { catalogue } from '@lockstep/nodes/catalogue';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FieldModel, fieldsOf, wordsOf } from './field-model.ts';
import { objectOf, rowsOf } from './key-values.ts';
import { below, emptyMembers, isShown, issueAt, withMember } from './values.ts';

const kinds = (fields: readonly FieldModel[]) => fields.map(({ name, kind }) => [name, kind]);
const paramsOf = (type: string) => {
  const definition = catalogue.get(type);
  if (definition === undefined) throw new Error(`No such type: ${type}`);
  return fieldsOf(definition.params);
};

describe('fields of a node type', () => {
  it('follow its schema and what its meta asks for', () => {
    const schema = z.object({
      name: z.string(),
      text: z.string().max(5_000).optional(),
      count: z.int().min(1).default(3),
      wait: z.int().meta({ editor: 'duration-ms' }),
      level: z.enum(['a', 'b']),
      flag: z.boolean(),
      when: z.boolean().meta({ editor: 'expression' }),
      anything: z.unknown(),
      headers: z.record(z.string(), z.string()),
      inner: z.object({ deep: z.string() }),
      rows: z.array(z.object({ path: z.string() })).min(1),
      auth: z.discriminatedUnion('by', [
        z.object({ by: z.literal('key'), key: z.string() }),
        z.object({ by: z.literal('none') }),
      ]),
      system: z.string().meta({ editor: 'connection', system: 'wms' }),
    });
    expect(kinds(fieldsOf(schema))).toEqual([
      ['name', 'text'],
      ['text', 'textarea'],
      ['count', 'number'],
      ['wait', 'duration'],
      ['level', 'choice'],
      ['flag', 'boolean'],
      ['when', 'expression'],
      ['anything', 'json'],
      ['headers', 'key-values'],
      ['inner', 'group'],
      ['rows', 'list'],
      ['auth', 'variant'],
      ['system', 'connection'],
    ]);
    expect(fieldsOf(schema)[2]).toMatchObject({ required: false, defaultValue: 3, min: 1, integer: true });
    expect(fieldsOf(schema)[11]).toMatchObject({ tag: 'by', variants: [{ value: 'key' }, { value: 'none' }] });
  });

  it('exist for every type of the catalogue, each with a label', () => {
    const unlabelled = [...catalogue.values()].flatMap(({ type, params }) =>
      fieldsOf(params).flatMap((field) => (field.label.trim() === '' ? [`${type}/${field.name}`] : [])),
    );
    expect(unlabelled).toEqual([]);
  });

  it('are made for the cases of a switch', () => {
    const [cases] = paramsOf('switch');
    expect(cases).toMatchObject({ kind: 'list', min: 1, item: { kind: 'group' } });
    expect(emptyMembers(paramsOf('switch'))).toEqual({ cases: [{ name: '', when: '=' }] });
  });

  it('appear only when another parameter asks for them, its default included', () => {
    const fields = paramsOf('webhook');
    const verify = fields.find(({ name }) => name === 'verify');
    const inner = verify?.kind === 'group' ? verify.fields : [];
    const shown = (params: Parameters<typeof isShown>[1]) =>
      inner.filter((field) => isShown(field, params, fields)).map(({ name }) => name);
    expect(shown({})).toEqual(['scheme']);
    expect(shown({ verify: { scheme: 'shopify' } })).toEqual(['scheme', 'connection']);
    expect(shown({ verify: { scheme: 'api-key' } })).toEqual(['scheme', 'connection', 'header']);
  });
});

describe('values', () => {
  it('lose a member that is emptied', () => {
    expect(withMember({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
  });

  it('escape names in pointers as RFC 6901 says', () => {
    expect(below('/headers', 'a/b~c')).toBe('/headers/a~1b~0c');
  });

  it('put a problem at its field, or at the nearest one that can show it', () => {
    const at = (field: string) => ({ severity: 'error', code: 'x', message: field, field }) as const;
    const issues = [at('/cases/0/when'), at('/headers/x')];
    expect(issueAt(issues, '/cases/0/when', true)?.message).toBe('/cases/0/when');
    expect(issueAt(issues, '/headers', true)?.message).toBe('/headers/x');
    expect(issueAt(issues, '/cases', false)).toBeUndefined();
  });

  it('keep a number a number when only its neighbours change', () => {
    const before = { limit: 10, page: 'a' };
    const rows = rowsOf(before).map((row) => (row.key === 'page' ? { ...row, value: 'b' } : row));
    expect(objectOf([...rows, { key: '', value: 'typing' }], before)).toEqual({ limit: 10, page: 'b' });
  });

  it('are called by words', () => {
    expect([wordsOf('holdMinutes'), wordsOf('standard-webhooks')]).toEqual(['Hold minutes', 'Standard webhooks']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Json } from '../run/json.ts';
import { compatibilityText, releaseProblem, releaseVerdict } from './release.ts';

const parcel = (properties: Record<string, Json>, required: readonly string[] = []): Json => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const text = { type: 'string' };
const before = { version: '1.4.2', schema: parcel({ id: text, carrier: text }, ['id']) };

describe('a draft after 1.4.2', () => {
  it('that says the same in other words is a patch at least', () => {
    const verdict = releaseVerdict(
      before,
      parcel({ id: text, carrier: { ...text, description: 'Who brings it.' } }, ['id']),
    );
    expect(verdict).toMatchObject({ class: 'full', least: 'patch', against: '1.4.2' });
    expect(verdict.next).toEqual({ patch: '1.4.3', minor: '1.5.0', major: '2.0.0' });
    expect(releaseProblem(verdict, '1.4.3')).toBeUndefined();
  });

  it('with one more optional field is a minor at least', () => {
    const verdict = releaseVerdict(before, parcel({ id: text, carrier: text, weight: { type: 'number' } }, ['id']));
    expect(verdict).toMatchObject({ class: 'backward', next: { minor: '1.5.0', major: '2.0.0' } });
    expect(verdict.forward).toEqual([{ path: 'weight', rule: 'is not known' }]);
    expect(releaseProblem(verdict, '1.4.3')).toBe(
      'Messages of 1.4.2 and 1.4.3 would differ, so it needs a new minor version: 1.5.0.',
    );
    expect(releaseProblem(verdict, '1.7.0')).toBeUndefined();
  });

  it('that renames a required field breaks it, says where, and is a major', () => {
    const verdict = releaseVerdict(before, parcel({ number: text, carrier: text }, ['number']));
    expect(verdict).toMatchObject({ class: 'breaking', next: { major: '2.0.0' } });
    expect(verdict.backward).toEqual([
      { path: 'number', rule: 'must be there' },
      { path: 'id', rule: 'is not known' },
    ]);
    expect(verdict.forward).toContainEqual({ path: 'id', rule: 'must be there' });
    expect(releaseProblem(verdict, '1.5.0')).toBe(
      'The change breaks version 1.4.2, so it needs a new major version: 2.0.0, not 1.5.0.',
    );
    expect(releaseProblem(verdict, '2.0.0')).toBeUndefined();
  });

  it('is never published as an older version', () => {
    const verdict = releaseVerdict(before, before.schema);
    expect(releaseProblem(verdict, '1.4.2')).toBe('Version 1.4.2 is published; 1.4.2 is not later.');
    expect(releaseProblem(verdict, '1.3.9')).toMatch(/is not later/);
    expect(releaseProblem(verdict, '0.9.0')).toMatch(/is not later/);
  });
});

it('says of each class who must move first', () => {
  const versions = { before: '1.0.0', after: '1.1.0' };
  expect(compatibilityText('backward', versions)).toContain('move readers first');
  expect(compatibilityText('forward', versions)).toContain('move senders first');
});

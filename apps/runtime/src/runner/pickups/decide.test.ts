import type { RemoteFile } from '@lockstep/schema/node';
import { describe, expect, it } from 'vitest';
import { archivePath, planLook, type WatchParams } from './decide.ts';

const params = (change: Partial<WatchParams> = {}): WatchParams => ({
  connection: 'partner',
  folder: 'in/',
  names: '*.x12',
  finished: 'renamed',
  marker: '.done',
  everySeconds: 60,
  after: 'archive',
  archive: 'archive',
  contentKb: 1,
  encoding: 'utf-8',
  ...change,
});
const file = (name: string, change: Partial<RemoteFile> = {}): RemoteFile => {
  return { name, isFolder: false, size: 10, modifiedAt: 1_000, ...change };
};
const seen = (name: string, change: object = {}) => ({ path: `in/${name}`, size: 10, modifiedAt: 1_000, ...change });
const names = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

describe('files that count', () => {
  it('have a fitting name, and none of one that is being written', () => {
    const listed = ['a.x12', 'b.x12.tmp', 'c.csv', '.d.x12', 'e.x12.filepart'].map((name) => file(name));
    expect(names(planLook(params(), listed, []).take)).toEqual(['in/a.x12']);
    expect(names(planLook(params({ names: '*' }), listed, []).take)).toEqual(['in/a.x12', 'in/c.csv']);
    expect(planLook(params({ folder: '' }), [file('a.x12'), file('x.x12', { isFolder: true })], []).take).toMatchObject(
      [{ path: 'a.x12' }],
    );
  });

  it('are taken the oldest first', () => {
    const listed = [file('b.x12', { modifiedAt: 3_000 }), file('c.x12'), file('a.x12')];
    expect(names(planLook(params(), listed, []).take)).toEqual(['in/a.x12', 'in/c.x12', 'in/b.x12']);
  });

  it('have their marker, which is no file itself', () => {
    const listed = ['a.x12', 'a.x12.done', 'b.x12'].map((name) => file(name));
    const plan = planLook(params({ finished: 'marker', names: '*' }), listed, []);
    expect([names(plan.take), names(plan.note)]).toEqual([['in/a.x12'], []]);
  });

  it('are the same at two looks', () => {
    const stable = params({ finished: 'stable' });
    const listed = [file('a.x12'), file('b.x12', { size: 11 }), file('c.x12')];
    const plan = planLook(stable, listed, [seen('a.x12'), seen('b.x12')]);
    expect([names(plan.take), names(plan.note)]).toEqual([['in/a.x12'], ['in/b.x12', 'in/c.x12']]);
  });
});

describe('files whose run has begun', () => {
  it('are put away when that was left undone, and taken when they are others now', () => {
    const listed = [file('a.x12'), file('b.x12', { modifiedAt: 2_000 })];
    const plan = planLook(params(), listed, [seen('a.x12', { sha256: 'x' }), seen('b.x12', { sha256: 'y' })]);
    expect([names(plan.putAway), names(plan.take)]).toEqual([['in/a.x12'], ['in/b.x12']]);
  });

  it('stay where that is wanted, and are forgotten when they are gone', () => {
    const leave = params({ after: 'leave' });
    const plan = planLook(leave, [file('a.x12')], [seen('a.x12', { sha256: 'x' }), seen('b.x12', { sha256: 'y' })]);
    expect(plan).toMatchObject({ take: [], putAway: [], note: [], forget: ['in/b.x12'] });
  });
});

it('a file in the archive is told from its namesakes', () => {
  const one = { name: 'a.x12', modifiedAt: Date.UTC(2026, 10, 27, 9, 5), sha256: '0123456789abcdef' };
  expect(archivePath('done/', one)).toBe('done/20261127T090500Z-01234567-a.x12');
});

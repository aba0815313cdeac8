import { describe, expect, it } from 'vitest';
import {
  CONTRACT_NAME,
  CONTRACT_VERSION,
  compareVersions,
  isInRange,
  newestOf,
  nextVersion,
  offeredAbove,
  readContractRef,
} from './version.ts';

describe('versions of contracts', () => {
  it('are ordered by their numbers, not by their letters', () => {
    expect(['1.10.0', '1.9.9', '2.0.0', '1.9.10'].toSorted(compareVersions)).toEqual([
      '1.9.9',
      '1.9.10',
      '1.10.0',
      '2.0.0',
    ]);
    expect(newestOf(['1.9.0', '1.10.0'])).toBe('1.10.0');
    expect(newestOf([])).toBeUndefined();
  });

  it('go on by major, minor or patch', () => {
    expect(nextVersion('1.4.2', 'major')).toBe('2.0.0');
    expect(nextVersion('1.4.2', 'minor')).toBe('1.5.0');
    expect(nextVersion('1.4.2', 'patch')).toBe('1.4.3');
  });

  it('offer newer ones of the same major only', () => {
    expect(offeredAbove('1.0.0', ['1.0.0', '1.2.0', '2.0.0'])).toBe('1.2.0');
    expect(offeredAbove('1.2.0', ['1.0.0', '1.2.0', '2.0.0'])).toBeUndefined();
  });

  it('are named whole, or by their beginning', () => {
    expect(isInRange('1.10.0', '1')).toBe(true);
    expect(isInRange('1.10.0', '1.1')).toBe(false);
    expect(isInRange('1.10.0', undefined)).toBe(true);
    expect(readContractRef('order@1.4')).toEqual({ name: 'order', range: '1.4' });
    expect(readContractRef('order')).toEqual({ name: 'order' });
  });

  it.each(['', 'Order', 'order@', 'order@v1', 'order@1.', '../order', 'order@01', '__proto__'])(
    '%j is no reference',
    (ref) => {
      expect(readContractRef(ref)).toBeUndefined();
    },
  );

  it.each(['order', 'shopify-order', 'a1'])('%s is a name', (name) => expect(name).toMatch(CONTRACT_NAME));
  it.each(['Order', '-order', 'order-', 'a--b', '1a', 'a/b'])('%s is no name', (name) =>
    expect(name).not.toMatch(CONTRACT_NAME),
  );
  it.each(['1', '1.0', '1.0.0.0', '01.0.0', '1.0.0-beta', '1.0.1234567'])('%s is no whole version', (version) =>
    expect(version).not.toMatch(CONTRACT_VERSION),
  );
});

import type { Ownership } from './types.ts';

/** The owner with the newest epoch of a batch: a worker may draw a new one while older items still wait. */
export function newestOwner(items: readonly { readonly owner: Ownership }[]): Ownership {
  const [first, ...others] = items;
  if (!first) throw new RangeError('A batch has at least one item.');
  return others.reduce((newest, { owner }) => (owner.epoch > newest.epoch ? owner : newest), first.owner);
}

import type { OfferedOperation } from '../../../../stores/editor-ui.ts';

/** Indexes of the operations in which every word of a search is found, in method, path, name or tags. */
export function matchingOperations(operations: readonly OfferedOperation[], search: string): readonly number[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.flatMap(({ method, path, name, tags }, index) => {
    const text = [method, path, name, ...tags].join(' ').toLowerCase();
    return words.every((word) => text.includes(word)) ? [index] : [];
  });
}

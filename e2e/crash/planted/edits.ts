import type { Edit } from './bugs.ts';

/** The text with the edit in it. @throws Error when the place is not there, or there twice */
export function edited(text: string, { file, find, replace }: Edit): string {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} places that read "${find}"; the planted bug needs one.`);
  return text.replace(find, () => replace);
}

/** Lists and objects as they may be changed: what a step gives has no readonly types. */
export type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : { -readonly [Key in keyof T]: Plain<T[Key]> };

/** The same value, given away: whoever made it keeps no hold of it. */
export function plainData<T>(value: T): Plain<T> {
  return value as Plain<T>;
}

import type { XmlElement } from '../../formats/xml/read-tree.ts';
import type { Field, ItemType } from './model.ts';

/** How a type is called in full: an alias may stand for its schema. */
export type Names = (name: string) => string;

/** A property, or a parameter. */
export function fieldOf(property: XmlElement, names: Names): Field {
  const { type, many } = itemOf(said(property, 'Type') ?? 'Edm.String', names);
  const maxLength = Number(said(property, 'MaxLength'));
  return {
    name: said(property, 'Name') ?? '',
    type,
    many,
    nullable: said(property, 'Nullable') !== 'false',
    ...(Number.isInteger(maxLength) && maxLength > 0 && { maxLength }),
  };
}

export function itemOf(type: string, names: Names): ItemType {
  const item = /^Collection\((.+)\)$/.exec(type)?.[1];
  return item === undefined ? { type: names(type), many: false } : { type: names(item), many: true };
}

export function all(parent: XmlElement, local: string): readonly XmlElement[] {
  return parent.children.filter((child): child is XmlElement => typeof child !== 'string' && child.local === local);
}

/** An attribute of the element's own vocabulary, without a prefix. */
export function said({ attributes }: XmlElement, name: string): string | undefined {
  return attributes.find((attribute) => attribute.name === name)?.value;
}

/** What a service says of itself in its `$metadata`, as far as reading and writing records needs it. */
export interface ODataModel {
  readonly version: ODataVersion;
  readonly sets: ReadonlyMap<string, EntitySet>;
  /** Entity and complex types by qualified name, with what they inherit. */
  readonly types: ReadonlyMap<string, StructuredType>;
  /** Enumerations by qualified name, with their members. */
  readonly enums: ReadonlyMap<string, ReadonlySet<string>>;
  /** What it can be asked to do beside reading and writing records; several of one name differ in what they are bound to. */
  readonly operations: readonly Operation[];
}

/** A function import of v2, or an action or function of v4, bound to records or by itself. */
export interface Operation {
  /** As the address has it: the name of an import, qualified for one that is bound. */
  readonly name: string;
  /** `GET`: it only reads. */
  readonly method: 'GET' | 'POST';
  /** What it is bound to; absent for one that is called by itself. */
  readonly bound?: ItemType;
  readonly params: readonly Field[];
  readonly returns?: ItemType;
}

/** A type, or a list of it. */
export interface ItemType {
  /** Qualified, or `Edm.…`. */
  readonly type: string;
  readonly many: boolean;
}

export type ODataVersion = 'v2' | 'v4';

export interface EntitySet {
  readonly name: string;
  readonly type: StructuredType;
}

export interface StructuredType {
  /** Qualified. */
  readonly name: string;
  /** Key fields in their order; empty for a complex type. */
  readonly keys: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly links: ReadonlyMap<string, Link>;
  /** Takes fields that are not declared. @see OData CSDL 4.01, 6.3 */
  readonly open: boolean;
}

export interface Field {
  readonly name: string;
  /** `Edm.String`, a complex type or an enumeration; of the items where `many`. */
  readonly type: string;
  readonly many: boolean;
  readonly nullable: boolean;
  readonly maxLength?: number;
}

export interface Link {
  readonly name: string;
  /** Qualified name of the type it leads to. */
  readonly type: string;
  readonly many: boolean;
}

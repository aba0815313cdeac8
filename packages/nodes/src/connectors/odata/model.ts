/** What a service says of itself in its `$metadata`, as far as reading and writing records needs it. */
export interface ODataModel {
  readonly version: ODataVersion;
  readonly sets: ReadonlyMap<string, EntitySet>;
  /** Entity and complex types by qualified name, with what they inherit. */
  readonly types: ReadonlyMap<string, StructuredType>;
  /** Enumerations by qualified name, with their members. */
  readonly enums: ReadonlyMap<string, ReadonlySet<string>>;
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

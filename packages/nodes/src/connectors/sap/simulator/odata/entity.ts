/** The primitive types the service uses. Dates are kept as milliseconds, decimals as text. */
type EdmType = 'Edm.String' | 'Edm.Decimal' | 'Edm.Boolean' | 'Edm.DateTime' | 'Edm.DateTimeOffset';

export type EdmValue = string | number | boolean | null;

export interface Field {
  readonly name: string;
  readonly type: EdmType;
  /** Most characters of an Edm.String. */
  readonly max?: number;
  /** Most digits after the point of an Edm.Decimal. */
  readonly scale?: number;
  /** Who may set it: nobody, the creator only, or creator and changer. */
  readonly access: 'read' | 'create' | 'write';
  /** Value of a record created without it; the empty value of its type where absent. */
  readonly initial?: EdmValue;
}

export interface EntitySet {
  /** As in the address, for example `A_SalesOrder`. */
  readonly name: string;
  readonly keys: readonly string[];
  readonly fields: readonly Field[];
  /** Service it belongs to, in the names of types; the sales order service where absent. */
  readonly namespace?: string;
  /** Navigations that may be expanded, to the set they lead to. */
  readonly navigations: Readonly<Record<string, EntitySet>>;
  /** Navigations that lead to one record and not to a list. */
  readonly single?: readonly string[];
}

/** One record. */
export interface Entity {
  readonly set: EntitySet;
  readonly values: Readonly<Record<string, EdmValue>>;
  readonly children: Readonly<Record<string, readonly Entity[]>>;
  /** Where the set has optimistic locking. */
  readonly etag?: string;
}

/** Key predicate as it stands in an address: `('1')`, or `(SalesOrder='1',SalesOrderItem='10')`. */
export function keyOf({ set, values }: Entity): string {
  const quote = (key: string): string => `'${String(values[key]).replaceAll("'", "''")}'`;
  const [only] = set.keys;
  if (set.keys.length === 1 && only !== undefined) return `(${quote(only)})`;
  return `(${set.keys.map((key) => `${key}=${quote(key)}`).join(',')})`;
}

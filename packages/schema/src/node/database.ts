import type { Json, JsonObject } from '../run/json.ts';
import type { ResolvedConnection } from './context.ts';

/** SQL with `$1`, `$2` … in place of its values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly Json[];
}

export interface DatabaseRows {
  /** Decimals and long integers as text, times in ISO 8601, bytes in Base64. */
  readonly rows: readonly JsonObject[];
  /** False when there were more than wanted. */
  readonly complete: boolean;
}

export interface DatabaseChange {
  /** Rows that all statements changed. */
  readonly changed: number;
  /** What the statements gave back (`returning`), in their order, at most 1,000. */
  readonly rows: readonly JsonObject[];
  /** True when it was done before under the same key: nothing was done now, and this is what was answered then. */
  readonly repeated: boolean;
}

/**
 * Databases of other systems, by a connection that speaks the protocol of PostgreSQL.
 *
 * Every call throws StepError: kind `transient` `connect-failed` (nothing was done), `connection-lost` (`outcomeUnknown` when it may have
 * been committed), `database-timeout`, `database-busy`; kind `item` `value-refused`; kind `refused` `database-auth`, `rule-broken`,
 * `effects-missing`; kind `flow` `statement-wrong`, `statement-changes`, `egress-blocked`.
 */
export interface Database {
  /** In a transaction that can only read. */
  read(connection: ResolvedConnection, statement: Statement & { readonly maxRows: number }): Promise<DatabaseRows>;
  /**
   * All statements in one transaction. With a `key` they are done at most once for it, ever: the key is kept in the same transaction, in
   * the table `lockstep_effects` of that database, which is made where it is missing.
   */
  change(
    connection: ResolvedConnection,
    change: { readonly statements: readonly Statement[]; readonly key?: string },
  ): Promise<DatabaseChange>;
}

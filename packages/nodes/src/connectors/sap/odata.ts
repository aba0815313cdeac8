/** A text as a literal of a `$filter` or a key: in quotes, a quote inside doubled. @see OData 2.0 URI conventions, 2.2.2 */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Date of an `Edm.DateTime` as OData v2 writes it in JSON, `/Date(1471392000000)/`: YYYY-MM-DD, UTC. */
export function dateOf(value: unknown): string | undefined {
  const ms = /^\/Date\((-?\d+)([+-]\d{4})?\)\/$/.exec(typeof value === 'string' ? value : '')?.[1];
  if (ms === undefined || Math.abs(Number(ms)) > 8.64e15) return undefined;
  return new Date(Number(ms)).toISOString().slice(0, 10);
}

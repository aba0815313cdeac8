import type { DatabaseChange } from '@lockstep/schema/node';
import type { Failure, JsonObject } from '@lockstep/schema/run';
import type { TransactionSql } from 'postgres';

/** What was done under which key, beside the data it was done to. */
export const CREATE_EFFECTS = `create table if not exists lockstep_effects (
  key text primary key,
  done_at timestamptz not null default now(),
  answer jsonb not null
)`;

export const EFFECTS_MISSING: Failure = {
  kind: 'refused',
  category: 'auth',
  code: 'effects-missing',
  message: `The database has no table "lockstep_effects", and the user may not make it. Have it made: ${CREATE_EFFECTS.replace(/\s+/g, ' ')}`,
};

/**
 * What was answered under this key before. Otherwise the key is ours until the transaction ends: another attempt under it waits here, and
 * finds what we did.
 */
export async function doneBefore(sql: TransactionSql, key: string): Promise<DatabaseChange | undefined> {
  const taken = await sql.unsafe(
    `insert into lockstep_effects (key, answer) values ($1, '{}') on conflict (key) do nothing returning key`,
    [key],
  );
  if (taken.length > 0) return undefined;
  const [known] = await sql.unsafe<{ answer: { changed: number; rows: JsonObject[] } }[]>(
    'select answer from lockstep_effects where key = $1',
    [key],
  );
  return { changed: known?.answer.changed ?? 0, rows: known?.answer.rows ?? [], repeated: true };
}

export async function keepDone(
  sql: TransactionSql,
  key: string,
  { changed, rows }: Pick<DatabaseChange, 'changed' | 'rows'>,
): Promise<void> {
  await sql.unsafe('update lockstep_effects set answer = $2::text::jsonb where key = $1', [
    key,
    JSON.stringify({ changed, rows }),
  ]);
}

export function missesEffects(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return code === '42P01' && (message ?? '').includes('lockstep_effects');
}

/** Two that make the table at the same moment: "if not exists" does not keep them apart. */
export function ignoreMadeMeanwhile(error: unknown): void {
  const { code } = (error ?? {}) as { code?: string };
  if (code !== '23505' && code !== '42P07') throw error;
}

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import postgres from 'postgres';
import { type Config, readConfig } from '../config/config.ts';
import { missingMigrations, readMigrations } from '../store/index.ts';
import { CommandError } from './exit.ts';
import { type CommandIo, columns } from './io.ts';

/** What was looked at. `warn`: it works, but somebody should know. */
export interface Finding {
  readonly what: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly said: string;
}

const NODE_MAJOR = 24;
const POSTGRES_FROM = 150_000;
const MAX_SKEW_MS = 2_000;
const PATIENCE_MS = 5_000;

/** `lockstep doctor`: whether Lockstep can run here, and whether it does. Changes nothing; exit code 1 when something fails. */
export async function doctor(
  { url, json }: { readonly url: string; readonly json?: boolean },
  io: CommandIo,
): Promise<void> {
  const findings = [nodeVersion(process.versions.node)];
  const read = readConfig(io.env);
  if (read.ok) {
    const runtime = await runtimeAt(url);
    findings.push({ what: 'settings', verdict: 'ok', said: 'The environment is good.' });
    for (const warning of read.warnings) findings.push({ what: 'settings', verdict: 'warn', said: warning });
    findings.push(runtime, await portOf(read.config, runtime.verdict === 'ok'), ...(await dataOf(read.config)));
  } else {
    const told = read.problems.map(({ variable, problem }): Finding => {
      return { what: 'settings', verdict: 'fail', said: `${variable} ${problem}` };
    });
    findings.push(...told, await runtimeAt(url));
  }
  const failed = findings.filter(({ verdict }) => verdict === 'fail').length;
  if (json) io.out(JSON.stringify({ ok: failed === 0, findings }, null, 2));
  else io.out(columns(findings.map(({ what, verdict, said }) => [verdict, what, said])));
  if (failed > 0) throw new CommandError(`${failed} ${failed === 1 ? 'thing stands' : 'things stand'} in the way.`);
}

export function nodeVersion(version: string): Finding {
  const isNew = Number(version.split('.')[0]) >= NODE_MAJOR;
  return isNew
    ? { what: 'node', verdict: 'ok', said: `Node ${version}.` }
    : {
        what: 'node',
        verdict: 'fail',
        said: `Node ${version}: ${NODE_MAJOR} or newer is needed; npm run brings its own.`,
      };
}

/** A runtime that is not there is no fault: this may be looked at before the first start. */
async function runtimeAt(url: string): Promise<Finding> {
  const what = 'runtime';
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const skewMs = Math.abs(Date.parse(answer.headers.get('date') ?? '') - Date.now());
    if (!answer.ok) return { what, verdict: 'fail', said: `${url} answers, but is not ready (${answer.status}).` };
    // The header counts in whole seconds.
    if (skewMs > MAX_SKEW_MS + 1_000) return skewed(what, skewMs);
    return { what, verdict: 'ok', said: `${url} is ready.` };
  } catch {
    return { what, verdict: 'warn', said: `Nothing answers at ${url}.` };
  }
}

async function portOf({ host, port }: Config, isServed: boolean): Promise<Finding> {
  const what = 'port';
  if (port === 0) return { what, verdict: 'ok', said: 'A free one is taken at each start.' };
  const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer().once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
  if (!problem) return { what, verdict: 'ok', said: `${host}:${port} is free.` };
  if (problem.code !== 'EADDRINUSE') return { what, verdict: 'fail', said: `${host}:${port}: ${problem.message}.` };
  return isServed
    ? { what, verdict: 'ok', said: `${host}:${port} is taken, as it should be where a runtime is ready.` }
    : {
        what,
        verdict: 'fail',
        said: `${host}:${port} is taken by another program. LOCKSTEP_PORT chooses another one.`,
      };
}

async function dataOf({ databaseUrl, dataDir }: Config): Promise<readonly Finding[]> {
  if (databaseUrl !== undefined) return databaseAt(databaseUrl);
  let place = dataDir;
  while (!(await stat(place).catch(() => undefined)) && place !== dirname(place)) place = dirname(place);
  try {
    await access(place, constants.W_OK | constants.X_OK);
    const said = place === dataDir ? `Data is in ${dataDir}.` : `Data will be in ${dataDir}.`;
    return [{ what: 'data', verdict: 'ok', said }];
  } catch {
    return [{ what: 'data', verdict: 'fail', said: `${place} cannot be written to (LOCKSTEP_DATA_DIR).` }];
  }
}

async function databaseAt(databaseUrl: string): Promise<readonly Finding[]> {
  const what = 'database';
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: PATIENCE_MS / 1_000, onnotice: () => {} });
  try {
    const [asked] = await sql<{ version: string; number: number; now: Date; has: boolean }[]>`
      select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
        clock_timestamp() as now, to_regclass('schema_migrations') is not null as has`;
    if (!asked) return [{ what, verdict: 'fail', said: 'The database answers nothing.' }];
    const { version, number, now, has } = asked;
    if (number < POSTGRES_FROM)
      return [{ what, verdict: 'fail', said: `PostgreSQL ${version}: 15 or newer is needed.` }];
    const skewMs = Math.abs(now.getTime() - Date.now());
    const applied = has
      ? await sql<{ id: string; checksum: string }[]>`select id, checksum from schema_migrations`
      : [];
    return [
      { what, verdict: 'ok', said: `PostgreSQL ${version}.` },
      skewMs > MAX_SKEW_MS
        ? skewed('clock', skewMs)
        : { what: 'clock', verdict: 'ok', said: 'Database and machine agree.' },
      await migrationsOf(applied),
    ];
  } catch (error) {
    return [{ what, verdict: 'fail', said: `It cannot be reached: ${(error as Error).message || String(error)}.` }];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function migrationsOf(applied: readonly { readonly id: string; readonly checksum: string }[]): Promise<Finding> {
  const what = 'migrations';
  try {
    const missing = missingMigrations(await readMigrations(), applied);
    if (missing.length === 0) return { what, verdict: 'ok', said: 'The database is up to date.' };
    return { what, verdict: 'warn', said: `${missing.length} are applied at the next start, or by lockstep migrate.` };
  } catch (error) {
    return { what, verdict: 'fail', said: (error as Error).message };
  }
}

const skewed = (what: string, skewMs: number): Finding => {
  const said = `Its clock is ${Math.round(skewMs / 1_000)} s apart from this machine's: deadlines and signatures suffer.`;
  return { what, verdict: 'warn', said };
};

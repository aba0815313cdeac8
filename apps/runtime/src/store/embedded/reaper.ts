/**
 * Stops a test server that nobody has used for a while, however the test run ended. Started detached by
 * `store/testing.ts`: `node reaper.ts <url> <postmaster pid>`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

const IDLE_MS = 30_000;
const LOOK_MS = 2_000;

const [url = '', pid = ''] = process.argv.slice(2);
const sql = postgres(url, { max: 1, connection: { application_name: 'reaper' }, onnotice: () => undefined });

let idleMs = 0;
while (idleMs < IDLE_MS) {
  await sleep(LOOK_MS);
  const [row] = await sql<{ users: number }[]>`select count(*)::int as users from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid()`.catch(() => process.exit(0));
  idleMs = row?.users === 0 ? idleMs + LOOK_MS : 0;
}
// What killed test processes left behind would fill the memory it lies in.
const left = await sql<{ name: string }[]>`select datname as name from pg_database where datname like 'test\\_%'`;
for (const { name } of left) await sql.unsafe(`drop database if exists ${name} with (force)`);
await sql.end({ timeout: 1 });
process.kill(Number(pid), 'SIGINT');

import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Runtime } from '../main.ts';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

/** Load scenarios kept outside the repository; skipped where the folder is absent. */
const corpus = new URL('../../../../../shared/corpus/QUOTA.json', import.meta.url);
const isThere = existsSync(corpus);

interface Scenario {
  readonly id: string;
  readonly payload: { readonly burst: number; readonly limit: number; readonly processes: number };
  readonly expect: { readonly totalAcceptedMax: number };
}
const found = isThere
  ? (JSON.parse(readFileSync(corpus, 'utf8')) as readonly Scenario[]).filter(({ id }) => id === 'QUOTA-002')
  : [];

let world: TestRuntime;
let runtimes: readonly Runtime[];
beforeAll(async () => {
  if (!isThere) return;
  world = await startTestRuntime();
  runtimes = [world.runtime, await world.another(), await world.another()];
}, 60_000);
afterAll(() => world?.stop(), 30_000);

describe.skipIf(!isThere)('corpus: limits of doors (skipped where ../shared/corpus is absent)', () => {
  it.each(found.map((each) => [each.id, each] as const))(
    '%s holds in all processes together',
    async (_, scenario) => {
      const { burst, limit } = scenario.payload;
      await world.publish(
        flowOf('limited', [
          node('in', 'webhook', { path: 'limited', perMinute: limit }),
          node('log', 'log', { message: 'x' }),
        ]),
      );
      const send = async (index: number) => {
        const runtime = runtimes[index % runtimes.length] as Runtime;
        const answer = await fetch(`${runtime.url}/hooks/limited`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ index }),
        });
        const retryAfter = answer.headers.get('retry-after');
        await answer.arrayBuffer();
        return { status: answer.status, retryAfter };
      };
      await vi.waitFor(async () => {
        for (let i = 0; i < runtimes.length; i += 1) expect((await send(i)).status).not.toBe(404);
      }, 10_000);
      const answers = [];
      for (let from = 0; from < burst; from += 100)
        answers.push(...(await Promise.all(Array.from({ length: 100 }, (_each, i) => send(from + i)))));
      const refused = answers.filter(({ status }) => status === 429);
      expect(answers.filter(({ status }) => status !== 202 && status !== 429)).toEqual([]);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.filter(({ retryAfter }) => !/^\d+$/.test(retryAfter ?? '') || Number(retryAfter) > 60)).toEqual(
        [],
      );
      // A burst that lies across the turn of a minute has room in both.
      const accepted = answers.length - refused.length;
      expect(accepted).toBeLessThanOrEqual(scenario.expect.totalAcceptedMax);
      expect(accepted).toBeGreaterThanOrEqual(limit * 0.6);
      // Nothing accepted is lost.
      await vi.waitFor(async () => {
        const [row] = await world.store.sql<{ n: number }[]>`
        select count(*)::int as n from runs where flow_id = 'limited' and status = 'done'`;
        expect(row?.n).toBeGreaterThanOrEqual(accepted);
      }, 15_000);
    },
    60_000,
  );
});

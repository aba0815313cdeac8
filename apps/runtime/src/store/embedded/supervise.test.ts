import { afterEach, expect, it, vi } from 'vitest';
import { type ServerNews, type Supervision, supervise } from './supervise.ts';

let supervision: Supervision | undefined;
afterEach(() => supervision?.end());

/** A server in memory whose restarts fail `failing` times. */
function watch({ failing = 0 }: { readonly failing?: number } = {}) {
  const server = { alive: true, starts: [] as number[], news: [] as ServerNews[] };
  let left = failing;
  supervision = supervise({
    isAlive: async () => server.alive,
    async restart() {
      server.starts.push(performance.now());
      left -= 1;
      if (left >= 0) throw new Error('no room');
      server.alive = true;
    },
    onNews: (news) => server.news.push(news),
    lookMs: 5,
    firstPauseMs: 40,
    maxPauseMs: 100,
  });
  return server;
}

it('leaves a server alone that lives, and restarts one that died at once', async () => {
  const server = watch();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(server.starts).toEqual([]);
  server.alive = false;
  await vi.waitFor(() => expect(server.news).toEqual([{ kind: 'down' }, { kind: 'up', downMs: expect.any(Number) }]));
  expect(server.starts).toHaveLength(1);
});

it('waits longer after each restart that failed, up to the limit, and goes on trying', async () => {
  const server = watch({ failing: 3 });
  server.alive = false;
  await vi.waitFor(() => expect(server.news.at(-1)?.kind).toBe('up'));
  const tries = server.news.flatMap((news) => (news.kind === 'not-restarted' ? news.nextTryMs : []));
  expect(tries).toEqual([40, 80, 100]);
  const [first = 0, second = 0, third = 0, fourth = 0] = server.starts;
  expect([second - first >= 39, third - second >= 79, fourth - third >= 99]).toEqual([true, true, true]);
});

it('does not hurry for a server that dies again right after its start', async () => {
  const server = watch();
  server.alive = false;
  await vi.waitFor(() => expect(server.starts).toHaveLength(1));
  const died = performance.now();
  server.alive = false;
  await vi.waitFor(() => expect(server.starts).toHaveLength(2));
  expect((server.starts[1] ?? 0) - died).toBeGreaterThanOrEqual(39);
});

it('restarts nothing once it has ended', async () => {
  const server = watch();
  await supervision?.end();
  server.alive = false;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(server.starts).toEqual([]);
});

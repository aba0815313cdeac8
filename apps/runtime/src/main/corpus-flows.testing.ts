import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { flowOf, node } from './testing.ts';

/** The flows that the abuse cases are sent through; each begins at `/hooks/<id>`. */

const hook = (id: string, answer: 'accepted' | 'flow' = 'flow') =>
  node('in', 'webhook', { path: id, respond: answer, deadlineMs: 20_000 });
const respond = (body: Json) => node('answer', 'respond', { body });

/** Answers with what came, and with its query. */
export const echo = flowOf('echo', [hook('echo'), respond('=({ body: input, query: trigger.query ?? null })')]);

/** Two branches set a field each; what they have is put together. */
export const mergeTwoBranches = flowOf(
  'merge-two-branches',
  [
    hook('merge-two-branches'),
    node('left', 'set-fields', { fields: [{ path: 'left', value: 1 }] }),
    node('right', 'set-fields', { fields: [{ path: 'right', value: 2 }] }),
    node('join', 'map', {
      script: 'export default (_input: unknown, ctx: any) => ({ ...ctx.steps.left, ...ctx.steps.right });',
    }),
    respond('=input'),
  ],
  [
    { from: 'in', port: 'out', to: 'left' },
    { from: 'in', port: 'out', to: 'right' },
    { from: 'left', port: 'out', to: 'join' },
    { from: 'right', port: 'out', to: 'join' },
    { from: 'join', port: 'out', to: 'answer' },
  ],
);

/** A script that writes where the message says. */
export const setByDynamicPath = flowOf('set-by-dynamic-path', [
  hook('set-by-dynamic-path'),
  node('set', 'map', {
    script: `export default function map(input: any) {
  const made: any = {};
  const names = input.path.split('.');
  let at = made;
  for (const name of names.slice(0, -1)) at = at[name] ??= {};
  at[names.at(-1)] = input.value;
  return made;
}`,
  }),
  respond('=input'),
]);

/** Calls an address of the message with headers of the message; no retry within the test. */
export const call = flowOf('call', [
  hook('call', 'accepted'),
  node(
    'call',
    'http-request',
    { url: '=input.url', headers: '=input.headers' },
    { timeoutMs: 3000, retry: { maxAttempts: 2, baseMs: 60_000, capMs: 600_000, jitter: 0 } },
  ),
]);

/** The same with the credentials of the connection `guarded`. */
export const callWithSecret = flowOf('call-with-secret', [
  hook('call-with-secret', 'accepted'),
  node(
    'call',
    'http-request',
    { connection: 'guarded', url: '=input.url' },
    { timeoutMs: 3000, retry: { maxAttempts: 1, baseMs: 10, capMs: 10, jitter: 0 } },
  ),
]);

export const corpusFlows: readonly Flow[] = [echo, mergeTwoBranches, setByDynamicPath, call, callWithSecret];

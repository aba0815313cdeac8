import { webhookSchemes } from '@lockstep/nodes/webhooks';
import type { TopicDoor } from '@lockstep/schema/api';
import { sourceTime } from '@lockstep/schema/run';
import type { Context, Hono } from 'hono';
import type { AppEnv } from '../env.ts';
import { authenticate, bySenders, type SenderProof } from '../hooks/authenticate.ts';
import { decompress, readBytes } from '../hooks/read-body.ts';
import { databaseAway } from '../overloaded.ts';
import type { Doors } from '../ports.ts';
import { ProblemError, problem } from '../problem.ts';
import { checkEvent } from './check-event.ts';
import { readEvents } from './read-events.ts';

const PREFIX = '/events/';

/**
 * `POST /events/<topic>`: CloudEvents from other systems, where the topic has a door. Answers 202 when all events of the
 * request are kept; otherwise none is. Source and id together make an event the same one.
 */
export function eventRoutes(app: Hono<AppEnv>, doors: Doors): void {
  app.all(`${PREFIX}*`, async (context) => {
    const from = performance.now();
    const count = (result: string) => doors.metrics.accepted(result, performance.now() - from);
    try {
      const topic = context.req.path.slice(PREFIX.length);
      const door = doors.topicBook.find(topic)?.door;
      if (!door) throw problem('not-found', 'No topic takes events at this address.');
      const origin = context.req.header('webhook-request-origin');
      if (context.req.method === 'OPTIONS' && origin !== undefined) return consent(origin);
      if (context.req.method !== 'POST') {
        throw problem('method-not-allowed', 'Events are sent by POST.', undefined, { allow: 'POST, OPTIONS' });
      }
      const { isNew, body } = await receive(context, doors, topic, door);
      count(isNew ? 'accepted' : 'duplicate');
      return Response.json(body, { status: 202, headers: { 'cache-control': 'no-store' } });
    } catch (error) {
      const known = error instanceof ProblemError ? error : databaseAway(error);
      count(known?.code ?? 'internal');
      throw known ?? error;
    }
  });
}

async function receive(context: Context<AppEnv>, doors: Doors, topic: string, door: TopicDoor) {
  const { connections, publisher, config } = doors;
  const receivedAt = doors.now();
  const raw = await readBytes(context, config.maxBodyBytes);
  await authenticate(context, connections, proofOf(door), raw, bySenders(doors, receivedAt));
  const bytes = await decompress(raw, context.req.header('content-encoding'), config.maxBodyBytes);
  const { mode, events } = readEvents({ headers: context.req.header(), bytes });
  for (const [index, { payload }] of events.entries()) {
    checkEvent(publisher, topic, payload, mode === 'batched' ? `Event ${index} of the batch: ` : '');
  }
  const receipts = await publisher.publishAll(
    events.map((event) => ({ topic, ...event, sourceAt: sourceTime(event.attributes?.time, 'time', receivedAt).at })),
  );
  return {
    isNew: receipts.some(({ outcome }) => outcome !== 'duplicate'),
    body: mode === 'batched' ? { receipts } : receipts[0],
  };
}

function proofOf({ verify }: TopicDoor): SenderProof {
  const { plan, secretField } = webhookSchemes[verify.scheme];
  return {
    plan: plan(verify),
    ...(verify.connection && secretField && { secret: { connection: verify.connection, field: secretField } }),
  };
}

/**
 * Some senders ask first whether they may send here. Who sends is verified at each event.
 *
 * @see CloudEvents, HTTP 1.1 Web Hooks for Event Delivery 1.0.2, 4
 */
function consent(origin: string): Response {
  return new Response(null, {
    status: 200,
    headers: { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*', allow: 'POST, OPTIONS' },
  });
}

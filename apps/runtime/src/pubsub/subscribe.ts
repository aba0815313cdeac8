import type { Client, ClientDuplexStream, Metadata } from '@grpc/grpc-js';
import type { FetchRequest, FetchResponse, SchemaInfo } from '@lockstep/nodes/salesforce-events';
import type { Json } from '@lockstep/schema/run';
import { type Decode, decoderOf } from './avro.ts';
import { openChannel, pubSubCalls, signedIn } from './channel.ts';
import { pubSubFailure } from './failures.ts';
import type { BusEvent, PubSub, Subscription } from './pubsub.ts';

const SCHEMA_MS = 30_000;
const SCHEMAS_KEPT = 200;

interface Schema {
  readonly schema: Json;
  readonly decode: Decode;
}

interface Surroundings {
  readonly addressOf: (host: string) => Promise<string>;
  readonly silenceMs: number;
}

/** @see PubSub.subscribe */
export async function subscribe(
  { addressOf, silenceMs }: Surroundings,
  ...[target, { topic, start, window }, take, signal]: Parameters<PubSub['subscribe']>
): Promise<void> {
  const client = await openChannel(target, addressOf);
  const metadata = signedIn(target);
  const schemas = new Map<string, Promise<Schema>>();
  const call = beginCall(client, metadata);
  const end = (): void => call.cancel();
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  let silence = setTimeout(end, silenceMs);
  try {
    call.write({ ...placeOf(start), topicName: topic, numRequested: window });
    for await (const response of call as AsyncIterable<FetchResponse>) {
      clearTimeout(silence);
      const events: BusEvent[] = [];
      for (const { event, replayId } of response.events) {
        const schema = await schemaOf(event.schemaId);
        events.push({ replayId, unpacked: unpack(schema, event.payload) });
      }
      await take({ events, latest: response.latestReplayId });
      if (signal.aborted) return;
      silence = setTimeout(end, silenceMs);
      const more = window - response.pendingNumRequested;
      if (more > 0) call.write({ topicName: topic, numRequested: more });
    }
    if (!signal.aborted) throw new Error('Salesforce ended the stream.');
  } catch (error) {
    if (!signal.aborted) throw pubSubFailure(error, topic);
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', end);
    call.cancel();
    client.close();
  }

  function schemaOf(schemaId: string): Promise<Schema> {
    const known = schemas.get(schemaId);
    if (known) return known;
    const asked = askSchema(client, metadata, schemaId);
    if (schemas.size >= SCHEMAS_KEPT) schemas.clear();
    schemas.set(schemaId, asked);
    return asked;
  }
}

function placeOf(start: Subscription['start']): Pick<FetchRequest, 'replayPreset' | 'replayId'> {
  if (start === 'latest') return { replayPreset: 'LATEST' };
  if (start === 'earliest') return { replayPreset: 'EARLIEST' };
  return { replayPreset: 'CUSTOM', replayId: start };
}

function unpack({ schema, decode }: Schema, payload: Uint8Array): BusEvent['unpacked'] {
  try {
    return { schema, value: decode(payload) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function beginCall(client: Client, metadata: Metadata): ClientDuplexStream<FetchRequest, FetchResponse> {
  const { Subscribe: subscribe } = pubSubCalls;
  if (!subscribe) throw new Error('The protocol has no Subscribe.');
  return client.makeBidiStreamRequest<FetchRequest, FetchResponse>(
    subscribe.path,
    subscribe.requestSerialize,
    subscribe.responseDeserialize,
    metadata,
  );
}

function askSchema(client: Client, metadata: Metadata, schemaId: string): Promise<Schema> {
  const { GetSchema: getSchema } = pubSubCalls;
  if (!getSchema) throw new Error('The protocol has no GetSchema.');
  return new Promise((done, failed) => {
    client.makeUnaryRequest<{ readonly schemaId: string }, SchemaInfo>(
      getSchema.path,
      getSchema.requestSerialize,
      getSchema.responseDeserialize,
      { schemaId },
      metadata,
      { deadline: Date.now() + SCHEMA_MS },
      (error, info) => {
        if (error) return failed(error);
        try {
          const schema = JSON.parse(info?.schemaJson ?? '') as Json;
          done({ schema, decode: decoderOf(schema) });
        } catch (problem) {
          failed(problem);
        }
      },
    );
  });
}

import type { Socket } from 'node:net';
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import avro from 'avsc';
import {
  ERROR_CODE,
  type FetchRequest,
  type FetchResponse,
  PUB_SUB_SERVICE,
  pubSubProtocol,
  REPLAY_ID_CORRUPTED,
  REPLAY_ID_GONE,
  type SchemaInfo,
  type TopicInfo,
} from '../../pubsub/protocol.ts';
import type { BusEntry } from './event-bus.ts';
import type { PubSubParts, Streams } from './pubsub-door.ts';

/** Serves what connects. */
export interface PubSubServer {
  take(socket: Socket): void;
  /** Streams that are read right now, and begun so far. */
  streams(): Streams;
  close(): void;
}

type Fetching = ServerDuplexStream<FetchRequest, FetchResponse>;

const LARGEST_BATCH = 100;
const LAPSED = 'Session expired or invalid';
const SERVICE = fromJSON(pubSubProtocol as unknown as Parameters<typeof fromJSON>[0], {
  longs: Number,
  enums: String,
  defaults: true,
})[PUB_SUB_SERVICE];

/** The Pub/Sub API of the org: subscriptions to its change events. */
export function createPubSubServer({ bus, schemas, isSignedIn, faults }: PubSubParts): PubSubServer {
  const open = new Set<Fetching>();
  const types = new Map<string, avro.Type>();
  let begun = 0;
  const tokenOf = (metadata: Metadata): string => String(metadata.get('accesstoken')[0] ?? '');
  const isIn = ({ metadata }: { readonly metadata: Metadata }): boolean =>
    isSignedIn(tokenOf(metadata)) && metadata.get('tenantid').length === 1 && metadata.get('instanceurl').length === 1;

  function subscribe(call: Fetching): void {
    let place: bigint | undefined;
    let topic = '';
    let pending = 0;
    let isSending = false;
    begun += 1;
    open.add(call);
    const unlisten = bus.onPublish(() => deliver());
    const end = (error?: ReturnType<typeof refused>): void => {
      unlisten();
      if (!open.delete(call) || error === undefined) return;
      call.emit('error', error);
    };

    function begin({ topicName = '', replayPreset, replayId }: FetchRequest): ReturnType<typeof refused> | undefined {
      topic = topicName;
      if (!/^\/data\/\w+ChangeEvent$/.test(topic)) return refused(status.NOT_FOUND, `Topic ${topic} was not found`);
      if (replayPreset === 'CUSTOM') {
        if (replayId?.length !== 8)
          return refused(status.INVALID_ARGUMENT, 'Replay ID is corrupted', REPLAY_ID_CORRUPTED);
        place = Buffer.from(replayId).readBigUInt64BE();
        if (place < bus.forgotten || place > bus.newest) {
          return refused(status.INVALID_ARGUMENT, 'The Replay ID validation failed', REPLAY_ID_GONE);
        }
      } else place = replayPreset === 'EARLIEST' ? bus.forgotten : bus.newest;
      return undefined;
    }

    async function deliver(): Promise<void> {
      if (isSending) return;
      isSending = true;
      while (open.has(call) && place !== undefined && pending > 0) {
        const entries = bus.after(topic, place, Math.min(pending, LARGEST_BATCH));
        if (entries.length === 0) break;
        await new Promise((later) => setTimeout(later, faults.latencyMs()));
        if (!isIn(call)) return end(refused(status.UNAUTHENTICATED, LAPSED));
        const told = entries.flatMap((entry) => (faults.repeats() ? [entry, entry] : [entry]));
        place = entries.at(-1)?.replayId ?? place;
        pending = Math.max(0, pending - told.length);
        call.write(responseOf(told, place, pending));
        if (faults.cuts()) return end(refused(status.UNAVAILABLE, 'The stream was cut'));
      }
      isSending = false;
    }

    call.on('data', (request: FetchRequest) => {
      if (!open.has(call)) return;
      pending += request.numRequested;
      if (place === undefined) {
        if (faults.refuses()) return end(refused(status.UNAVAILABLE, 'The service is not available'));
        if (!isIn(call)) return end(refused(status.UNAUTHENTICATED, LAPSED));
        const problem = begin(request);
        if (problem) return end(problem);
        // Nothing yet, and where that is.
        if (place !== undefined && bus.after(topic, place, 1).length === 0) call.write(responseOf([], place, pending));
      }
      void deliver();
    });
    call.on('end', () => {
      end();
      call.end();
    });
    call.on('cancelled', () => end());
  }

  function getSchema(
    call: ServerUnaryCall<{ readonly schemaId: string }, SchemaInfo>,
    answer: sendUnaryData<SchemaInfo>,
  ): void {
    const { schemaId } = call.request;
    const schemaJson = schemas.find(schemaId);
    if (!isIn(call)) answer(refused(status.UNAUTHENTICATED, LAPSED));
    else if (schemaJson === undefined) answer(refused(status.NOT_FOUND, `Schema ${schemaId} was not found`));
    else answer(null, { schemaJson, schemaId });
  }

  function getTopic(
    call: ServerUnaryCall<{ readonly topicName: string }, TopicInfo>,
    answer: sendUnaryData<TopicInfo>,
  ): void {
    const { topicName } = call.request;
    if (!isIn(call)) answer(refused(status.UNAUTHENTICATED, LAPSED));
    else answer(null, { topicName, tenantGuid: 'core/estate', canPublish: false, canSubscribe: true, schemaId: '' });
  }

  const server = new Server();
  server.addService(SERVICE as ServiceDefinition, {
    Subscribe: subscribe,
    GetSchema: getSchema,
    GetTopic: getTopic,
  });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    take: (socket) => injector.injectConnection(socket),
    streams: () => ({ open: open.size, begun }),
    close: () => {
      open.clear();
      server.forceShutdown();
      injector.destroy();
    },
  };

  /** The types of schemas that were asked for. */
  function packed({ schemaId, value }: BusEntry): Buffer {
    const type = types.get(schemaId) ?? avro.Type.forSchema(JSON.parse(schemas.find(schemaId) ?? '') as avro.Schema);
    types.set(schemaId, type);
    return type.toBuffer(value);
  }

  function responseOf(entries: readonly BusEntry[], latest: bigint, pendingNumRequested: number): FetchResponse {
    return {
      events: entries.map((entry) => ({
        event: { id: String(entry.replayId), schemaId: entry.schemaId, payload: packed(entry) },
        replayId: bytesOf(entry.replayId),
      })),
      latestReplayId: bytesOf(latest),
      rpcId: '',
      pendingNumRequested,
    };
  }
}

function bytesOf(place: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(place);
  return bytes;
}

function refused(code: status, details: string, errorCode?: string) {
  const metadata = new Metadata();
  if (errorCode !== undefined) metadata.set(ERROR_CODE, errorCode);
  return Object.assign(new Error(details), { code, details, metadata });
}

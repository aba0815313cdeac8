const text = (id: number) => ({ type: 'string', id }) as const;
const bytes = (id: number) => ({ type: 'bytes', id }) as const;

/**
 * The part of the Pub/Sub API (`eventbus.v1`) that reading takes, as a protobuf namespace: names and numbers are the public ones.
 *
 * @see developer.salesforce.com, "Pub/Sub API", "Pub/Sub API RPC Methods"
 */
export const pubSubProtocol = {
  nested: {
    eventbus: {
      nested: {
        v1: {
          nested: {
            PubSub: {
              methods: {
                Subscribe: {
                  requestType: 'FetchRequest',
                  requestStream: true,
                  responseType: 'FetchResponse',
                  responseStream: true,
                },
                GetSchema: { requestType: 'SchemaRequest', responseType: 'SchemaInfo' },
                GetTopic: { requestType: 'TopicRequest', responseType: 'TopicInfo' },
              },
            },
            ReplayPreset: { values: { LATEST: 0, EARLIEST: 1, CUSTOM: 2 } },
            FetchRequest: {
              fields: {
                topicName: text(1),
                replayPreset: { type: 'ReplayPreset', id: 2 },
                replayId: bytes(3),
                numRequested: { type: 'int32', id: 4 },
                authRefresh: text(5),
              },
            },
            EventHeader: { fields: { key: text(1), value: bytes(2) } },
            ProducerEvent: {
              fields: {
                id: text(1),
                schemaId: text(2),
                payload: bytes(3),
                headers: { rule: 'repeated', type: 'EventHeader', id: 4 },
              },
            },
            ConsumerEvent: { fields: { event: { type: 'ProducerEvent', id: 1 }, replayId: bytes(2) } },
            FetchResponse: {
              fields: {
                events: { rule: 'repeated', type: 'ConsumerEvent', id: 1 },
                latestReplayId: bytes(2),
                rpcId: text(3),
                pendingNumRequested: { type: 'int32', id: 4 },
              },
            },
            SchemaRequest: { fields: { schemaId: text(1) } },
            SchemaInfo: { fields: { schemaJson: text(1), schemaId: text(2), rpcId: text(3) } },
            TopicRequest: { fields: { topicName: text(1) } },
            TopicInfo: {
              fields: {
                topicName: text(1),
                tenantGuid: text(2),
                canPublish: { type: 'bool', id: 3 },
                canSubscribe: { type: 'bool', id: 4 },
                schemaId: text(5),
                rpcId: text(6),
              },
            },
          },
        },
      },
    },
  },
};

export const PUB_SUB_SERVICE = 'eventbus.v1.PubSub';

/** A client asks for so many events. */
export interface FetchRequest {
  readonly topicName?: string;
  readonly replayPreset?: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  readonly replayId?: Uint8Array;
  readonly numRequested: number;
}

/** Events, or none and the newest place: so a client that hears nothing keeps its place. */
export interface FetchResponse {
  readonly events: readonly ConsumerEvent[];
  readonly latestReplayId: Uint8Array;
  readonly rpcId: string;
  readonly pendingNumRequested: number;
}

export interface ConsumerEvent {
  readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Uint8Array };
  readonly replayId: Uint8Array;
}

export interface SchemaInfo {
  readonly schemaJson: string;
  readonly schemaId: string;
}

export interface TopicInfo {
  readonly topicName: string;
  readonly tenantGuid: string;
  readonly canPublish: boolean;
  readonly canSubscribe: boolean;
  readonly schemaId: string;
}

/** Trailer that names the error, and its words for a place the bus has no more. */
export const ERROR_CODE = 'error-code';
export const REPLAY_ID_GONE = 'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed';
export const REPLAY_ID_CORRUPTED = 'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted';

export { fetchSession, RefusedSession, type SalesforceSession, type SessionParts } from '../session.ts';
export { pubSubAddress } from './address.ts';
export {
  changeOf,
  isOwnChange,
  missedChanges,
  type RecordChange,
  topicOf,
  type UnpackedEvent,
} from './changes.ts';
export {
  type ConsumerEvent,
  ERROR_CODE,
  type FetchRequest,
  type FetchResponse,
  PUB_SUB_SERVICE,
  pubSubProtocol,
  REPLAY_ID_CORRUPTED,
  REPLAY_ID_GONE,
  type SchemaInfo,
} from './protocol.ts';

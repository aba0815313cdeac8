export { PlaceGoneError } from './failures.ts';
export { type Batch, type BusEvent, createPubSub, type PubSub, type Subscription } from './pubsub.ts';

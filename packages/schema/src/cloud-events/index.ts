export { type CloudEventAttributes, keyOf, type ReadAttributes, readAttributes } from './attributes.ts';
export { fromHeaderValue, toHeaderValue } from './header-values.ts';

/** One event as a document, and many of them. @see CloudEvents 1.0.2, JSON format */
export const CLOUD_EVENT_TYPE = 'application/cloudevents+json';
export const CLOUD_EVENT_BATCH_TYPE = 'application/cloudevents-batch+json';

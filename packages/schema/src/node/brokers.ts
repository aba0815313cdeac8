import type { ResolvedConnection } from './context.ts';

/** A message for a broker. */
export interface OutgoingMessage {
  /** AMQP: `queue`, or `exchange/routing key`. NATS: a subject. MQTT and Kafka: a topic. */
  readonly to: string;
  /** Kafka: messages of one key keep their order. Others have no such thing. */
  readonly key?: string;
  /** The same in every attempt: NATS leaves out what it has had under it, others pass it on for the receiver to tell. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: string;
}

/**
 * Message brokers, by a connection that speaks AMQP 0-9-1, NATS (JetStream), MQTT 5 or Kafka.
 *
 * Throws StepError: kind `transient` `connect-failed` (nothing was sent), `connection-lost` or `broker-timeout` (`outcomeUnknown`),
 * `broker-busy`; kind `refused` `broker-auth`, `no-receiver` (no queue, stream or right to it), `broker-refused`; kind `flow`
 * `egress-blocked`, `address-wrong`.
 */
export interface Brokers {
  /** Ends when the broker has confirmed that it keeps the message (MQTT: quality of service 1; Kafka: all replicas in sync). */
  send(connection: ResolvedConnection, message: OutgoingMessage): Promise<void>;
  /** Signs in, and does nothing. */
  signIn(connection: ResolvedConnection): Promise<void>;
}

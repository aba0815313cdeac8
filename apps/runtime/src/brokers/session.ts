import type { OutgoingMessage, ResolvedConnection } from '@lockstep/schema/node';

/** A message as it came, before anybody has taken it. */
export interface IncomingMessage {
  /** What its sender calls it; absent where it has no name: then it counts as often as it comes. */
  readonly id?: string;
  /** Subject, topic or routing key it was sent to. */
  readonly from: string;
  /** Kafka: what the messages of one thing have in common. */
  readonly key?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** When its sender says it was made, epoch milliseconds; absent where that is not told. */
  readonly sentAt?: number;
  /** Null: Kafka's word for "what this key named is gone" (a tombstone). */
  readonly body: Uint8Array | null;
}

/** `kept`: the broker may forget it. `again`: it is to come once more, a little later. */
export type Verdict = 'kept' | 'again';

/** Where messages are taken from. */
export interface Source {
  /** AMQP: a queue. NATS: a stream. MQTT: a topic filter. Kafka: a topic. */
  readonly from: string;
  /** Readers of the same group share the messages: name of the NATS consumer, of the MQTT share and of the Kafka group. */
  readonly group: string;
  /** Messages of this reader that are not decided yet, at most. */
  readonly window: number;
  /** Kafka: where a group begins that has not read yet; `earliest` when absent. */
  readonly beginning?: 'earliest' | 'latest';
}

/** A session with a broker: signed in, and open until `ended`. */
export interface BrokerSession {
  send(message: OutgoingMessage): Promise<void>;
  /** Takes messages until the reader is stopped or the session ends. @throws StepError when there is no such source */
  read(source: Source, take: (message: IncomingMessage) => Promise<Verdict>): Promise<Reader>;
  /** Settles when the session is over, with why. */
  readonly ended: Promise<unknown>;
  close(): Promise<void>;
}

export interface Reader {
  /** Takes no more, and waits for those that are being taken. */
  stop(): Promise<void>;
}

/** What opens a session of one protocol. */
export type OpenBroker = (connection: ResolvedConnection, address: BrokerAddress) => Promise<BrokerSession>;

/** Where a broker is, checked: `ip` is what the egress policy allowed. */
export interface BrokerAddress {
  readonly host: string;
  readonly ip: string;
  readonly port: number;
  readonly tls: boolean;
  /** Path of the address without its slash: the virtual host of AMQP. */
  readonly path: string;
  readonly connectMs: number;
  /** For brokers that name others: the address of a name, where the egress policy allows it; rejects elsewhere. */
  readonly addressOf: (host: string) => Promise<string>;
}

export { createBrokers, type MessageBrokers } from './brokers.ts';
export type { BrokerSession, IncomingMessage, Reader, Verdict } from './session.ts';

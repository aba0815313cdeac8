import { z } from 'zod';
import { json, readJson } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createCluster } from './cluster.ts';
import { ERRORS } from './errors.ts';
import { type NodeDoor, openNode } from './node-door.ts';
import { recordsOf } from './record-batch.ts';

const Rate = z.number().min(0).max(1);

export const KafkaFaults = CommonFaults.extend({
  losesLead: Rate.optional()
    .describe('Share of batches at which the node stops leading the topic, and says so.')
    .meta({ label: 'Leaders that change' }),
  replicasMissing: Rate.optional()
    .describe('Share of batches refused because too few replicas are there.')
    .meta({ label: 'Replicas missing' }),
  advertisedHost: z.string().min(1).max(200).optional().describe('The host the cluster names for its nodes.'),
});

export interface KafkaSettings extends SimulatorSettings {
  /** Topics there are, with how many partitions. `orders` with 3 where absent. */
  readonly topics?: Readonly<Record<string, number>>;
  /** Key and certificate, as PEM, of a cluster that is spoken to by TLS only. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export const KAFKA_CREDENTIALS = { username: 'retailer', password: 'estate-kafka-9092', mechanism: 'PLAIN' } as const;

const NODES = [1, 2] as const;
const TopicBody = z.strictObject({ name: z.string().min(1).max(249), partitions: z.int().min(1).max(50) });
const MoveBody = z.strictObject({ topic: z.string().optional(), coordinators: z.boolean().optional() });

/** A Kafka cluster of two nodes on 127.0.0.1: topics, groups and idempotent producers, in memory. */
export async function kafkaSimulator(settings: KafkaSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', topics = { orders: 3 } } = settings;
  const draws = createRandom(seed, 'kafka/own-faults');
  const faults = createFaultPanel(KafkaFaults);
  const cluster = createCluster(NODES);
  for (const [name, partitions] of Object.entries(topics)) cluster.createTopic(name, partitions);
  const doors = new Map<number, NodeDoor>();
  const stats = { answersLost: 0, leadsLost: 0 };
  const closeDoors = () => Promise.all([...doors.values()].map((door) => door.close()));

  for (const node of NODES) {
    const door = await openNode({
      port: node === NODES[0] ? (settings.port ?? 0) : 0,
      user: KAFKA_CREDENTIALS,
      latencyMs: () => faults.current().latencyMs ?? 0,
      tls: settings.tls,
      asked: {
        node,
        cluster,
        hooks: {
          addressOf: (of) => {
            return { host: faults.current().advertisedHost ?? '127.0.0.1', port: doors.get(of)?.port ?? 0 };
          },
          losesLead: () => {
            const loses = draws.chance(faults.current().losesLead ?? 0);
            if (loses) stats.leadsLost += 1;
            return loses;
          },
          dropsAnswer: () => {
            const drops = draws.chance(faults.current().commitThenDrop ?? 0);
            if (drops) stats.answersLost += 1;
            return drops;
          },
          refusesProduce: () =>
            draws.chance(faults.current().replicasMissing ?? 0) ? ERRORS.NOT_ENOUGH_REPLICAS : undefined,
        },
      },
    }).catch(async (error: unknown) => {
      await closeDoors();
      throw error;
    });
    doors.set(node, door);
  }

  const control = await createSimulator({
    system: 'kafka',
    seed,
    faults,
    handle: () => json(404, { detail: 'Messages are served over the Kafka protocol.' }),
    control: ({ method, url, body }) => {
      if (method !== 'POST') return undefined;
      if (url.pathname === '/_sim/topics') {
        const topic = TopicBody.safeParse(readJson(body));
        if (!topic.success) return badField(topic.error);
        cluster.createTopic(topic.data.name, topic.data.partitions);
        return { status: 204 };
      }
      if (url.pathname === '/_sim/rebalance') {
        for (const group of cluster.groups.values()) group.rebalance();
        return { status: 204 };
      }
      if (url.pathname !== '/_sim/move') return undefined;
      const move = MoveBody.safeParse(readJson(body));
      if (!move.success) return badField(move.error);
      if (move.data.coordinators) cluster.moveCoordinators();
      else cluster.moveLeaders(move.data.topic);
      return { status: 204 };
    },
    state: () => ({
      topics: Object.fromEntries(
        [...cluster.topics].map(([name, partitions]) => [
          name,
          partitions.map(({ leader, log }) => ({
            leader,
            end: String(log.end),
            records: log.batches.flatMap(recordsOf),
          })),
        ]),
      ),
      groups: Object.fromEntries(
        [...cluster.groups].map(([id, { state, generation, members, offsets }]) => [
          id,
          {
            state,
            generation,
            members,
            offsets: Object.fromEntries([...offsets].map(([key, offset]) => [key, String(offset)])),
          },
        ]),
      ),
      connections: [...doors.values()].map(({ connections }) => connections),
      ...stats,
    }),
    refuse: (status) => json(status, { detail: 'Messages are served over the Kafka protocol.' }),
  }).catch(async (error: unknown) => {
    await closeDoors();
    throw error;
  });
  return {
    ...control,
    baseUrl: `${settings.tls ? 'kafkas' : 'kafka'}://127.0.0.1:${doors.get(NODES[0])?.port}`,
    close: async () => {
      cluster.close();
      await Promise.all([closeDoors(), control.close()]);
    },
  };
}

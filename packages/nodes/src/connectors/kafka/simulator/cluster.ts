import { createGroup, type Group } from './group.ts';
import { createPartitionLog, type PartitionLog } from './partition-log.ts';

export interface Partition {
  /** Number of the node that leads it. */
  leader: number;
  readonly log: PartitionLog;
}

/** What all nodes know: topics, groups, and who leads what. */
export interface Cluster {
  readonly nodes: readonly number[];
  readonly topics: ReadonlyMap<string, readonly Partition[]>;
  readonly groups: ReadonlyMap<string, Group>;
  createTopic(name: string, partitions: number): void;
  group(id: string): Group;
  /** The node that keeps a group. */
  coordinatorOf(group: string): number;
  /** Another node leads the partitions of a topic from now on; all topics where none is named. */
  moveLeaders(topic?: string): void;
  moveCoordinators(): void;
  /** Producers are numbered. */
  newProducer(): bigint;
  close(): void;
}

export function createCluster(nodes: readonly number[]): Cluster {
  const topics = new Map<string, Partition[]>();
  const groups = new Map<string, Group>();
  let coordinatorAt = 0;
  let producers = 0n;
  let memberNumber = 0;
  const after = (node: number): number => nodes[(nodes.indexOf(node) + 1) % nodes.length] as number;
  return {
    nodes,
    topics,
    groups,
    createTopic(name, partitions) {
      if (topics.has(name)) return;
      const made = Array.from({ length: partitions }, (_, at): Partition => {
        return { leader: nodes[at % nodes.length] as number, log: createPartitionLog() };
      });
      topics.set(name, made);
    },
    group(id) {
      const known = groups.get(id);
      if (known) return known;
      const made = createGroup((clientId) => {
        memberNumber += 1;
        return `${clientId}-${memberNumber}`;
      });
      groups.set(id, made);
      return made;
    },
    coordinatorOf: () => nodes[coordinatorAt % nodes.length] as number,
    moveLeaders(topic) {
      for (const [name, partitions] of topics) {
        if (topic !== undefined && topic !== name) continue;
        for (const partition of partitions) partition.leader = after(partition.leader);
      }
    },
    moveCoordinators() {
      coordinatorAt += 1;
    },
    newProducer() {
      producers += 1n;
      return producers;
    },
    close() {
      for (const group of groups.values()) group.close();
    },
  };
}

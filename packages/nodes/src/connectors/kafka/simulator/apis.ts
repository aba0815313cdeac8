import type { Cluster } from './cluster.ts';
import { ERRORS, type ErrorCode } from './errors.ts';
import { type WireReader, WireWriter } from './wire.ts';

/** What goes wrong on purpose at a node. */
export interface NodeHooks {
  /** The address the node tells of others. */
  readonly addressOf: (node: number) => { readonly host: string; readonly port: number };
  /** True: this produce is answered "not the leader", and another node leads from now on. */
  readonly losesLead: () => boolean;
  /** True: the batch was appended, and the connection is cut before that is told. */
  readonly dropsAnswer: () => boolean;
  readonly refusesProduce: () => ErrorCode | undefined;
}

export interface Asked {
  readonly node: number;
  readonly clientId: string;
  readonly cluster: Cluster;
  readonly hooks: NodeHooks;
}

/** `drop`: nothing is answered, the connection is cut. */
export type Answer = Buffer | 'drop';
type Handler = (reader: WireReader, asked: Asked) => Answer | Promise<Answer>;

interface Api {
  readonly key: number;
  readonly version: number;
  readonly answer: Handler;
}

const LATEST = -1n;
const EARLIEST = -2n;

const metadata: Handler = (reader, { cluster, hooks }) => {
  const wanted = reader.nullableArray(reader.string) ?? [...cluster.topics.keys()];
  return new WireWriter()
    .int32(0)
    .array(cluster.nodes, (node, w) => {
      const { host, port } = hooks.addressOf(node);
      w.int32(node).string(host).int32(port).string(null);
    })
    .string('estate')
    .int32(cluster.nodes[0] ?? 0)
    .array(wanted, (name, w) => {
      const partitions = cluster.topics.get(name);
      w.int16(partitions ? ERRORS.NONE : ERRORS.UNKNOWN_TOPIC_OR_PARTITION)
        .string(name)
        .int8(0)
        .array([...(partitions ?? []).entries()], ([index, { leader }]) => {
          w.int16(ERRORS.NONE).int32(index).int32(leader);
          w.array([leader], (id) => w.int32(id)).array([leader], (id) => w.int32(id));
        });
    }).buffer;
};

const produce: Handler = (reader, { cluster, hooks, node }) => {
  reader.nullableString();
  reader.int16();
  reader.int32();
  let drops = false;
  const answers = reader.array(() => {
    const topic = reader.string();
    const partitions = reader.array(() => {
      const [index, records] = [reader.int32(), reader.bytes()];
      const partition = cluster.topics.get(topic)?.[index];
      const refused = hooks.refusesProduce();
      if (!partition) return { index, error: ERRORS.UNKNOWN_TOPIC_OR_PARTITION, baseOffset: -1n };
      if (partition.leader === node && hooks.losesLead()) cluster.moveLeaders(topic);
      if (partition.leader !== node) return { index, error: ERRORS.NOT_LEADER_OR_FOLLOWER, baseOffset: -1n };
      if (refused !== undefined) return { index, error: refused, baseOffset: -1n };
      const { error, baseOffset } = partition.log.append(records);
      if (error === ERRORS.NONE && hooks.dropsAnswer()) drops = true;
      return { index, error, baseOffset };
    });
    return { topic, partitions };
  });
  if (drops) return 'drop';
  return new WireWriter()
    .array(answers, ({ topic, partitions }, w) =>
      w.string(topic).array(partitions, ({ index, error, baseOffset }) => {
        w.int32(index).int16(error).int64(baseOffset).int64(-1n);
      }),
    )
    .int32(0).buffer;
};

const fetchRecords: Handler = async (reader, { cluster, node }) => {
  reader.int32();
  const [waitMs, , maxBytes] = [reader.int32(), reader.int32(), reader.int32()];
  reader.int8();
  const wanted = reader.array(() => {
    const topic = reader.string();
    const partitions = reader.array(() => ({ index: reader.int32(), offset: reader.int64(), most: reader.int32() }));
    return { topic, partitions };
  });
  const logs = wanted.flatMap(({ topic, partitions }) =>
    partitions.flatMap(({ index, offset }) => {
      const partition = cluster.topics.get(topic)?.[index];
      return partition?.leader === node ? [{ log: partition.log, offset }] : [];
    }),
  );
  const isIdle = logs.length > 0 && logs.every(({ log, offset }) => log.end === offset);
  if (isIdle) await Promise.race(logs.map(({ log }) => log.grown(waitMs)));
  let left = maxBytes;
  return new WireWriter().int32(0).array(wanted, ({ topic, partitions }, w) =>
    w.string(topic).array(partitions, ({ index, offset, most }) => {
      const partition = cluster.topics.get(topic)?.[index];
      const error = !partition
        ? ERRORS.UNKNOWN_TOPIC_OR_PARTITION
        : partition.leader !== node
          ? ERRORS.NOT_LEADER_OR_FOLLOWER
          : offset < 0n || offset > partition.log.end
            ? ERRORS.OFFSET_OUT_OF_RANGE
            : ERRORS.NONE;
      const end = partition?.log.end ?? -1n;
      const records = error === ERRORS.NONE && left > 0 ? partition?.log.read(offset, Math.min(most, left)) : undefined;
      left -= records?.length ?? 0;
      w.int32(index)
        .int16(error)
        .int64(end)
        .int64(end)
        .int32(0)
        .bytes(records ?? Buffer.alloc(0));
    }),
  ).buffer;
};

const listOffsets: Handler = (reader, { cluster, node }) => {
  reader.int32();
  const wanted = reader.array(() => ({
    topic: reader.string(),
    partitions: reader.array(() => ({ index: reader.int32(), timestamp: reader.int64() })),
  }));
  return new WireWriter().array(wanted, ({ topic, partitions }, w) =>
    w.string(topic).array(partitions, ({ index, timestamp }) => {
      const partition = cluster.topics.get(topic)?.[index];
      const error = !partition
        ? ERRORS.UNKNOWN_TOPIC_OR_PARTITION
        : partition.leader === node
          ? ERRORS.NONE
          : ERRORS.NOT_LEADER_OR_FOLLOWER;
      const offset = timestamp === EARLIEST ? 0n : timestamp === LATEST ? (partition?.log.end ?? -1n) : -1n;
      w.int32(index)
        .int16(error)
        .int64(-1n)
        .int64(error === ERRORS.NONE ? offset : -1n);
    }),
  ).buffer;
};

const findCoordinator: Handler = (reader, { cluster, hooks }) => {
  const node = cluster.coordinatorOf(reader.string());
  const { host, port } = hooks.addressOf(node);
  return new WireWriter().int32(0).int16(ERRORS.NONE).string(null).int32(node).string(host).int32(port).buffer;
};

const initProducerId: Handler = (_, { cluster }) =>
  new WireWriter().int32(0).int16(ERRORS.NONE).int64(cluster.newProducer()).int16(0).buffer;

/** A request about a group, which only its coordinator answers. */
const atCoordinator =
  (
    answer: (reader: WireReader, asked: Asked & { readonly groupId: string }) => Answer | Promise<Answer>,
    refuse: (error: ErrorCode) => Buffer,
  ): Handler =>
  (reader, asked) => {
    const groupId = reader.string();
    if (asked.cluster.coordinatorOf(groupId) !== asked.node) return refuse(ERRORS.NOT_COORDINATOR);
    return answer(reader, { ...asked, groupId });
  };

const joinGroup = atCoordinator(
  async (reader, { cluster, clientId, groupId }) => {
    const [sessionMs, rebalanceMs, memberId] = [reader.int32(), reader.int32(), reader.string()];
    reader.string();
    const protocols = reader.array(() => ({ name: reader.string(), metadata: Buffer.from(reader.bytes()) }));
    return joinedAnswer(await cluster.group(groupId).join({ memberId, clientId, sessionMs, rebalanceMs, protocols }));
  },
  (error) => joinedAnswer({ error, generation: -1, protocol: '', leader: '', memberId: '', members: [] }),
);

function joinedAnswer(joined: Awaited<ReturnType<ReturnType<Cluster['group']>['join']>>): Buffer {
  const { error, generation, protocol, leader, memberId, members } = joined;
  return new WireWriter()
    .int32(0)
    .int16(error)
    .int32(generation)
    .string(protocol)
    .string(leader)
    .string(memberId)
    .array(members, (member, w) => w.string(member.memberId).bytes(member.metadata)).buffer;
}

const syncGroup = atCoordinator(
  async (reader, { cluster, groupId }) => {
    const [generation, memberId] = [reader.int32(), reader.string()];
    const given = reader.array((): [string, Buffer] => [reader.string(), Buffer.from(reader.bytes())]);
    const { error, assignment } = await cluster.group(groupId).sync(memberId, generation, new Map(given));
    return new WireWriter().int16(error).bytes(assignment).buffer;
  },
  (error) => new WireWriter().int16(error).bytes(Buffer.alloc(0)).buffer,
);

const onlyError = (error: ErrorCode): Buffer => new WireWriter().int16(error).buffer;

const heartbeat = atCoordinator((reader, { cluster, groupId }) => {
  const generation = reader.int32();
  return onlyError(cluster.group(groupId).heartbeat(reader.string(), generation));
}, onlyError);

const leaveGroup = atCoordinator(
  (reader, { cluster, groupId }) => onlyError(cluster.group(groupId).leave(reader.string())),
  onlyError,
);

const offsetCommit: Handler = (reader, { cluster, node }) => {
  const groupId = reader.string();
  const [generation, memberId] = [reader.int32(), reader.string()];
  reader.int64();
  const told = reader.array(() => ({
    topic: reader.string(),
    partitions: reader.array(() => {
      const [index, offset] = [reader.int32(), reader.int64()];
      reader.nullableString();
      return { index, offset };
    }),
  }));
  const offsets = new Map(
    told.flatMap(({ topic, partitions }) =>
      partitions.map(({ index, offset }): [string, bigint] => [`${topic}:${index}`, offset]),
    ),
  );
  const isHere = cluster.coordinatorOf(groupId) === node;
  const error = isHere ? cluster.group(groupId).commit(memberId, generation, offsets) : ERRORS.NOT_COORDINATOR;
  return new WireWriter().array(told, ({ topic, partitions }, w) =>
    w.string(topic).array(partitions, ({ index }) => w.int32(index).int16(error)),
  ).buffer;
};

const offsetFetch: Handler = (reader, { cluster, node }) => {
  const groupId = reader.string();
  const wanted = reader.array(() => ({ topic: reader.string(), partitions: reader.array(reader.int32) }));
  const error = cluster.coordinatorOf(groupId) === node ? ERRORS.NONE : ERRORS.NOT_COORDINATOR;
  return new WireWriter().array(wanted, ({ topic, partitions }, w) =>
    w.string(topic).array(partitions, (index) => {
      w.int32(index)
        .int64(cluster.group(groupId).offsets.get(`${topic}:${index}`) ?? -1n)
        .string(null)
        .int16(error);
    }),
  ).buffer;
};

/** One version of each: the oldest without tagged fields that carries batches of magic 2. */
export const APIS: readonly Api[] = [
  { key: 0, version: 3, answer: produce },
  { key: 1, version: 4, answer: fetchRecords },
  { key: 2, version: 1, answer: listOffsets },
  { key: 3, version: 4, answer: metadata },
  { key: 8, version: 2, answer: offsetCommit },
  { key: 9, version: 1, answer: offsetFetch },
  { key: 10, version: 1, answer: findCoordinator },
  { key: 11, version: 2, answer: joinGroup },
  { key: 12, version: 0, answer: heartbeat },
  { key: 13, version: 0, answer: leaveGroup },
  { key: 14, version: 0, answer: syncGroup },
  { key: 22, version: 0, answer: initProducerId },
];

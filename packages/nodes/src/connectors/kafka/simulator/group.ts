import { ERRORS, type ErrorCode } from './errors.ts';

export interface JoinRequest {
  /** Empty for one that is new. */
  readonly memberId: string;
  readonly clientId: string;
  readonly sessionMs: number;
  readonly rebalanceMs: number;
  readonly protocols: readonly { readonly name: string; readonly metadata: Buffer }[];
}

export interface Joined {
  readonly error: ErrorCode;
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  readonly memberId: string;
  /** For the leader only. */
  readonly members: readonly { readonly memberId: string; readonly metadata: Buffer }[];
}

interface Member {
  readonly id: string;
  request: JoinRequest;
  answer?: ((joined: Joined) => void) | undefined;
  synced?: ((told: { error: ErrorCode; assignment: Buffer }) => void) | undefined;
  assignment: Buffer;
  timer?: NodeJS.Timeout;
}

/** Readers of one group, and how far they are: the classic protocol. @see KIP-62, KIP-134; "Group Membership API" */
export interface Group {
  readonly state: 'empty' | 'joining' | 'syncing' | 'stable';
  readonly generation: number;
  readonly members: readonly string[];
  readonly offsets: ReadonlyMap<string, bigint>;
  join(request: JoinRequest): Promise<Joined>;
  sync(
    memberId: string,
    generation: number,
    assignments: ReadonlyMap<string, Buffer>,
  ): Promise<{ readonly error: ErrorCode; readonly assignment: Buffer }>;
  heartbeat(memberId: string, generation: number): ErrorCode;
  leave(memberId: string): ErrorCode;
  /** Keys are `topic:partition`. */
  commit(memberId: string, generation: number, offsets: ReadonlyMap<string, bigint>): ErrorCode;
  /** Everybody has to join again. */
  rebalance(): void;
  close(): void;
}

/** How long the first reader waits for others. */
const FIRST_WAIT_MS = 30;

export function createGroup(newId: (clientId: string) => string): Group {
  const members = new Map<string, Member>();
  const offsets = new Map<string, bigint>();
  let state: Group['state'] = 'empty';
  let generation = 0;
  let protocol = '';
  let leader = '';
  let joinTimer: NodeJS.Timeout | undefined;
  const nothing = Buffer.alloc(0);

  const alive = (member: Member): void => {
    clearTimeout(member.timer);
    member.timer = setTimeout(() => remove(member.id), member.request.sessionMs);
    member.timer.unref();
  };

  function remove(id: string): void {
    const member = members.get(id);
    if (!member) return;
    clearTimeout(member.timer);
    members.delete(id);
    if (members.size === 0) state = 'empty';
    else if (state === 'joining') tryToBegin();
    else rebalance();
  }

  function rebalance(): void {
    if (members.size === 0) return;
    state = 'joining';
    for (const member of members.values()) {
      member.synced?.({ error: ERRORS.REBALANCE_IN_PROGRESS, assignment: nothing });
      member.synced = undefined;
    }
    clearTimeout(joinTimer);
    const longest = Math.max(...[...members.values()].map(({ request }) => request.rebalanceMs));
    joinTimer = setTimeout(() => {
      for (const { id, answer } of [...members.values()]) if (!answer) members.delete(id);
      begin();
    }, longest);
    joinTimer.unref();
  }

  function tryToBegin(): void {
    if ([...members.values()].every(({ answer }) => answer)) begin();
  }

  /** Everybody is here: a new generation, whose leader shares out the partitions. */
  function begin(): void {
    clearTimeout(joinTimer);
    const all = [...members.values()];
    const [first] = all;
    if (!first) {
      state = 'empty';
      return;
    }
    generation += 1;
    state = 'syncing';
    if (!members.has(leader)) leader = first.id;
    const common = first.request.protocols.find(({ name }) =>
      all.every(({ request }) => request.protocols.some((each) => each.name === name)),
    );
    protocol = common?.name ?? '';
    const told = all.map(({ id, request }) => {
      return { memberId: id, metadata: request.protocols.find(({ name }) => name === protocol)?.metadata ?? nothing };
    });
    for (const member of all) {
      member.answer?.({
        error: ERRORS.NONE,
        generation,
        protocol,
        leader,
        memberId: member.id,
        members: member.id === leader ? told : [],
      });
      member.answer = undefined;
      alive(member);
    }
  }

  const wrong = (memberId: string, given: number): ErrorCode | undefined => {
    if (!members.has(memberId)) return ERRORS.UNKNOWN_MEMBER_ID;
    return given === generation ? undefined : ERRORS.ILLEGAL_GENERATION;
  };

  return {
    get state() {
      return state;
    },
    get generation() {
      return generation;
    },
    get members() {
      return [...members.keys()];
    },
    offsets,
    join(request) {
      const refused = { generation: -1, protocol: '', leader: '', memberId: request.memberId, members: [] };
      if (request.memberId !== '' && !members.has(request.memberId)) {
        return Promise.resolve({ ...refused, error: ERRORS.UNKNOWN_MEMBER_ID });
      }
      const id = request.memberId || newId(request.clientId);
      const member: Member = members.get(id) ?? { id, request, assignment: nothing };
      member.request = request;
      const wasEmpty = members.size === 0;
      members.set(id, member);
      clearTimeout(member.timer);
      return new Promise((resolve) => {
        member.answer = resolve;
        if (state !== 'joining') rebalance();
        if (!wasEmpty) return tryToBegin();
        clearTimeout(joinTimer);
        joinTimer = setTimeout(tryToBegin, FIRST_WAIT_MS);
      });
    },
    sync(memberId, given, assignments) {
      const error = wrong(memberId, given) ?? (state === 'joining' ? ERRORS.REBALANCE_IN_PROGRESS : undefined);
      if (error !== undefined) return Promise.resolve({ error, assignment: nothing });
      const member = members.get(memberId) as Member;
      if (memberId === leader && state === 'syncing') {
        state = 'stable';
        for (const each of members.values()) {
          each.assignment = assignments.get(each.id) ?? nothing;
          each.synced?.({ error: ERRORS.NONE, assignment: each.assignment });
          each.synced = undefined;
        }
      }
      if (state === 'stable') return Promise.resolve({ error: ERRORS.NONE, assignment: member.assignment });
      return new Promise((resolve) => {
        member.synced = resolve;
      });
    },
    heartbeat(memberId, given) {
      const error = wrong(memberId, given);
      if (error !== undefined) return error;
      alive(members.get(memberId) as Member);
      return state === 'joining' ? ERRORS.REBALANCE_IN_PROGRESS : ERRORS.NONE;
    },
    leave(memberId) {
      if (!members.has(memberId)) return ERRORS.UNKNOWN_MEMBER_ID;
      remove(memberId);
      return ERRORS.NONE;
    },
    commit(memberId, given, told) {
      const isSimple = memberId === '' && given < 0 && members.size === 0;
      const error = isSimple ? undefined : wrong(memberId, given);
      if (error !== undefined) return error;
      if (!isSimple && state === 'syncing') return ERRORS.REBALANCE_IN_PROGRESS;
      for (const [key, offset] of told) offsets.set(key, offset);
      return ERRORS.NONE;
    },
    rebalance,
    close() {
      clearTimeout(joinTimer);
      for (const { timer } of members.values()) clearTimeout(timer);
    },
  };
}

import type { FailPoint } from '@lockstep/runtime/fail-points';
import { sleep } from '../../world.ts';
import type { Arena } from '../kit/arena.ts';
import { type Member, startSurely } from '../kit/member.ts';
import type { Fault, PartnerName } from './schedule.ts';

/** A process that was killed, with the runs it had in hand. */
export interface Kill {
  readonly at: number;
  readonly runs: readonly string[];
}

type Trouble = Extract<Fault, { readonly kind: 'trouble' }>;

/** A point that is not passed by then is not waited for: it happens where the process is. */
const PASS_MS = 3_000;
/** Partners are never quick: a kill is to meet runs between two steps. */
export const LATENCY_MS = 150;

/** The switches that the simulators of the estate and our own partner both have. */
interface PartnerSwitches {
  readonly latencyMs?: number;
  readonly commitThenDrop?: number;
  readonly status?: number;
  readonly rate?: number;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Does what the schedule says. Faults of one process come one after the other, also when they were due together. */
export class Conductor {
  readonly kills: Kill[] = [];
  readonly #arena: Arena;
  readonly #commitThenDrop: number;
  readonly #turns: Promise<void>[];
  /** Troubles in force, the newest last. */
  readonly #troubles = new Map<PartnerName, readonly Trouble[]>();

  constructor(arena: Arena, commitThenDrop: number) {
    this.#arena = arena;
    this.#commitThenDrop = commitThenDrop;
    this.#turns = arena.members.map(() => Promise.resolve());
  }

  /** Resolves when all is done and every process runs again. */
  async play(schedule: readonly Fault[]): Promise<void> {
    const from = Date.now();
    await Promise.all(
      schedule.map(async (fault) => {
        await sleep(Math.max(0, fault.atMs - (Date.now() - from)));
        await this.#perform(fault);
      }),
    );
    await Promise.all(this.#turns);
    await Promise.all(
      this.#arena.members.map((member) => (member.pid === undefined ? startSurely(member) : undefined)),
    );
  }

  /** Partners as slow and forgetful as always, without the troubles of the moment. */
  async calm(): Promise<void> {
    await Promise.all((['sap', 'wms', 'partner'] as const).map((name) => this.#tell(name)));
  }

  /** Partners without any fault. */
  async heal(): Promise<void> {
    await Promise.all((['sap', 'wms', 'partner'] as const).map((name) => this.#put(name, {})));
  }

  #perform(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'crash-database':
        return this.#arena.crashDatabase();
      case 'trouble':
        return this.#trouble(fault);
      case 'kill':
        return this.#inTurn(fault.member, (member) => this.#kill(member, fault));
      case 'pause':
        return this.#inTurn(fault.member, async (member) => {
          await this.#untilAt(member, fault);
          member.suspend();
          await sleep(fault.ms);
          member.resume();
        });
      case 'partition':
      case 'cut':
      case 'deaf':
        return this.#inTurn(fault.member, async (member) => {
          member.proxy.set(fault.kind === 'partition' ? 'silent' : fault.kind === 'cut' ? 'refused' : 'deaf');
          await sleep(fault.ms);
          member.proxy.set('open');
        });
      default:
        return fault satisfies never;
    }
  }

  #inTurn(index: number, task: (member: Member) => Promise<void>): Promise<void> {
    const member = this.#arena.members[index];
    if (!member) return Promise.resolve();
    const turn = (this.#turns[index] ?? Promise.resolve()).then(() => task(member));
    this.#turns[index] = turn;
    return turn;
  }

  /** Lets the process come to its point; one that it does not pass soon is not waited for. */
  async #untilAt(
    member: Member,
    { point, nth = 1 }: { readonly point?: FailPoint; readonly nth?: number },
  ): Promise<void> {
    if (!point) return;
    member.arm({ point, nth, action: 'stop' });
    await member.untilStopped(PASS_MS).catch(() => member.arm({ point: '' }));
  }

  async #kill(member: Member, fault: Extract<Fault, { readonly kind: 'kill' }>): Promise<void> {
    await this.#untilAt(member, fault);
    const { store } = this.#arena;
    const owned = await store.sql<{ id: string }[]>`
      select runs.id from runs join workers on workers.epoch = runs.epoch
      where runs.ended_at is null and (workers.host->>'pid')::int = ${member.pid ?? 0}`.catch(() => []);
    await member.kill();
    this.kills.push({ at: Date.now(), runs: owned.map(({ id }) => id) });
    await startSurely(member);
  }

  async #trouble(trouble: Trouble): Promise<void> {
    const { partner, ms } = trouble;
    const inForce = this.#troubles.get(partner) ?? [];
    this.#troubles.set(partner, [...inForce, trouble]);
    await this.#tell(partner);
    await sleep(ms);
    this.#troubles.set(
      partner,
      (this.#troubles.get(partner) ?? []).filter((each) => each !== trouble),
    );
    await this.#tell(partner);
  }

  #tell(partner: PartnerName): Promise<void> {
    const usual = { latencyMs: LATENCY_MS, commitThenDrop: this.#commitThenDrop };
    const trouble = this.#troubles.get(partner)?.at(-1);
    if (!trouble) return this.#put(partner, usual);
    const { status, rate } = trouble;
    return this.#put(partner, { ...usual, status, rate, ...(status === 429 && { retryAfter: 1 }) });
  }

  async #put(name: PartnerName, faults: PartnerSwitches): Promise<void> {
    const { partner, estate } = this.#arena;
    if (name === 'partner') {
      const { retryAfter, ...rest } = faults;
      partner.set({ ...rest, ...(retryAfter !== undefined && { retryAfterS: retryAfter }) });
      return;
    }
    const entry = estate.entries.find(({ system }) => system === name);
    const headers = { 'content-type': 'application/json' };
    await fetch(entry?.faultsUrl ?? '', { method: 'PUT', headers, body: JSON.stringify(faults) });
  }
}

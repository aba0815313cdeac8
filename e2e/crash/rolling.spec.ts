import { expect, test } from '@playwright/test';
import { type Kind, openArena, settle } from './kit/arena.ts';
import { evidenceOf } from './kit/evidence.ts';
import { judge } from './kit/oracle.ts';
import { randomOf } from './storm/random.ts';

const ROLES = ['ingress', 'worker', 'worker', 'scheduler'];
const KINDS: readonly Kind[] = ['plain', 'lane', 'undo'];
const SENDERS = 4;

test('processes with roles are restarted one after the other under load: nothing lost, nothing failed, nothing twice', async () => {
  test.setTimeout(240_000);
  const options = { seed: 11, processes: ROLES.length, roles: ROLES, leaseMs: 5_000, random: randomOf(11) };
  // Long enough that runs under way end, as when a person deploys.
  const arena = await openArena({ ...options, env: { LOCKSTEP_DRAIN_MS: '2000' } });
  try {
    let isOver = false;
    const codes: number[] = [];
    const send = async () => {
      for (let count = 0; !isOver; count += 1) await arena.send(KINDS[count % KINDS.length] as Kind);
    };
    const senders = Array.from({ length: SENDERS }, send);
    for (const member of arena.members.toReversed()) {
      codes.push(await member.stop());
      await member.start();
    }
    isOver = true;
    await Promise.all(senders);
    await settle(arena, 60_000);
    const verdict = await judge(await evidenceOf(arena));
    console.log(JSON.stringify({ ...verdict.drills, codes }));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(verdict).toMatchObject({
      violations: [],
      lost: 0,
      doubled: 0,
      stuck: 0,
      outOfOrder: 0,
      wrong: 0,
      ledger: 0,
    });
    // What is refused on purpose has its effects undone; nothing else fails.
    const undone = arena.sent.filter(({ kind }) => kind === 'undo').length;
    expect(verdict.drills.exceptions).toBe(undone);
    expect(verdict.drills.done).toBe(arena.sent.length - undone);
    expect(arena.sent.length).toBeGreaterThan(20);
  } finally {
    await arena.close();
  }
});

import { sleep } from '../../world.ts';
import type { Arena } from '../kit/arena.ts';
import { ARMED } from './scenarios.ts';

/** What is done to the process that has stopped at a point. */
export const ACTIONS = {
  kill: 'kill -9 of the process',
  pause: 'a pause longer than its lease',
  cut: 'its connections to the database end',
  deaf: 'its statements arrive, and the answers are lost',
  crash: 'kill -9 of the database, which recovers',
} as const;
export type Action = keyof typeof ACTIONS;

const CUT_MS = 400;

/** Does it, and lets the process go on where it still can. */
export async function perform(action: Action, arena: Arena): Promise<void> {
  const member = arena.members[ARMED];
  if (!member) throw new Error('There is no process to do it to.');
  switch (action) {
    case 'kill':
      return member.kill();
    case 'pause':
      await sleep(arena.leaseMs * 1.6);
      return member.resume();
    case 'cut':
      member.proxy.set('refused');
      member.resume();
      await sleep(CUT_MS);
      return member.proxy.set('open');
    case 'deaf':
      member.proxy.set('deaf');
      member.resume();
      await sleep(CUT_MS);
      return member.proxy.set('open');
    case 'crash': {
      const back = arena.crashDatabase();
      member.resume();
      return back;
    }
    default:
      return action satisfies never;
  }
}

import type { Store } from '../store/index.ts';

/** An answer is used again for this long, so that a busy load balancer costs nothing. */
const FRESH_MS = 500;
const TIMEOUT_MS = 2000;

/** True while the database answers: without it no hook is served, whatever else works. */
export function databaseProbe({ sql }: Pick<Store, 'sql'>, now: () => number = Date.now): () => Promise<boolean> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer = Promise.resolve(false);
  return () => {
    if (now() - asked < FRESH_MS) return answer;
    asked = now();
    const alive = sql`select 1`.then(
      () => true,
      () => false,
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, TIMEOUT_MS, false);
    });
    answer = Promise.race([alive, late]).finally(() => clearTimeout(timer));
    return answer;
  };
}

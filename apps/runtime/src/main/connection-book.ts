import { connectionType } from '@lockstep/nodes/connections';
import { type ConnectionLimits, DEFAULT_BREAKER, type ResolvedConnection } from '@lockstep/schema/node';
import { createCache } from '../http/cache.ts';
import type { ConnectionBook, ConnectionChange, ShownConnection } from '../http/ports.ts';
import type { GuardedConnection } from '../runner/guard/index.ts';
import { type SecretBox, SecretError } from '../secrets/secret-box.ts';
import { listConnections, putConnection, readConnection, type StoredConnection } from '../store/connections.ts';
import type { Db } from '../store/index.ts';

type Texts = Readonly<Record<string, string>>;

export interface Book extends ConnectionBook {
  /** Another process changed it. */
  forget(id: string): void;
  /** Connections whose secrets this process cannot open: they were sealed with another key. */
  unreadable(): Promise<readonly string[]>;
  /** Writes it unless there is one of that id. True when written. */
  putIfAbsent(id: string, connection: ConnectionChange): Promise<boolean>;
  /**
   * Renews secrets, once for all processes: see `StepContext.renewed`.
   *
   * @throws Error when there is no such connection; what `make` throws, and nothing is changed then
   */
  renew(
    stale: ResolvedConnection,
    field: string,
    make: (current: ResolvedConnection) => Promise<Texts>,
  ): Promise<ResolvedConnection>;
}

/** A connection read from the database is used for this long when the news of its change got lost. */
const TTL_MS = 10_000;

/** Connections from the store, their secrets opened on the way out and sealed on the way in. */
export function createConnectionBook({ db, box }: { readonly db: Db; readonly box: SecretBox }): Book {
  const renewing = new Map<string, Promise<ResolvedConnection>>();
  const cache = createCache<GuardedConnection | undefined>({ max: 1000, ttlMs: TTL_MS });
  const open = (stored: StoredConnection | undefined): Texts =>
    stored?.secrets ? box.open(stored.id, stored.secrets) : {};

  async function write(id: string, change: ConnectionChange, isWanted: (old: StoredConnection | undefined) => boolean) {
    const saved = await putConnection(db, id, (old) => {
      if (!isWanted(old)) return undefined;
      const { settings, secrets } = divide(change);
      const known = old?.system === change.system ? tryOpen(old, open) : undefined;
      const kept = mergeSecrets(known ?? {}, secrets);
      const { name, system, baseUrl } = change;
      // Limits of another kind of system would not fit.
      const limits = change.limits === undefined && old?.system === system ? old.limits : (change.limits ?? null);
      const sealed = Object.keys(kept).length === 0 ? null : box.seal(id, kept);
      return { name, system, baseUrl, settings, secrets: sealed, limits };
    });
    cache.forget(id);
    return saved;
  }

  const resolvedOf = (stored: StoredConnection): GuardedConnection => {
    const { id, name, system, baseUrl, settings } = stored;
    const secrets = open(stored);
    const secretNames = Object.keys(secrets);
    const kept = { id, name, system, baseUrl, settings: { ...settings, ...secrets }, secretNames };
    return { ...kept, limits: limitsOf(stored), throttled: connectionType(system)?.throttled };
  };

  async function renew(
    { id, settings: stale }: ResolvedConnection,
    field: string,
    make: (current: ResolvedConnection) => Promise<Texts>,
  ): Promise<ResolvedConnection> {
    let renewed: ResolvedConnection | undefined;
    await putConnection(db, id, async (old) => {
      if (!old) throw new Error(`There is no connection ${id} any more.`);
      const { updatedAt: _updatedAt, id: _id, ...values } = old;
      renewed = resolvedOf(old);
      if (renewed.settings[field] !== stale[field]) return undefined;
      const secrets = mergeSecrets(open(old), await make(renewed));
      const sealed = { ...values, secrets: box.seal(id, secrets) };
      renewed = resolvedOf({ ...old, ...sealed });
      return sealed;
    });
    cache.forget(id);
    if (!renewed) throw new Error(`The connection ${id} was not renewed.`);
    return renewed;
  }

  return {
    forget: cache.forget,
    renew: (stale, field, make) => {
      // One of this process asks the database for all: fifty that wait there would take every connection to it.
      const known = renewing.get(stale.id);
      if (known) return known;
      const made = renew(stale, field, make).finally(() => renewing.delete(stale.id));
      renewing.set(stale.id, made);
      return made;
    },
    unreadable: async () =>
      (await listConnections(db)).filter((stored) => tryOpen(stored, open) === undefined).map(({ id }) => id),
    list: async () => (await listConnections(db)).map((stored) => shown(stored, open)),
    async put(id, change) {
      const saved = await write(id, change, () => true);
      if (!saved) throw new Error(`The connection ${id} was not written.`);
      return shown(saved, open);
    },
    putIfAbsent: async (id, change) => (await write(id, change, (old) => old === undefined)) !== undefined,
    resolve: (id) =>
      cache.get(id, async () => {
        const stored = await readConnection(db, id);
        if (!stored) return undefined;
        return resolvedOf(stored);
      }),
  };
}

const NO_TYPE: ConnectionLimits = { breaker: DEFAULT_BREAKER, drainPerSecond: 20 };

function limitsOf({ system, limits }: Pick<StoredConnection, 'system' | 'limits'>): ConnectionLimits {
  return limits ?? connectionType(system)?.limits ?? NO_TYPE;
}

/** Which field is a secret, the type of connection decides, wherever the value was sent. Unknown fields stay where they are. */
function divide({ system, settings, secrets }: ConnectionChange): {
  readonly settings: Texts;
  readonly secrets: Texts;
} {
  const fields = new Map(connectionType(system)?.fields.map(({ name, secret = false }) => [name, secret]));
  const pick = (texts: Texts, wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(texts).filter(([name]) => wanted(name)));
  return {
    settings: {
      ...pick(secrets, (name) => fields.get(name) === false),
      ...pick(settings, (name) => fields.get(name) !== true),
    },
    secrets: {
      ...pick(settings, (name) => fields.get(name) === true),
      ...pick(secrets, (name) => fields.get(name) !== false),
    },
  };
}

function mergeSecrets(old: Texts, changes: Texts): Texts {
  return Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value !== ''));
}

/** One whose key got lost is still listed: entering its secrets anew is how it is mended. */
function shown(stored: StoredConnection, open: (stored: StoredConnection) => Texts): ShownConnection {
  const { id, name, system, baseUrl, settings, updatedAt } = stored;
  const secretsSet = Object.keys(tryOpen(stored, open) ?? {}).sort();
  return { id, name, system, baseUrl, settings, secretsSet, limits: limitsOf(stored), updatedAt };
}

function tryOpen(stored: StoredConnection, open: (stored: StoredConnection) => Texts): Texts | undefined {
  try {
    return open(stored);
  } catch (error) {
    if (error instanceof SecretError) return undefined;
    throw error;
  }
}

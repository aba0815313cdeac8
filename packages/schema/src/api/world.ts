import { z } from 'zod';
import { BreakerState, ConnectionLimits } from '../node/limits.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';

/** How the calls of a connection go now, all processes together. */
export const ConnectionHealth = z.object({
  state: BreakerState,
  since: z.iso.datetime(),
  /** When the next probe may leave; absent when not open, or when it stays open until a person closes it. */
  until: z.iso.datetime().optional(),
  /** Person who opened it by hand, while it is. */
  by: z.string().optional(),
  /** Share of failed calls within the window, 0 to 1. */
  failureShare: z.number(),
  inFlight: z.int(),
  /** Steps that wait for it: for a call now, or parked until their turn. */
  waiting: z.int(),
  /** Calls that may leave at once; absent without a rate limit. */
  tokens: z.number().optional(),
  /** Share of its rate that the system lets us have, 0 to 1; below 1 after a 429. */
  rateShare: z.number().optional(),
  /** True while what had waited is let through at `drainPerSecond`. */
  draining: z.boolean(),
});
export type ConnectionHealth = z.infer<typeof ConnectionHealth>;

/** A connection as the API shows it: secrets are never sent back, only which of them are set. */
export const ConnectionView = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,47}$/),
  name: z.string().min(1).max(120),
  /** Connection type of the catalogue: `shopify`, `sap-s4hana`, `wms`, `http`. */
  system: z.string(),
  baseUrl: z.string(),
  settings: z.record(z.string(), z.string()),
  secretsSet: z.array(z.string()),
  updatedAt: z.iso.datetime(),
  /** In force: its own, or the defaults of its type. */
  limits: ConnectionLimits.optional(),
  /** Absent where the connection was never used. */
  health: ConnectionHealth.optional(),
  /** Flows that cannot read what it has for them, files or changes, and why; absent where there are none. */
  unread: z.array(z.object({ flowId: z.string(), flowName: z.string(), problem: z.string() })).optional(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

export const listConnections = endpoint({
  id: 'listConnections',
  method: 'get',
  path: '/connections',
  tag: 'Connections',
  summary: 'List connections',
  ok: z.object({ connections: z.array(ConnectionView) }),
  problems: [],
});

export const putConnection = endpoint({
  id: 'putConnection',
  method: 'put',
  path: '/connections/:id',
  tag: 'Connections',
  summary: 'Create or change a connection. A secret left out keeps its value, an empty one is removed',
  params: z.object({ id: ConnectionView.shape.id }),
  body: ConnectionView.pick({
    name: true,
    system: true,
    baseUrl: true,
    settings: true,
  }).extend({
    secrets: z.record(z.string(), z.string()).default({}),
    /** Left out: as before; null: the defaults of its type. */
    limits: ConnectionLimits.nullable().optional(),
  }),
  ok: ConnectionView,
  problems: [],
});

export const testConnection = endpoint({
  id: 'testConnection',
  method: 'post',
  path: '/connections/:id/test',
  tag: 'Connections',
  summary: 'Make the test call of the connection type',
  params: z.object({ id: z.string() }),
  ok: z.object({
    ok: z.boolean(),
    message: z.string(),
    durationMs: z.number(),
  }),
  problems: ['not-found'],
});

export const listOffers = endpoint({
  id: 'listOffers',
  method: 'get',
  path: '/connections/:id/offers',
  tag: 'Connections',
  summary: 'Names that the system of a connection has (operations, entity sets), asked of the system itself',
  params: z.object({ id: z.string() }),
  query: z.object({
    below: z.string().max(500).optional().describe('Path of a service below the address of the connection.'),
  }),
  ok: z.object({
    offers: z.record(z.string(), z.array(z.string())).describe('By kind; none where the system does not tell.'),
    problem: z.string().optional().describe('Why nobody knows.'),
  }),
  problems: ['not-found'],
});

export const setBreaker = endpoint({
  id: 'setBreaker',
  method: 'post',
  path: '/connections/:id/breaker',
  tag: 'Connections',
  summary: 'Pause or resume all calls of a connection by hand. Steps wait meanwhile; none fails',
  params: z.object({ id: z.string() }),
  body: z.object({ action: z.enum(['open', 'close']), by: z.string().max(120).default('operator') }),
  ok: ConnectionHealth,
  problems: ['not-found'],
});

/** One fault a form can offer for a simulated system. */
export const FaultSwitch = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string(),
  /** `share`: 0 to 1; `choice`: one of `choices`. */
  kind: z.enum(['share', 'number', 'flag', 'choice']),
  min: z.number().optional(),
  max: z.number().optional(),
  choices: z.array(z.string()).optional(),
});
export type FaultSwitch = z.infer<typeof FaultSwitch>;

/** A system of the virtual estate. */
export const EstateSystem = z.object({
  system: z.string(),
  label: z.string(),
  /** A few words for its card, and a Lucide icon. */
  about: z.string().default('Simulated system'),
  icon: z.string().default('server'),
  /** Faults it can be told, for a form. */
  switches: z.array(FaultSwitch).default([]),
  baseUrl: z.string(),
  stateUrl: z.string(),
  faultsUrl: z.string(),
  webhookSecret: z.string().optional(),
});
export type EstateSystem = z.infer<typeof EstateSystem>;

/**
 * Fault switches every simulator has. One may have more of its own: they pass through, and the simulator itself refuses
 * what it does not know.
 */
export const Faults = z.looseObject({
  /** Added to every answer. */
  latencyMs: z.number().min(0).optional(),
  /** Answered instead of doing the work, to the share `rate` of calls. */
  status: z.int().min(400).max(599).optional(),
  rate: z.number().min(0).max(1).optional(),
  /** How many calls are answered so; then the system is well again. */
  times: z.int().min(1).optional(),
  /** Seconds, or an HTTP date. */
  retryAfter: z.union([z.number().min(0), z.string()]).optional(),
  /** Share of writes that happen although their answer is lost. */
  commitThenDrop: z.number().min(0).max(1).optional(),
  /** Shares of webhooks. */
  duplicate: z.number().min(0).max(1).optional(),
  reorder: z.number().min(0).max(1).optional(),
});
export type Faults = z.infer<typeof Faults>;

/** The list itself is the answer, as the handles of the architecture promise: an array. */
export const listEstate = endpoint({
  id: 'listEstate',
  method: 'get',
  path: '/estate',
  tag: 'Estate',
  summary: 'List the simulated systems with their addresses',
  ok: z.array(EstateSystem),
  problems: [],
});

const BySystem = z.object({ system: z.string() });

export const getEstateState = endpoint({
  id: 'getEstateState',
  method: 'get',
  path: '/estate/:system/state',
  tag: 'Estate',
  summary: 'Read the whole state of a simulated system',
  params: BySystem,
  ok: Json,
  problems: ['not-found', 'estate-absent', 'estate-unreachable'],
});

export const getEstateFaults = endpoint({
  id: 'getEstateFaults',
  method: 'get',
  path: '/estate/:system/faults',
  tag: 'Estate',
  summary: 'Read the faults that are switched on',
  params: BySystem,
  ok: Faults,
  problems: ['not-found', 'estate-absent', 'estate-unreachable'],
});

export const putEstateFaults = endpoint({
  id: 'putEstateFaults',
  method: 'put',
  path: '/estate/:system/faults',
  tag: 'Estate',
  summary: 'Make a simulated system misbehave; an empty object heals it',
  params: BySystem,
  body: Faults,
  ok: Faults,
  problems: ['not-found', 'estate-absent', 'estate-unreachable'],
});

export const sendEstateOrders = endpoint({
  id: 'sendEstateOrders',
  method: 'post',
  path: '/estate/shopify/orders',
  tag: 'Estate',
  summary: 'Let the simulated shop take orders now and send their webhooks',
  body: z.object({
    count: z.int().min(1).max(1000).optional(),
    order: Json.optional(),
  }),
  ok: Json,
  problems: ['estate-absent', 'estate-unreachable'],
});

/** How the buyers of the simulated systems behave. */
export const OrderProfile = z.enum(['steady', 'quiet', 'peak', 'messy']);
export type OrderProfile = z.infer<typeof OrderProfile>;

/** How many orders the simulated shop takes by itself, 0 for none, and how buyers behave; what is absent stays. */
export const putEstateGenerator = endpoint({
  id: 'putEstateGenerator',
  method: 'put',
  path: '/estate/shopify/generator',
  tag: 'Estate',
  summary: 'Set how many orders a minute the simulated shop takes by itself, and how buyers behave',
  body: z.strictObject({ ordersPerMinute: z.number().min(0).max(6000).optional(), profile: OrderProfile.optional() }),
  ok: z.object({ ordersPerMinute: z.number(), profile: OrderProfile }),
  problems: ['estate-absent', 'estate-unreachable'],
});

/** Seed and time of the whole estate. */
export const EstateTime = z.object({
  seed: z.string(),
  clock: z.object({
    /** ISO time of every simulated system. */
    now: z.string(),
    mode: z.enum(['running', 'frozen']),
    /** Milliseconds it is ahead of this machine; negative behind it. */
    aheadMs: z.number(),
  }),
});
export type EstateTime = z.infer<typeof EstateTime>;

export const getEstateTime = endpoint({
  id: 'getEstateTime',
  method: 'get',
  path: '/estate/clock',
  tag: 'Estate',
  summary: 'Read the seed and the time of the simulated systems',
  ok: EstateTime,
  problems: ['estate-absent', 'estate-unreachable'],
});

export const changeEstateTime = endpoint({
  id: 'changeEstateTime',
  method: 'post',
  path: '/estate/clock',
  tag: 'Estate',
  summary: 'Freeze, set or advance the time of the simulated systems; their timers that come due fire first',
  body: z.object({
    /** Milliseconds since the epoch; null: the time of this machine. */
    now: z.int().min(0).max(4_102_444_800_000).nullable().optional(),
    mode: z.enum(['running', 'frozen']).optional(),
    /** Milliseconds forward, a year at most. */
    advanceMs: z
      .int()
      .min(0)
      .max(366 * 86_400_000)
      .optional(),
  }),
  ok: EstateTime,
  problems: ['estate-absent', 'estate-unreachable'],
});

export const resetEstate = endpoint({
  id: 'resetEstate',
  method: 'post',
  path: '/estate/reset',
  tag: 'Estate',
  summary: 'Let every simulated system begin again from a seed: its state is forgotten, its faults are healed',
  body: z.object({
    /** The seed of before where absent. */
    seed: z.string().min(1).max(200).optional(),
    /** Milliseconds since the epoch at which the clock stands; null: it runs with this machine. */
    frozenAt: z.int().min(0).max(4_102_444_800_000).nullable().optional(),
  }),
  ok: EstateTime,
  problems: ['estate-absent', 'estate-unreachable'],
});

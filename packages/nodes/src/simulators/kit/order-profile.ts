/** How buyers of the whole estate behave: one word for the shop, the marketplace and the subscriptions. */
export const ORDER_PROFILES = ['steady', 'quiet', 'peak', 'messy'] as const;
export type OrderProfile = (typeof ORDER_PROFILES)[number];

/** What a profile means. All shares from 0 to 1. */
export interface ProfileTraits {
  /** What the rate of orders is multiplied with at a moment, in milliseconds since the epoch; never more than `mostPace`. */
  paceAt(now: number): number;
  readonly mostPace: number;
  /** Share of buyers who come with others, and how many come along at most. */
  readonly burst: { readonly share: number; readonly most: number };
  /** Share of lines that are one of the few articles everybody wants. */
  readonly hotShare: number;
  /** Share of orders with the harmless mess of real ones. */
  readonly messiness: number;
  /** Share of orders to which something happens that a flow must notice. */
  readonly mishaps: number;
}

const STEADY: ProfileTraits = {
  paceAt: () => 1,
  mostPace: 1,
  burst: { share: 0, most: 0 },
  hotShare: 0,
  messiness: 0.25,
  mishaps: 0,
};

/** A rush comes every ten minutes. */
const RUSH_MS = 600_000;
const [CALM_PACE, RUSH_PACE] = [0.5, 6];

/** Half the rate between two rushes, six times the rate at the top of one. */
function rush(now: number): number {
  const phase = (now % RUSH_MS) / RUSH_MS;
  return CALM_PACE + (RUSH_PACE - CALM_PACE) * Math.sin(Math.PI * phase) ** 4;
}

/**
 * `steady`: the rate as it is said, with some harmless mess. `quiet`: a quarter of it, all clean. `peak`: rushes, buyers
 * who come in crowds, a few articles everybody wants. `messy`: whatever goes wrong in real life, at the rate as it is said.
 */
export const PROFILES: Readonly<Record<OrderProfile, ProfileTraits>> = {
  steady: STEADY,
  quiet: { ...STEADY, paceAt: () => 0.25, mostPace: 0.25, messiness: 0 },
  peak: {
    ...STEADY,
    paceAt: rush,
    mostPace: RUSH_PACE,
    burst: { share: 0.15, most: 6 },
    hotShare: 0.6,
    messiness: 0.1,
  },
  messy: { ...STEADY, messiness: 0.5, mishaps: 0.6 },
};

/** A sender of the demo with a key of its own, kept as a connection. */
export interface SampleChannel {
  readonly id: string;
  readonly name: string;
  /** What it sends in X-Api-Key. Everybody may know it: the demo is for looking. */
  readonly key: string;
}

/** The channels that the capability APIs tell apart. */
export const sampleChannels: readonly SampleChannel[] = [
  { id: 'channel-app', name: 'Channel: mobile app', key: 'demo-mobile-app' },
  { id: 'channel-partner', name: 'Channel: partner', key: 'demo-partner' },
];

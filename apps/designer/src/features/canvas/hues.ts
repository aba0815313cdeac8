import type { LayoutColour } from '@lockstep/schema/graph';

/** Classes that set `--hue` and `--hue-soft` for notes and groups. */
export const HUE_CLASS: Readonly<Record<LayoutColour, string>> = {
  yellow: 'hue-yellow',
  blue: 'hue-blue',
  green: 'hue-green',
  red: 'hue-red',
  violet: 'hue-violet',
  grey: 'hue-grey',
};

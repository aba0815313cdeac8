import { afterEach, beforeEach, describe } from 'vitest';
import { laneConformance } from './lanes.ts';
import { peopleConformance } from './people.ts';
import { replayConformance } from './replays.ts';
import { stepConformance } from './steps.ts';
import { takeoverConformance } from './takeover.ts';
import { waitConformance } from './waits.ts';
import type { HostWorld } from './world.ts';

/**
 * What every host of the engine must do, whatever it stands on. `openWorld` makes an empty installation; the suite closes
 * it.
 */
export function hostConformance(name: string, openWorld: () => Promise<HostWorld>): void {
  describe(`${name}: host contract`, () => {
    let world: HostWorld;
    beforeEach(async () => {
      world = await openWorld();
    });
    afterEach(() => world.close());
    const theWorld = () => world;
    stepConformance(theWorld);
    waitConformance(theWorld);
    takeoverConformance(theWorld);
    laneConformance(theWorld);
    peopleConformance(theWorld);
    replayConformance(theWorld);
  });
}

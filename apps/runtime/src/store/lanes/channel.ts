/** Channel on which every process hears that lanes may go on. */
export const LANE_CHANNEL = 'lockstep_lanes';

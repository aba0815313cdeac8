import type { CommonFaults } from '../../../../simulators/kit/faults.ts';
import type { Random } from '../../../../simulators/kit/random.ts';

/** How a file fares on its way to a reader. */
export interface FileFate {
  /** Bytes that come. */
  readonly bytes: number;
  /** Behind them the connection breaks; else the file ends there, whole as far as the protocol can tell. */
  readonly isCut: boolean;
  /** Milliseconds all of them take. */
  readonly slowMs: number;
}

/** Pieces a file that trickles comes in. */
export const PIECES = 8;

/** Draws what becomes of a file of so many bytes, by the faults in force. */
export function fateOf(size: number, faults: CommonFaults, draws: Random): FileFate {
  const { cutBody = 0, truncate = 0, slowBodyMs: slowMs = 0 } = faults;
  const half = Math.floor(size / 2);
  if (draws.chance(cutBody)) return { bytes: half, isCut: true, slowMs };
  if (draws.chance(truncate)) return { bytes: half, isCut: false, slowMs };
  return { bytes: size, isCut: false, slowMs };
}

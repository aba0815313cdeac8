import { getLandscape, listConnections, listEstate } from '@lockstep/schema/api';
import { useCall } from '../../../api/index.ts';

/** The picture, and what is known of its systems, looked at again every few seconds. */
export function useLandscape() {
  const landscape = useCall(getLandscape, {}, { refetchInterval: 3_000 });
  const connections = useCall(listConnections, {}, { refetchInterval: 3_000 });
  const estate = useCall(listEstate, {}, { staleTime: 60_000 });
  return {
    landscape,
    connections: new Map(connections.data?.connections.map((connection) => [connection.id, connection] as const)),
    /** Simulated systems by the connection that leads to them. */
    estate: new Map(estate.data?.map((system) => [system.system, system] as const)),
  };
}

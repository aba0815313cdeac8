import { getEstateState } from '@lockstep/schema/api';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { pollEvery } from './estate-state.ts';

/** The whole state of a simulator, read again as often as its size allows. Nothing announces its changes. */
export function useEstateState(system: string) {
  const [every, setEvery] = useState<number | false>(4_000);
  const query = useCall(getEstateState, { params: { system } }, { refetchInterval: every });
  const next = pollEvery(query.data);
  if (next !== every) setEvery(next);
  return query;
}

import { HIDDEN_VALUE, listVariables } from '@lockstep/schema/api';
import { useMemo } from 'react';
import { useCall } from '../api/index.ts';

/** The variables of this environment as expressions see them, by name; secret ones hidden. */
export function useVariableValues(): Readonly<Record<string, unknown>> | undefined {
  const { data } = useCall(listVariables, {}, { staleTime: 30_000 });
  return useMemo(
    () =>
      data &&
      Object.fromEntries(
        data.variables.map(({ name, held }) => [name, held.type === 'secret' ? HIDDEN_VALUE : held.value]),
      ),
    [data],
  );
}

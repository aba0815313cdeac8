import { findContract, typesOfContract } from '@lockstep/schema/contracts';
import { libraryTypes } from '@lockstep/schema/mapping';
import { useEffect, useMemo, useState } from 'react';
import type { CodeAssist } from '../../../forms/editor/CodeEditor.tsx';
import { useVariableValues } from '../../../parts/use-variable-values.ts';
import { type MapWork, typeName } from '../use-map.ts';
import type { TypeProblem } from './messages.ts';
import { typeAssist } from './type-assist.ts';
import { createTypeClient, type TypeClient } from './type-client.ts';

/** After the last key; the answer takes a few milliseconds. */
const QUIET_MS = 60;

export interface MapTypesView {
  /** Of the present text only; nothing while the service has not looked at it. */
  readonly problems: readonly TypeProblem[];
  /** Whether the service has looked at this text. */
  readonly isSettled: boolean;
  readonly assist: CodeAssist | undefined;
}

const NONE: readonly TypeProblem[] = [];

/** What TypeScript says of a map, with the types of both contracts and of the library; from a worker, as long as the screen is open. */
export function useMapTypes({ text, contracts, sourceRef, targetRef }: MapWork): MapTypesView {
  const [client, setClient] = useState<TypeClient>();
  useEffect(() => {
    const started = createTypeClient();
    setClient(started);
    return started.end;
  }, []);

  const vars = useVariableValues();
  const declarations = useMemo(() => {
    const refs = [...new Set([sourceRef, targetRef])].filter((ref) => ref !== '');
    const types = refs.map((ref) => {
      const contract = findContract(ref, contracts);
      return contract ? typesOfContract(contract.schema, typeName(ref)) : '';
    });
    return [libraryTypes(vars), ...types].join('\n');
  }, [contracts, sourceRef, targetRef, vars]);
  useEffect(() => {
    client?.declare(declarations);
  }, [client, declarations]);

  const [found, setFound] = useState<{ readonly of: string; readonly problems: readonly TypeProblem[] }>();
  const asked = `${declarations}\n${text}`;
  useEffect(() => {
    if (!client || text.trim() === '') return;
    let stale = false;
    const timer = setTimeout(async () => {
      const problems = await client.problems(text);
      if (!stale && problems) setFound({ of: asked, problems });
    }, QUIET_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, text, asked]);

  const isSettled = found?.of === asked;
  return {
    problems: isSettled ? found.problems : NONE,
    isSettled,
    assist: useMemo(() => (client?.works ? typeAssist(client) : undefined), [client]),
  };
}

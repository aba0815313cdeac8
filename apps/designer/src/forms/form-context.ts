import type { ConnectionView } from '@lockstep/schema/api';
import type { Issue } from '@lockstep/schema/graph';
import { createContext, useContext } from 'react';
import type { KnownContract } from '../parts/contract-options.ts';
import type { EditorNames } from './editor/names.ts';
import { NO_NAMES } from './editor/names.ts';
import type { FieldModel } from './field-model.ts';
import type { Params } from './values.ts';

/** What fields need beside their own value. */
export interface FormContext {
  readonly params: Params;
  readonly fields: readonly FieldModel[];
  /** Problems of this step; `field` is a JSON pointer into the parameters. */
  readonly issues: readonly Issue[];
  readonly names: EditorNames;
  readonly connections: readonly Pick<ConnectionView, 'id' | 'name' | 'system'>[];
  readonly contracts: readonly KnownContract[];
  /** Flows that others can call, with their published versions. */
  readonly flows: readonly {
    readonly id: string;
    readonly name: string;
    readonly versions: readonly number[];
    /** The newest version of each major, with what it promises. */
    readonly releases?: readonly { readonly version: number; readonly semver: string }[];
  }[];
  /** Address a webhook path is appended to, for example `http://127.0.0.1:4700/hooks/`. */
  readonly hookBase: string;
  readonly readOnly: boolean;
}

const Context = createContext<FormContext>({
  params: {},
  fields: [],
  issues: [],
  names: NO_NAMES,
  connections: [],
  contracts: [],
  flows: [],
  hookBase: '/hooks/',
  readOnly: false,
});
export const FormContextProvider = Context.Provider;

export function useFormContext(): FormContext {
  return useContext(Context);
}

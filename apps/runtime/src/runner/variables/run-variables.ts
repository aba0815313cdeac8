import { type ResolvedConnection, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { HIDDEN_VALUE, type SecretRef, type VariableUse } from '@lockstep/schema/variables';
import type { Sandbox } from '../../sandbox/types.ts';
import type { VariableBook, Variables } from './variable-book.ts';

/** What the `vars` of a text hold. */
export interface HeldVariables {
  readonly values: Readonly<Record<string, Json>>;
  /** Values that must not be seen in what the step leaves behind. */
  readonly secrets: readonly string[];
}

/** The variables that the steps of a run read. */
export interface RunVariables {
  /**
   * The values a run keeps. Only the secrets that the text names are opened: they are those of today, since a rotated secret is the one
   * that works.
   *
   * @param revision change that was the last one when the run began; `undefined`: those of now
   * @throws StepError `variable-secret-missing` | StoreUnavailableError
   */
  of(revision: number | undefined, uses: readonly VariableUse[]): Promise<HeldVariables>;
}

export function createRunVariables({
  book,
  connections,
}: {
  readonly book: Pick<VariableBook, 'now' | 'at'>;
  readonly connections: (id: string) => Promise<ResolvedConnection | undefined>;
}): RunVariables {
  return {
    async of(revision, uses) {
      const variables = revision === undefined ? book.now().variables : await book.at(revision);
      const isAny = uses.some(({ name }) => name === undefined);
      const values: Record<string, Json> = {};
      const secrets: string[] = [];
      for (const [name, held] of variables) {
        if (held.type !== 'secret') values[name] = held.value;
        else if (isAny || uses.some((use) => use.name === name)) {
          const secret = await secretOf(name, held.value);
          values[name] = secret;
          secrets.push(secret);
        }
      }
      return { values, secrets };
    },
  };

  async function secretOf(name: string, { connection: id, secret }: SecretRef): Promise<string> {
    const connection = await connections(id);
    const isSecret = connection?.secretNames?.includes(secret) ?? false;
    const value = isSecret ? connection?.settings[secret] : undefined;
    if (value !== undefined) return value;
    throw new StepError({
      kind: 'flow',
      category: 'auth',
      code: 'variable-secret-missing',
      message: `The variable "${name}" stands for the secret "${secret}" of the connection "${id}", which is not set.`,
    });
  }
}

/** Values at hand, without a database: of a test, which has to set every variable that its steps read. */
export function fixedVariables(values: Readonly<Record<string, Json>>): RunVariables {
  return {
    async of(_, uses) {
      const missing = uses.find(({ name }) => name !== undefined && !Object.hasOwn(values, name))?.name;
      if (missing === undefined) return { values, secrets: [] };
      const message = `The test sets no variable "${missing}": write it into its vars.`;
      throw new StepError({ kind: 'flow', category: 'system', code: 'variable-missing', message });
    },
  };
}

/** The variables of now as a form or a preview sees them: secrets stay hidden. */
export function shownValues(variables: Variables): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    [...variables].map(([name, held]) => [name, held.type === 'secret' ? HIDDEN_VALUE : held.value]),
  );
}

/** A sandbox in which texts that belong to no run see the variables of now: doors, lanes, samples, previews. */
export function withVariables(sandbox: Sandbox, book: Pick<VariableBook, 'now'>): Sandbox {
  let shown: { readonly of: Variables; readonly values: Readonly<Record<string, Json>> } | undefined;
  return {
    call(call) {
      if (call.scope.vars) return sandbox.call(call);
      const { variables } = book.now();
      if (shown?.of !== variables) shown = { of: variables, values: shownValues(variables) };
      return sandbox.call({ ...call, scope: { ...call.scope, vars: shown.values } });
    },
    close: () => sandbox.close(),
  };
}

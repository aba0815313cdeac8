import * as api from '@lockstep/schema/api';
import type { VariableValue } from '@lockstep/schema/variables';
import type { Hono } from 'hono';
import { changeVariable, listVariableChanges, readVariables, type StoredVariable } from '../../store/variables.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { revisionSeen } from '../seen-revision.ts';
import { serve } from '../serve.ts';
import { type VariableReader, variableUses } from '../variable-uses.ts';

/** Variables of the installation: values that flows read by name, and every change of them. */
export function variableRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, config, connections, live, variables } = doors;
  const readers = variableUses(doors);

  serve(app, api.listVariables, async () => {
    const [rows, uses] = await Promise.all([readVariables(db), readers()]);
    await variables.refresh();
    return {
      ...(config.environment !== undefined && { environment: config.environment }),
      revision: variables.now().revision,
      variables: rows.flatMap((row) => view(row, uses.get(row.name))),
    };
  });

  serve(app, api.putVariable, async ({ params: { name }, body, problem, context, headers }) => {
    const { held } = body;
    if (held.type === 'secret') {
      const { connection: id, secret } = held.value;
      const connection = (await connections.list()).find((each) => each.id === id);
      if (!connection) throw problem('variable-invalid', `There is no connection "${id}".`);
      if (!connection.secretsSet.includes(secret)) {
        const set = connection.secretsSet.length === 0 ? 'none is set' : `set are ${connection.secretsSet.join(', ')}`;
        throw problem('variable-invalid', `The connection "${id}" has no secret "${secret}": ${set}.`);
      }
    }
    const basedOn = revisionSeen(context, body.basedOn, 'variable');
    const changed = await changeVariable(db, { ...body, name, basedOn });
    if ('stale' in changed)
      throw problem('variable-conflict', staleText(name, changed, basedOn), { revision: changed.stale });
    await told(name);
    headers.set('etag', `"${changed.after.revision}"`);
    const [made] = view(changed.after, (await readers()).get(name));
    if (!made) throw new Error(`The variable ${name} was not written.`);
    return made;
  });

  serve(app, api.removeVariable, async ({ params: { name }, query: { basedOn: said, by, note }, problem, context }) => {
    const published = ((await readers()).get(name) ?? []).filter((reader) => reader.published);
    if (published.length > 0) {
      const names = published.map(({ flowName }) => `"${flowName}"`).join(', ');
      throw problem('variable-used', `Published flows read "${name}": ${names}.`);
    }
    const basedOn = revisionSeen(context, said, 'variable');
    const changed = await changeVariable(db, { name, held: null, description: '', note, by, basedOn });
    if ('stale' in changed) {
      if (changed.stale === 0) throw problem('not-found', `There is no variable "${name}".`);
      throw problem('variable-conflict', staleText(name, changed, basedOn), { revision: changed.stale });
    }
    await told(name);
    return changeView(changed.after, changed.before?.held ?? undefined);
  });

  serve(app, api.listVariableChanges, async ({ query }) => {
    const changes = await listVariableChanges(db, query);
    return { changes: changes.map(({ change, before }) => changeView(change, before)) };
  });

  async function told(name: string): Promise<void> {
    await variables.refresh();
    live.publish({ type: 'variable.changed', name });
  }
}

function staleText(
  name: string,
  { stale, by }: { readonly stale: number; readonly by: string | undefined },
  basedOn: number | undefined,
): string {
  if (stale === 0) return `"${name}" is not there any more: ${by ?? 'somebody'} removed it.`;
  if (basedOn === 0) return `There is a variable "${name}" already, by ${by ?? 'somebody'}.`;
  return `${by ?? 'Somebody'} changed "${name}" in between.`;
}

function view(row: StoredVariable, usedBy: readonly VariableReader[] = []): api.VariableView[] {
  const { name, held, description, revision, changedBy, changedAt } = row;
  if (!held) return [];
  return [{ name, held, description, revision, changedBy, changedAt: changedAt.toISOString(), usedBy: [...usedBy] }];
}

function changeView(change: StoredVariable, before: VariableValue | undefined): api.VariableChange {
  const { name, revision, held, description, note, changedBy: by, changedAt } = change;
  return {
    ...{ name, revision, description, note, by, at: changedAt.toISOString() },
    ...(before && { before }),
    ...(held && { after: held }),
  };
}

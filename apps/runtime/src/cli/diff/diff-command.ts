import {
  type ComparedFlow,
  compareFlows,
  compareSurroundings,
  isDifferent,
  tellChanges,
  tellSurrounding,
} from '@lockstep/schema/environments';
import { CommandError, EXIT } from '../exit.ts';
import type { RemoteOptions } from '../flow-commands.ts';
import type { CommandIo } from '../io.ts';
import { flowSide } from './flow-sides.ts';
import { diffMarkdown, diffText } from './render-diff.ts';

export interface DiffOptions extends RemoteOptions {
  readonly markdown?: boolean;
  /** Exit code 1 where flows mean something else. */
  readonly exitCode?: boolean;
}

/** `lockstep diff <before> <after>`: what flows mean differently. */
export async function diff(
  [before, after]: readonly [string, string],
  { url, json, markdown, exitCode }: DiffOptions,
  io: CommandIo,
): Promise<void> {
  const [old, now] = await Promise.all([flowSide(before, url), flowSide(after, url)]);
  const flows = compareFlows(old, now);
  const around = old.goods && now.goods ? compareSurroundings(old.goods, now.goods) : [];
  const different = flows.filter(isDifferent).length;
  const isAnyDifferent = different + around.length > 0;
  if (json)
    io.out(
      JSON.stringify(
        {
          different: isAnyDifferent,
          flows: flows.map(flowJson),
          around: around.map((each) => ({ ...each, told: tellSurrounding(each) })),
        },
        null,
        2,
      ),
    );
  else io.out(markdown ? diffMarkdown(flows, around).trimEnd() : diffText(flows, around));
  if (exitCode && isAnyDifferent) {
    const more = around.length === 0 ? '' : `, ${around.length} of contracts and tables`;
    throw new CommandError(`${different} ${different === 1 ? 'flow differs' : 'flows differ'}${more}.`, EXIT.failed);
  }
}

function flowJson(flow: ComparedFlow) {
  if (!('changes' in flow)) return { flow: flow.flow.id, name: flow.flow.name, state: flow.state };
  const { before, after, state, changes } = flow;
  const renamed = before.id === after.id ? {} : { was: before.id };
  return { flow: after.id, name: after.name, state, ...renamed, changes, told: tellChanges(flow) };
}

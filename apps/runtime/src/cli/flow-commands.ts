import { writeFile } from 'node:fs/promises';
import * as api from '@lockstep/schema/api';
import { serialiseFlow } from '@lockstep/schema/graph';
import { apiAt, orFail } from './client.ts';
import { CONTRACT_SUFFIX } from './contract-files.ts';
import { CommandError, EXIT } from './exit.ts';
import { flowFiles, flowFrom } from './flow-files.ts';
import type { CommandIo } from './io.ts';
import { sampleLines } from './sample-lines.ts';

export interface RemoteOptions {
  readonly url: string;
  readonly json?: boolean;
}

export interface ImportOptions extends RemoteOptions {
  /** Also drafts that somebody has open; they are told. */
  readonly takeOver?: boolean;
  readonly by: string;
}

/** `lockstep import <path...>`: each file becomes the draft of its flow, all of them or none; flows that are not there are created. */
export async function importFlows(paths: readonly string[], options: ImportOptions, io: CommandIo): Promise<void> {
  const files = (await Promise.all(paths.map(flowFiles))).flat().filter((file) => !file.endsWith(CONTRACT_SUFFIX));
  const flows = await Promise.all(files.map(async (file) => ({ file, flow: await flowFrom(file) })));
  const { url, json, takeOver = false, by } = options;
  const body = { flows: flows.map(({ flow }) => flow), takeOver, by };
  const answers = orFail(await apiAt(url)(api.importFlows, { body }), url).flows;
  const imported = flows.flatMap(({ file, flow }) =>
    answers
      .filter(({ flowId }) => flowId === flow.id)
      .map(({ result, revision }) => ({ file, flow: flow.id, result, revision })),
  );
  if (json) io.out(JSON.stringify(imported, null, 2));
  else
    for (const { file, flow, result, revision } of imported) io.out(`${file}: ${flow} ${result}, revision ${revision}`);
}

/** `lockstep export <flow>`: the draft, or a version, in the form that is good to keep in git. */
export async function exportFlow(
  flowId: string,
  options: RemoteOptions & { readonly flowVersion?: number; readonly out?: string },
  io: CommandIo,
): Promise<void> {
  const { url, flowVersion, out } = options;
  const call = apiAt(url);
  const { flow } =
    flowVersion === undefined
      ? orFail(await call(api.getDraft, { params: { flowId } }), url)
      : orFail(await call(api.getVersion, { params: { flowId, version: flowVersion } }), url);
  const text = serialiseFlow(flow);
  if (out === undefined) io.out(text.trimEnd());
  else {
    await writeFile(out, text);
    if (options.json) io.out(JSON.stringify({ flow: flowId, file: out }));
    else io.err(`${flowId} is in ${out}.`);
  }
}

export interface PublishOptions {
  readonly note: string;
  readonly by: string;
  /** Why it is published although samples fail. */
  readonly override?: string;
}

/** `lockstep publish <flow>`: the draft becomes the next version. */
export async function publish(
  flowId: string,
  { url, json, note, by, override }: RemoteOptions & PublishOptions,
  io: CommandIo,
): Promise<void> {
  const call = apiAt(url);
  const params = { flowId };
  const draft = orFail(await call(api.getDraft, { params }), url);
  const reason = override === undefined ? {} : { override: { reason: override } };
  const body = { flow: draft.flow, basedOn: draft.published?.version ?? 0, note, by, ...reason };
  const answer = await call(api.publishFlow, { params, body });
  if (!answer.ok && answer.code === 'flow-invalid') {
    if (json) io.out(JSON.stringify({ ok: false, issues: answer.problem?.issues ?? [] }, null, 2));
    throw new CommandError(answer.detail, EXIT.failed);
  }
  if (!answer.ok && answer.code === 'samples-failed') {
    const failed = failedSamples(answer.problem?.failed);
    if (json) io.out(JSON.stringify({ ok: false, failed }, null, 2));
    else for (const report of failed) io.err(sampleLines(report).join('\n'));
    throw new CommandError(answer.detail, EXIT.failed);
  }
  const version = orFail(answer, url);
  io.out(json ? JSON.stringify(version, null, 2) : `${flowId} is published as version ${version.version}.`);
}

function failedSamples(found: unknown): readonly api.SampleReport[] {
  const read = api.SampleReport.array().safeParse(found);
  return read.success ? read.data : [];
}

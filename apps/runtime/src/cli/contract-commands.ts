import { writeFile } from 'node:fs/promises';
import * as api from '@lockstep/schema/api';
import {
  contracts as builtIn,
  type Contract,
  type ContractProblem,
  compatibilityText,
  findContract,
  type ReleaseVerdict,
  releaseProblem,
  releaseVerdict,
} from '@lockstep/schema/contracts';
import { apiAt, orFail } from './client.ts';
import { contractFileText, problemText, type ReadContract, readContractFile } from './contract-files.ts';
import { CommandError, EXIT } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';

/** `lockstep contracts list`: by name, with state, newest version, owner and how many use it. */
export async function listContracts({ url, json }: RemoteOptions, io: CommandIo): Promise<void> {
  const { contracts } = orFail(await apiAt(url)(api.listRegistry, {}), url);
  if (json) return io.out(JSON.stringify({ contracts }, null, 2));
  const rows = contracts.map(({ name, version = '', state, owner = '', usedBy, hasDraft, builtIn: ships }) => {
    return [name, version, state + (hasDraft ? ', draft' : ''), ships ? 'Lockstep' : owner, String(usedBy)];
  });
  io.out(columns([['contract', 'newest', 'state', 'owner', 'used by'], ...rows]));
}

export interface ShowOptions extends RemoteOptions {
  /** Print TypeScript declarations. */
  readonly types?: boolean;
  /** Write it as a contract file. */
  readonly out?: string;
}

/** `lockstep contracts show <contract>`: one version, its fellows and who uses it; or its types; or into a file. */
export async function showContract(ref: string, { url, json, types, out }: ShowOptions, io: CommandIo): Promise<void> {
  const call = apiAt(url);
  const { contracts } = orFail(await call(api.listContracts, {}), url);
  const found = findContract(ref, contracts);
  if (!found) throw new CommandError(`There is no published contract "${ref}".`);
  const { name, version, title, description, owner = '', schema, examples, deprecation } = found;
  if (types) {
    const answer = await fetch(`${url}/api/contracts/${name}/versions/${version}/types.d.ts`);
    if (!answer.ok) throw new CommandError(`The types of ${name}@${version} cannot be had: status ${answer.status}.`);
    return io.out((await answer.text()).trimEnd());
  }
  if (out !== undefined) {
    await writeFile(out, contractFileText({ name, version, title, description, owner, schema, examples }));
    return io.err(`${name}@${version} is in ${out}.`);
  }
  const page = orFail(await call(api.getContract, { params: { name } }), url);
  const { uses } = orFail(await call(api.getContractUsage, { params: { name } }), url);
  if (json) return io.out(JSON.stringify({ contract: found, versions: page.versions, uses }, null, 2));
  io.out(`${title} (${name}@${version})${owner === '' ? '' : `, ${owner}`}\n${description}`);
  if (deprecation)
    io.out(`Deprecated: ${[deprecation.endsOn, deprecation.successor, deprecation.note].filter(Boolean).join(', ')}`);
  const versions = page.versions.map(({ version: each, publishedAt = '', compatibility, note }) => {
    return [each, publishedAt, compatibility?.class ?? '', note];
  });
  io.out(`\n${columns([['version', 'published', 'change', 'note'], ...versions])}`);
  const used = uses.map(({ where, flowId, flowVersion, node, topic, ref: said, version: means = 'nothing' }) => {
    const place =
      topic === undefined ? `${flowId}${flowVersion === undefined ? '' : `@${flowVersion}`} ${node}` : topic;
    return [place, where, said, means];
  });
  io.out(used.length === 0 ? '\nNobody uses it.' : `\n${columns([['used by', 'where', 'as', 'means'], ...used])}`);
}

export interface CheckOptions extends RemoteOptions {
  /** Compare with nothing but what ships with Lockstep. */
  readonly offline?: boolean;
}

interface Checked {
  readonly file: string;
  readonly ok: boolean;
  readonly problems: readonly ContractProblem[];
  readonly verdict?: ReleaseVerdict;
}

/**
 * `lockstep contracts check <file...>`: schema, examples, and whether the version in the file says what the change since the newest
 * published version means. Fails when anything is wrong.
 */
export async function checkContracts(files: readonly string[], options: CheckOptions, io: CommandIo): Promise<void> {
  const published = options.offline ? builtIn : await publishedAt(options.url);
  const checked: Checked[] = [];
  for (const file of files) {
    const result = check(await readContractFile(file), published);
    checked.push(result);
    if (!options.json) io.out(textOf(result));
  }
  const wrong = checked.filter(({ ok }) => !ok).length;
  if (options.json) io.out(JSON.stringify({ ok: wrong === 0, files: checked }, null, 2));
  if (wrong > 0) throw new CommandError(`${wrong} of ${files.length} cannot be published.`, EXIT.failed);
}

async function publishedAt(url: string): Promise<readonly Contract[]> {
  const { contracts } = orFail(await apiAt(url)(api.listContracts, {}), `${url} (--offline asks nobody)`);
  return contracts as readonly Contract[];
}

function check({ file, contract, problems }: ReadContract, published: readonly Contract[]): Checked {
  const newest = contract && findContract(contract.name, published);
  if (!contract || !newest || problems.some(({ path }) => path.startsWith('/schema'))) {
    return { file, ok: problems.length === 0, problems };
  }
  const verdict = releaseVerdict(newest, contract.schema);
  const wrong = releaseProblem(verdict, contract.version);
  const all = wrong === undefined ? problems : [...problems, { path: '/version', message: wrong }];
  return { file, ok: all.length === 0, problems: all, verdict };
}

function textOf({ file, problems, verdict }: Checked): string {
  const lines = problems.map((problem) => `  ${problemText(problem)}`);
  const compared = verdict ? comparisonOf(verdict) : [];
  return [`${file}: ${problems.length === 0 ? 'good' : 'cannot be published'}`, ...lines, ...compared].join('\n');
}

function comparisonOf({ class: kind, against, backward, forward, next }: ReleaseVerdict): readonly string[] {
  const after = next.patch ?? next.minor ?? next.major ?? 'the new version';
  const reasons = (title: string, list: ReleaseVerdict['backward']) =>
    list.length === 0
      ? []
      : [`  ${title}`, ...list.map(({ path, rule }) => `    ${path === '' ? 'the whole' : path} ${rule}`)];
  return [
    `  ${kind}: ${compatibilityText(kind, { before: against, after })}`,
    ...reasons(`Messages of ${against} may be refused now:`, backward),
    ...reasons(`Who knows ${against} may refuse new messages:`, forward),
  ];
}

import { readFile } from 'node:fs/promises';
import { ContractDocument, ContractName, ContractVersion } from '@lockstep/schema/api';
import type { Contract, ContractProblem } from '@lockstep/schema/contracts';
import type { z } from 'zod';
import { parseStrictJson } from '../http/json/strict-json.ts';
import { documentProblems } from '../runner/check-document.ts';

/** How files with contracts are called; among flow files they are what the flows may name. */
export const CONTRACT_SUFFIX = '.contract.json';

/** A contract as it is kept in git: the document, its name, and the version it is, or is to be published as. */
export const ContractFile = ContractDocument.extend({ name: ContractName, version: ContractVersion });
export type ContractFile = z.infer<typeof ContractFile>;

export interface ReadContract {
  readonly file: string;
  /** Absent where the file holds none. */
  readonly contract?: ContractFile;
  readonly problems: readonly ContractProblem[];
}

/** Reads a contract file and says everything that is wrong with it by itself. */
export async function readContractFile(file: string): Promise<ReadContract> {
  const json = parseStrictJson(await readFile(file));
  if (!json.ok) return { file, problems: [{ path: '', message: json.reason }] };
  const parsed = ContractFile.safeParse(json.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message }));
    return { file, problems };
  }
  return { file, contract: parsed.data, problems: documentProblems(parsed.data) };
}

/** As flows use it. */
export function asContract({ examples, ...contract }: ContractFile): Contract {
  const [first] = examples;
  return { ...contract, examples, ...(first && { example: first.value }) };
}

/** The text of a contract file: the order of fields is what people see. */
export function contractFileText(contract: ContractFile): string {
  const { name, version, title, description, owner, schema, examples } = contract;
  return `${JSON.stringify({ name, version, title, description, owner, schema, examples }, null, 2)}\n`;
}

/** `/schema/$ref: must …` */
export function problemText({ path, message }: ContractProblem): string {
  return path === '' ? message : `${path}: ${message}`;
}

import { type Contract, findContract, ruleSentence } from '@lockstep/schema/contracts';
import type { ContractIssue } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** More than these nobody reads. */
const MAX_ISSUES = 50;
/** In larger values only the first problem is looked for: each of a million wrong items would be a problem to keep. */
const MAX_VALUES_FOR_ALL_ISSUES = 20_000;

export interface ContractChecker {
  /**
   * Problems of `value` under contract `ref` (`order` is the newest version, `order@2` that one), at most 50, in the order
   * they were met; `undefined` when there is no such contract.
   */
  check(ref: string, value: Json): readonly ContractIssue[] | undefined;
}

/**
 * Checks by JSON Schema 2020-12 with formats. Each contract is compiled once, at its first use.
 *
 * @throws Error at the first use of a contract whose schema is broken
 */
export function createContractChecker(contracts: readonly Contract[]): ContractChecker {
  const first = ajv({ allErrors: false });
  const all = ajv({ allErrors: true });
  const known = new Map<string, Contract | undefined>();
  return {
    check(ref, value) {
      if (!known.has(ref)) known.set(ref, findContract(ref, contracts));
      const contract = known.get(ref);
      if (!contract) return undefined;
      const firstOnly = first(contract);
      if (firstOnly(value)) return [];
      const validate = isLarge(value) ? firstOnly : all(contract);
      validate(value);
      return issuesOf(validate.errors ?? []);
    },
  };
}

function ajv(options: Options): (contract: Contract) => ValidateFunction {
  // `ownProperties`: a message has no `constructor` only because every object inherits one.
  const instance = new Ajv2020({ ...options, ownProperties: true, strict: false });
  addFormats.default(instance);
  const compiled = new Map<Contract, ValidateFunction>();
  return (contract) => {
    const found = compiled.get(contract) ?? instance.compile(contract.schema as JsonObject);
    compiled.set(contract, found);
    return found;
  };
}

function issuesOf(errors: readonly ErrorObject[]): readonly ContractIssue[] {
  const issues = new Map<string, ContractIssue>();
  for (const error of errors) {
    const issue = issueOf(error);
    issues.set(`${issue.path} ${issue.message}`, issue);
    if (issues.size === MAX_ISSUES) break;
  }
  return [...issues.values()];
}

/** The place is the field that must change: for a missing or a surplus one that field itself. */
function issueOf({ keyword, instancePath, params, message = 'is wrong' }: ErrorObject): ContractIssue {
  const { missingProperty, additionalProperty, unevaluatedProperty, allowedValues, allowedValue, ...rest } = params as {
    readonly missingProperty?: string;
    readonly additionalProperty?: string;
    readonly unevaluatedProperty?: string;
    readonly allowedValues?: readonly Json[];
    readonly allowedValue?: Json;
  };
  if (keyword === 'required' && missingProperty !== undefined) {
    return { path: `${instancePath}/${escaped(missingProperty)}`, message: 'is missing' };
  }
  const surplus = additionalProperty ?? unevaluatedProperty;
  if (surplus !== undefined) return { path: `${instancePath}/${escaped(surplus)}`, message: 'is not known here' };
  if (allowedValues)
    return { path: instancePath, message: `must be one of ${JSON.stringify(allowedValues).slice(1, -1)}` };
  if (keyword === 'const') return { path: instancePath, message: `must be ${JSON.stringify(allowedValue)}` };
  // The limit is the one parameter of the keyword that is its value; the other only says in which direction.
  const { comparison: _, limit = Object.values(rest)[0] } = rest as Readonly<Record<string, unknown>>;
  return { path: instancePath, message: ruleSentence(keyword, limit) ?? message };
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isLarge(value: Json): boolean {
  let values = 0;
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    values += 1;
    if (values > MAX_VALUES_FOR_ALL_ISSUES) return true;
    if (typeof next !== 'object' || next === null) continue;
    const items = Array.isArray(next) ? next : Object.values(next);
    if (values + open.length + items.length > MAX_VALUES_FOR_ALL_ISSUES) return true;
    open.push(...items);
  }
  return false;
}

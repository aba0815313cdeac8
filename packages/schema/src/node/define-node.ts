import type { z } from 'zod';
import { type EffectStrategy, ERROR_PORT, type FlowNode, type RetryPolicy, UNDO_PORT } from '../graph/flow.ts';
import type { Json, JsonObject } from '../run/json.ts';
import type { StepContext } from './context.ts';
import type { Parked } from './parking.ts';
import type { Fed, ScopeDefinition } from './scope.ts';

/** How a form shows a parameter; read from `.meta({ editor })` of the zod schema. */
export type ParamEditor =
  | 'text'
  | 'textarea'
  | 'code' // TypeScript, run in the sandbox: `function map(input, ctx)`
  | 'expression' // always an expression, written without the leading `=`; a boolean unless said otherwise
  | 'json'
  | 'connection' // meta.system narrows the choice
  | 'flow' // id of a flow that can be called
  | 'version-range'
  | 'contract'
  | 'secret'
  | 'key-values'
  | 'duration-ms'
  | 'cron' // meaning and next ticks are shown below it
  | 'path' // last part of a webhook address
  | 'topic'; // the topics there are, or a new one

declare module 'zod' {
  interface GlobalMeta {
    readonly editor?: ParamEditor;
    /** Kinds of connection that fit. */
    readonly system?: string | readonly string[];
    /** What the chosen connection has names of (`offers` of its type); they are suggested, and others may be written. */
    readonly offers?: string;
    /** Field label; the name in words when absent. */
    readonly label?: string;
    readonly placeholder?: string;
    /** What the choices of an enum are called in a form; those that are not here are called by their own words. */
    readonly words?: Readonly<Record<string, string>>;
    /** JSON pointer of another parameter and the values that make this one apply. */
    readonly showWhen?: {
      readonly field: string;
      /** Scalars only: zod walks this type, and one that contains itself has no end. */
      readonly is: readonly (string | number | boolean | null)[];
    };
    /** Never an expression: the value is needed before any message exists (paths, contracts, connections). */
    readonly fixed?: boolean;
  }
}

/** Which flow a step calls, and how the version is found. */
export interface FlowCall {
  readonly flowId: string;
  /** A version range (`VersionRange`). */
  readonly versions: string;
  /** `publish`: the newest fitting version when the calling flow is published; `run`: the newest when the step begins. */
  readonly resolve: 'publish' | 'run';
  /** `wait`: the step ends with the called run; `start`: it only begins it. */
  readonly mode: 'wait' | 'start';
}

/** Which capability a step calls. A binding says which flow serves it. */
export interface CapabilityCall {
  readonly capability: string;
  readonly mode: FlowCall['mode'];
}

/** Contracts of a callable flow, by name or name and version, and the capability it offers with them. */
export interface CallableContracts {
  readonly input?: string;
  readonly output?: string;
  readonly capability?: string;
  /** What failures of its steps are called for callers: `sap-refused` is `order-refused`. */
  readonly errors?: Readonly<Record<string, string>>;
}

export interface NodeUi {
  readonly label: string;
  /** Palette group. */
  readonly group:
    | 'Start'
    | 'Data'
    | 'Formats'
    | 'Route'
    | 'Wait'
    | 'Systems'
    | 'Files'
    | 'Reply'
    | 'Observe'
    | 'Warehouse'
    | 'ERP'
    | 'Commerce'
    | 'Payments'
    | 'Shipping'
    | 'Tax'
    | 'Analytics'
    | 'CRM';
  /** Lucide icon name, kebab-case. */
  readonly icon: string;
  /** Line below the name on the card; `{param}` is replaced. */
  readonly summary: string;
  /** One or two sentences for the palette and the docs. */
  readonly description: string;
  /** System badge, for example `SAP S/4HANA`. */
  readonly system?: string;
}

type Ports = Readonly<Record<string, z.core.$ZodType>>;

/** What a node type is: data both apps read. The form, the canvas and the docs are drawn from it. */
export interface NodeDefinition<
  Params extends z.core.$ZodType = z.core.$ZodType,
  Input extends z.core.$ZodType = z.core.$ZodType,
  Outputs extends Ports = Ports,
> {
  /** Never renamed once published; changes go through `version`. */
  readonly type: string;
  readonly version: number;
  /** `trigger` begins a run and has no input; `step` has one. */
  readonly kind: 'trigger' | 'step';
  /** `none`: pure, computed again on takeover; `read` and `write` touch the world and are checkpointed. */
  readonly effect: 'none' | 'read' | 'write';
  /** Strategies this type can honour; the first is the default. Empty for pure nodes. */
  readonly strategies: readonly EffectStrategy[];
  /** Default that follows from the parameters, where the first of `strategies` is not always it. Given raw params. */
  readonly strategyFor?: (params: Readonly<Record<string, Json>>) => EffectStrategy;
  readonly params: Params;
  readonly input: Input;
  /** Ports in the order they are drawn, each with the shape of its value. The error port is implied. */
  readonly outputs: Outputs;
  /** Ports that follow from the parameters (`switch`); drawn after `outputs`. Given raw, unresolved params. */
  readonly dynamicPorts?: (params: Readonly<Record<string, Json>>) => readonly string[];
  /**
   * What travels out of a port, where the shape in `outputs` does not tell it: the message as it came in, a message that keeps a
   * contract, or one that keeps a JSON Schema which follows from the parameters. Given raw params. Ports that are not named carry
   * what `outputs` says.
   */
  readonly carries?: (
    params: Readonly<Record<string, Json>>,
  ) => Readonly<Record<string, 'input' | { readonly contract: string } | { readonly schema: JsonObject }>>;
  readonly retry?: RetryPolicy;
  readonly timeoutMs?: number;
  /** Set when the value given at this step answers the waiting caller: `{ status, headers, body }`. */
  readonly responds?: boolean;
  readonly ui: NodeUi;
  /** Set when a run of this type may answer that it waits (`Parked`). Such a type has no effect of its own, unless it `calls`. */
  readonly parks?: boolean;
  /** Set when a step of this type calls another flow: which one, from raw params; `undefined` while that is not filled in. */
  readonly calls?: (params: Readonly<Record<string, Json>>) => FlowCall | undefined;
  /** Set when a step of this type calls whichever flow serves a capability: which one, from raw params. */
  readonly asks?: (params: Readonly<Record<string, Json>>) => CapabilityCall | undefined;
  /** Set for a trigger at which other flows begin runs: the contracts of what goes in and what comes back, from raw params. */
  readonly callable?: (params: Readonly<Record<string, Json>>) => CallableContracts;
  /** Set when the value given at this step is what the run returns to the step that called it. */
  readonly returns?: boolean;
  /** Set when other systems answer a step of this type at an address of its own: `run.callbackUrls[<node>]`. */
  readonly callback?: boolean;
  /** Set when nodes of this type have a body, gone through once for each item. The port `each` is among `outputs`. */
  readonly scope?: ScopeDefinition;
  /** Upgrades of parameters from older versions, each named after what it does. */
  readonly upgrades?: readonly NodeUpgrade[];
}

export interface NodeUpgrade {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly upgrade: (params: Readonly<Record<string, Json>>) => Readonly<Record<string, Json>>;
}

/** Declares a node type; the identity function that fixes the types. */
export function defineNode<Params extends z.core.$ZodType, Input extends z.core.$ZodType, Outputs extends Ports>(
  definition: NodeDefinition<Params, Input, Outputs>,
): NodeDefinition<Params, Input, Outputs> {
  return definition;
}

/** What a run may answer: one of the declared ports, each with its own value. */
export type Outcome<D> =
  D extends NodeDefinition<z.core.$ZodType, z.core.$ZodType, infer Outputs>
    ? {
        readonly [P in keyof Outputs & string]: {
          readonly port: P;
          readonly value: z.infer<Outputs[P]>;
        };
      }[keyof Outputs & string]
    : never;

/** The code of a node type; only the runtime loads it. Params arrive resolved (expressions computed) and parsed. */
export type RunNode<D> =
  D extends NodeDefinition<infer Params, infer Input, Ports>
    ? (
        step: {
          readonly params: z.infer<Params>;
          readonly input: z.infer<Input>;
        },
        ctx: StepContext,
      ) => Promise<Outcome<D>>
    : never;

/** The code of a node type whose ports follow from its parameters (`dynamicPorts`). */
export type RunDynamicNode<D> =
  D extends NodeDefinition<infer Params, infer Input, Ports>
    ? (
        step: {
          readonly params: z.infer<Params>;
          readonly input: z.infer<Input>;
        },
        ctx: StepContext,
      ) => Promise<{ readonly port: string; readonly value: Json }>
    : never;

/** The code of a node type with `parks`: an outcome, or what the step waits for. */
export type RunParkingNode<D> =
  D extends NodeDefinition<infer Params, infer Input, infer Outputs>
    ? (
        step: {
          readonly params: z.infer<Params>;
          readonly input: z.infer<Input>;
        },
        ctx: StepContext,
      ) => Promise<Outcome<D> | Parked<keyof Outputs & string>>
    : never;

/** The code of a node type with a body: one pull, which gives the items from `cursor` on; from the beginning when it is absent. */
export type RunScope<D> =
  D extends NodeDefinition<infer Params, infer Input, Ports>
    ? (
        step: {
          readonly params: z.infer<Params>;
          readonly input: z.infer<Input>;
          readonly cursor?: Json;
        },
        ctx: StepContext,
      ) => Promise<Fed>
    : never;

/** All node types by `type`, the newest version of each. */
export type Catalogue = ReadonlyMap<string, NodeDefinition>;

/** A run with its types forgotten, as the runner calls it after parsing params and input. */
export type AnyRunNode = (
  step: { readonly params: unknown; readonly input: unknown; readonly cursor?: Json },
  ctx: StepContext,
) => Promise<{ readonly port: string; readonly value: unknown } | Parked | Fed>;

/** Ports of a node as drawn: declared, then dynamic, then `error` for steps, then `undo` for those that write. */
export function portsOf(definition: NodeDefinition, params: Readonly<Record<string, Json>>): readonly string[] {
  const declared = [...Object.keys(definition.outputs), ...(definition.dynamicPorts?.(params) ?? [])];
  if (definition.kind === 'trigger') return declared;
  return [...declared, ERROR_PORT, ...(definition.effect === 'write' ? [UNDO_PORT] : [])];
}

/** What makes "not twice" true for this node: its own choice, else what its type says. `undefined` for pure nodes. */
export function strategyOf(
  definition: NodeDefinition,
  { params, policy }: Pick<FlowNode, 'params' | 'policy'>,
): EffectStrategy | undefined {
  return policy.strategy ?? definition.strategyFor?.(params) ?? definition.strategies[0];
}

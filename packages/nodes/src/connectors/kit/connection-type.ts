import type { ConnectionLimits, Contacts, HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import type { IconName } from '../../icons.ts';

/** One setting of a connection, as the form shows it. */
export interface ConnectionField {
  readonly name: string;
  readonly label: string;
  /** Kept encrypted and never sent back. */
  readonly secret?: boolean;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly description?: string;
  /** Its value has several lines, as PEM has. */
  readonly lines?: boolean;
  /** Shown behind a heading of its own: most connections need none of it. */
  readonly part?: 'certificates';
}

export interface ConnectionTestResult {
  readonly ok: boolean;
  /** One sentence for the person who pressed the button. Holds no secret. */
  readonly message: string;
}

/** What a connection test may reach. `http` throws a StepError when no answer arrives. */
export interface ConnectionTestContext extends Contacts {
  readonly connection: ResolvedConnection;
  /** Epoch milliseconds. */
  readonly now: number;
  http(request: HttpRequest): Promise<HttpResponse>;
  /** As `StepContext` has it. */
  signRs256(privateKey: string, text: string): Promise<string>;
}

/** A kind of system one can connect to. Data, and one call that changes nothing. */
export interface ConnectionType {
  /** What `system` of a connection says; never renamed. */
  readonly system: string;
  readonly label: string;
  readonly icon: IconName;
  readonly description: string;
  readonly baseUrlPlaceholder: string;
  /** How its addresses begin: `http` and `https` when absent. */
  readonly schemes?: readonly string[];
  readonly fields: readonly ConnectionField[];
  /** What is asked of such a system at most where a connection says nothing else. */
  readonly limits: ConnectionLimits;
  /**
   * How long the system asks to be left alone, in milliseconds, where it refuses a call for its rate otherwise than by a
   * plain 429: nothing of that call was done. Undefined for any other answer.
   */
  readonly throttled?: (answer: HttpResponse) => number | undefined;
  /**
   * Names that the system has, by kind: what forms suggest.
   *
   * @param below path of a service below the address of the connection; empty: that address
   * @throws StepError when no answer arrives; Error with a sentence for people where the answer cannot be used
   */
  readonly offers?: (
    ctx: Pick<ConnectionTestContext, 'connection' | 'http' | 'now'>,
    below: string,
  ) => Promise<Readonly<Record<string, readonly string[]>>>;
  /** One call that only reads. @throws StepError when no answer arrives */
  readonly test?: (ctx: ConnectionTestContext) => Promise<ConnectionTestResult>;
}

/** How addresses of a kind of connection begin, without `://`. */
export function schemesOf({ schemes = ['https', 'http'] }: Pick<ConnectionType, 'schemes'>): readonly string[] {
  return schemes;
}

/** True for an address with a host and one of these schemes. */
export function isAddress(text: string, schemes: readonly string[]): boolean {
  const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):\/\/[^/?#\s]+/i.exec(text.trim()) ?? [];
  return schemes.includes(scheme.toLowerCase());
}

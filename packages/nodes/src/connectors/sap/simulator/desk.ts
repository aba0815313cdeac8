import type { Reply, SimRequest } from '../../../simulators/kit/exchange.ts';

/** One OData service of the system, behind the sign-in and the CSRF token they all share. */
export interface Desk {
  /** Where it lives, without a slash at the end. */
  readonly path: string;
  /**
   * Answers a request that is signed in and, for a change, carries its token.
   *
   * @param path below the service, decoded, without the leading slash
   * @throws ODataError
   */
  serve(request: SimRequest, path: string): Reply;
  /** Keeps how its documents stand. @returns takes back what was changed since; absent where a `$batch` is not served */
  snapshot?(): () => void;
}

import { json, type Reply, type SimRequest } from '../../../simulators/kit/exchange.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';

const TTL_MS = 3_600_000;

/** Access tokens of an hour, by client credentials. */
export interface Tokens {
  issue(request: SimRequest): Reply;
  isTaken(token: string | undefined): boolean;
  /** Ends every token. */
  end(): void;
}

export function createTokens(
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string },
  clock: Clock,
  ids: Random,
): Tokens {
  const ends = new Map<string, number>();
  return {
    issue: (request) => {
      const form = new URLSearchParams(request.body.toString('utf8'));
      if (form.get('grant_type') !== 'client_credentials') return json(400, { error: 'unsupported_grant_type' });
      if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
        return json(401, { error: 'invalid_client', error_description: 'Client authentication failed' });
      }
      const token = `Atza|${ids.hex(40)}`;
      ends.set(token, clock() + TTL_MS);
      return json(200, { access_token: token, token_type: 'bearer', expires_in: TTL_MS / 1_000 });
    },
    isTaken: (token) => token !== undefined && (ends.get(token) ?? 0) > clock(),
    end: () => ends.clear(),
  };
}

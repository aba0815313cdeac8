import type { ResolvedConnection } from '@lockstep/schema/node';
import { type Certificates, certificatesOf } from '../../egress/index.ts';

/** Which certificates the calls of an attempt go out with. */
export interface CertificateOwners {
  uses(connection: Pick<ResolvedConnection, 'id' | 'baseUrl' | 'settings'>): void;
  /**
   * Those of the connection an address belongs to: the one with its origin, by the longest common address where there are
   * several, else one that names the origin in its settings, as its token endpoint.
   */
  certificatesFor(url: string): Certificates | undefined;
}

export function createCertificateOwners(): CertificateOwners {
  const known = new Map<
    string,
    { readonly baseUrl: string; readonly addresses: ReadonlySet<string>; readonly own: Certificates }
  >();
  return {
    uses: ({ id, baseUrl, settings }) => {
      const own = certificatesOf(settings);
      if (!own) known.delete(id);
      else
        known.set(id, {
          baseUrl,
          addresses: new Set(Object.values(settings).flatMap((text) => originOf(text) ?? [])),
          own,
        });
    },
    certificatesFor: (url) => {
      const origin = originOf(url);
      if (known.size === 0 || origin === undefined) return undefined;
      const all = [...known.values()];
      const [nearest] = all
        .filter(({ baseUrl }) => originOf(baseUrl) === origin)
        .sort(
          (a, b) =>
            Number(url.startsWith(b.baseUrl)) - Number(url.startsWith(a.baseUrl)) ||
            b.baseUrl.length - a.baseUrl.length,
        );
      return (nearest ?? all.find(({ addresses }) => addresses.has(origin)))?.own;
    },
  };
}

function originOf(text: string): string | undefined {
  return /^https:/i.test(text) ? URL.parse(text)?.origin : undefined;
}

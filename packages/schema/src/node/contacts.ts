import type { Brokers } from './brokers.ts';
import type { Database } from './database.ts';
import type { RemoteFiles } from './files.ts';
import type { Mail } from './mail.ts';

/** Other machines that are not spoken to over HTTP, under the egress policy and the limits of their connections. */
export interface Contacts {
  /** Files of other machines. */
  readonly files: RemoteFiles;
  /** Databases of other systems. */
  readonly database: Database;
  /** Message brokers. */
  readonly brokers: Brokers;
  /** Mail servers. */
  readonly mail: Mail;
}

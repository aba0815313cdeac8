import type { Contacts, ResolvedConnection } from '@lockstep/schema/node';
import { guardedBrokers, NO_BROKERS } from './guarded-brokers.ts';
import { guardedDatabase, NO_DATABASE } from './guarded-database.ts';
import { guardedFiles, NO_FILES } from './guarded-files.ts';
import { guardedMail, NO_MAIL } from './guarded-mail.ts';

/** Lets one call to another machine out, or throws. */
export type Through = <T>(
  call: { readonly connection: ResolvedConnection; readonly changes: boolean },
  work: () => Promise<T>,
) => Promise<T>;

/** The same contacts, every call of which goes through `through` first; those that are absent refuse. */
export function guardedContacts(
  { files = NO_FILES, database = NO_DATABASE, brokers = NO_BROKERS, mail = NO_MAIL }: Partial<Contacts>,
  through: Through,
): Contacts {
  return {
    files: guardedFiles(files, through),
    database: guardedDatabase(database, through),
    brokers: guardedBrokers(brokers, through),
    mail: guardedMail(mail, through),
  };
}

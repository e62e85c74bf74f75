/** The configuration as files: `/api/configuration.yaml`, `/api/configuration/backup`, `/api/configuration/restore`. */

import { BACKUP_FORMAT, BACKUP_KIND } from './backup-format.ts';
import { BYTES_PER_MB, readJson } from './body.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { backupFile } from './contract/transfer.ts';
import { AdminError } from './errors.ts';
import { readFlag } from './read-query.ts';
import { checked, seenVersion } from './read-request.ts';
import { whoIs } from './who.ts';

const LARGEST_BACKUP = 16 * BYTES_PER_MB;

/** The configuration that holds, as a file to start with; without secrets. */
export async function exportConfiguration(context: AdminContext, { transfer }: AdminParts): Promise<Response> {
  context.header('content-disposition', 'attachment; filename="redwolf.yaml"');
  context.header('content-type', 'application/yaml; charset=utf-8');
  return context.body(await transfer.file());
}

/** What was configured while redwolf ran; without secrets. */
export function backUpConfiguration(context: AdminContext, { transfer }: AdminParts): Response {
  const day = new Date(transfer.now()).toISOString().slice(0, 10);
  context.header('content-disposition', `attachment; filename="redwolf-configuration-${day}.json"`);
  return context.json(transfer.backup());
}

/** The body is such a file. `?dry_run=true` changes nothing. */
export async function restoreConfiguration(context: AdminContext, { transfer }: AdminParts): Promise<Response> {
  const options = { isDryRun: readFlag(context, 'dry_run'), seen: seenVersion(context, undefined) };
  const body = await readJson(context, LARGEST_BACKUP);
  checkKind(body);
  return context.json(await transfer.restore(checked(body, backupFile), options, whoIs(context)));
}

/** Says what is wrong with the file as a whole, which a list of wrong fields would not. */
function checkKind(body: unknown): void {
  const { kind, format } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  if (kind !== BACKUP_KIND) {
    throw new AdminError(400, 'NOT_A_BACKUP', 'This file is no backup of a configuration that redwolf made.');
  }
  if (format === BACKUP_FORMAT) return;
  const is = typeof format === 'number' ? ` ${format}` : ' unknown';
  const message = `The format of this backup is${is}, and this version of redwolf reads ${BACKUP_FORMAT}. Restore it with the version that made it, or a newer one.`;
  throw new AdminError(400, 'BACKUP_VERSION', message);
}

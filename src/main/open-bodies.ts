import { join } from 'node:path';
import type { RecordsConfig } from '../config/records.ts';
import type { RuntimeConfiguration } from '../control/configuration.ts';
import type { Secret } from '../lib/secret.ts';
import { BodyStore } from '../records/body-store.ts';
import { isInUse } from '../records/in-use.ts';
import type { BodyPolicy } from '../records/worker-messages.ts';
import type { CallText } from '../store/call-text-ports.ts';

/** Apart from the rest of the data: it is large, and may be deleted without losing anything else. */
export const BODIES_FILE = 'bodies.db';
const BYTES_PER_GIB = 1024 ** 3;

interface BodiesListener {
  /** Told of what the user should know. */
  readonly warn: (message: string) => void;
  /** Told of what calls are found by. */
  readonly onTexts: (texts: readonly CallText[]) => void;
}

interface BodiesPlace {
  readonly dataDir: string;
  readonly databaseUrl: Secret | undefined;
}

/**
 * Opens what is kept of bodies, in a file of the data dir or in the database of the store, under the rules of the
 * configuration as it changes. Never rejects.
 */
export async function openBodies(
  { dataDir, databaseUrl }: BodiesPlace,
  configuration: RuntimeConfiguration,
  listener: BodiesListener,
): Promise<BodyStore> {
  const { records } = configuration.effective.config;
  const place = databaseUrl === undefined ? { file: join(dataDir, BODIES_FILE) } : { databaseUrl };
  const bodies = await BodyStore.open({ place, policy: policyOf(records), ...listener });
  configuration.watch(({ config }) => bodies.setPolicy(policyOf(config.records)));
  return bodies;
}

/**
 * The same for a command, which must be alone where they are a file: a gateway that runs would give the same ids.
 * @returns why it cannot, where somebody else has them open
 */
export async function openBodiesAlone(
  where: BodiesPlace,
  configuration: RuntimeConfiguration,
  listener: BodiesListener,
): Promise<BodyStore | string> {
  const isFree = where.databaseUrl !== undefined || !isInUse(join(where.dataDir, BODIES_FILE));
  if (isFree) return openBodies(where, configuration, listener);
  return 'a gateway that runs has them open: stop it, or import by it (POST /api/import?records=true)';
}

function policyOf({ redact, retentionDays, retentionGib }: RecordsConfig): BodyPolicy {
  return { redact, retention: { days: retentionDays, bytes: retentionGib * BYTES_PER_GIB } };
}

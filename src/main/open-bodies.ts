import { join } from 'node:path';
import type { RecordsConfig } from '../config/records.ts';
import type { RuntimeConfiguration } from '../control/configuration.ts';
import { BodyStore } from '../records/body-store.ts';
import { isInUse } from '../records/in-use.ts';
import type { BodyPolicy } from '../records/worker-messages.ts';

/** Apart from the rest of the data: it is large, and may be deleted without losing anything else. */
const BODIES_FILE = 'bodies.db';
const BYTES_PER_GIB = 1024 ** 3;

/** Opens what is kept of bodies, under the rules of the configuration as it changes. Never rejects. */
export async function openBodies(
  dataDir: string,
  configuration: RuntimeConfiguration,
  warn: (message: string) => void,
): Promise<BodyStore> {
  const { records } = configuration.effective.config;
  const bodies = await BodyStore.open({ file: join(dataDir, BODIES_FILE), policy: policyOf(records), warn });
  configuration.watch(({ config }) => bodies.setPolicy(policyOf(config.records)));
  return bodies;
}

/**
 * The same for a command, which must be alone: a gateway that runs would give the same ids.
 * @returns why it cannot, where somebody else has them open
 */
export async function openBodiesAlone(
  dataDir: string,
  configuration: RuntimeConfiguration,
  warn: (message: string) => void,
): Promise<BodyStore | string> {
  if (!isInUse(join(dataDir, BODIES_FILE))) return openBodies(dataDir, configuration, warn);
  return 'a gateway that runs has them open: stop it, or import by it (POST /api/import?records=true)';
}

function policyOf({ redact, retentionDays, retentionGib }: RecordsConfig): BodyPolicy {
  return { redact, retention: { days: retentionDays, bytes: retentionGib * BYTES_PER_GIB } };
}

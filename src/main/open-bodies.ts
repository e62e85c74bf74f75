import { join } from 'node:path';
import type { RecordsConfig } from '../config/records.ts';
import type { RuntimeConfiguration } from '../control/configuration.ts';
import { BodyStore } from '../records/body-store.ts';
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

function policyOf({ redact, retentionDays, retentionGib }: RecordsConfig): BodyPolicy {
  return { redact, retention: { days: retentionDays, bytes: retentionGib * BYTES_PER_GIB } };
}

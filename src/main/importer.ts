import type { ImporterPort } from '../admin/ports.ts';
import type { ImporterParts } from '../control/import/importer.ts';
import type { BodyStore } from '../records/body-store.ts';
import type { Store } from '../store/store.ts';
import type { StoredKeys } from './keys.ts';

type GatewayParts = Pick<ImporterParts, 'configuration' | 'ring' | 'book' | 'clock' | 'dataDir'> & {
  readonly bodies: BodyStore;
  readonly keys: Pick<StoredKeys, 'reload'>;
};

/** Imports from the original redwolf. What that needs is loaded when somebody first asks for it. */
export function lazyImporter(store: Store, { bodies, keys, ...parts }: GatewayParts): ImporterPort {
  let loading: Promise<ImporterPort> | undefined;
  const load = async () => {
    const { Importer } = await import('../control/import/importer.ts');
    return new Importer({
      ...parts,
      ...{ keys: store.keys, calls: store.calls, audit: store.audit, settings: store.settings },
      bodies: () => Promise.resolve(bodies),
      onKeys: () => keys.reload(),
    });
  };
  return {
    async importUpload(...request) {
      loading ??= load();
      return (await loading).importUpload(...request);
    },
  };
}

import type { QueryClient } from '@tanstack/react-query';

const OF_THE_CONFIGURATION = ['platforms', 'models', 'prices', 'routing', 'settings', 'status', 'history'];

/** After a change of the configuration: all that may follow from it is read again, wherever it is shown. */
export function readConfigurationAnew(client: QueryClient): void {
  for (const part of OF_THE_CONFIGURATION) client.invalidateQueries({ queryKey: [part] });
}

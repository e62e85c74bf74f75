import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { KeyPatch, KeyView } from '../../../../src/admin/contract/keys.ts';
import { send } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';

interface KeyChange {
  readonly key: KeyView;
  readonly changes: KeyPatch;
}

/** Changes a key, unless somebody else did so since it was read. */
export function useChangeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, changes }: KeyChange) =>
      send('PATCH', `/api/keys/${key.id}`, { ...changes, version: key.version }),
    onSettled: () => client.invalidateQueries(keysQuery),
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UserView } from '../../../../src/admin/contract/accounts.ts';
import { send } from '../../api/client.ts';
import { sessionQuery, usersQuery } from '../../api/queries.ts';

interface UserChange {
  readonly user: UserView;
  readonly changes: Partial<Pick<UserView, 'name' | 'role' | 'enabled'>>;
}

/** Changes a user, unless somebody else did so since it was read. */
export function useChangeUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ user, changes }: UserChange) =>
      send('PATCH', `/api/users/${user.id}`, { ...changes, version: user.version }),
    // One's own name stands in the navigation, too.
    onSettled: () => Promise.all([client.invalidateQueries(usersQuery), client.invalidateQueries(sessionQuery)]),
  });
}

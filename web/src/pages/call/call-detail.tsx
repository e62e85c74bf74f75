import { useQuery } from '@tanstack/react-query';
import { callQuery } from '../../api/queries.ts';
import { Loaded } from '../../ui/states.tsx';

/** All that is known of one call. */
export function CallDetail({ id }: { readonly id: string }) {
  const query = useQuery(callQuery(id));
  return <Loaded query={query}>{({ call }) => <p>{call.id}</p>}</Loaded>;
}

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAccount } from '../../shell/account.ts';
import { DIMENSIONS, type Dimension, type Measure, readFilter, type UsageSearch } from './search.ts';

type SearchChange = { readonly [Name in keyof UsageSearch]?: UsageSearch[Name] | undefined };

/** What the address says the page shows, and how that is changed. */
export function useUsageSearch() {
  const given = useSearch({ from: '/usage' });
  const navigate = useNavigate({ from: '/usage' });
  const dimensions = useDimensions();
  const search = { ...given, by: dimensions.find((name) => name === given.by) ?? ('model' satisfies Dimension) };
  return {
    search,
    measure: given.measure ?? ('cost' satisfies Measure),
    filter: readFilter({ ...given }),
    dimensions,
    change: (part: SearchChange) =>
      navigate({ search: (old) => withoutNothing({ ...old, ...part }), resetScroll: false, replace: true }),
    /** As a step that the browser's back button undoes. */
    go: (part: SearchChange) => navigate({ search: (old) => withoutNothing({ ...old, ...part }), resetScroll: false }),
  };
}

/** A member sees only own keys, so that there is nothing to tell users apart by. */
function useDimensions(): readonly Dimension[] {
  const { role } = useAccount();
  return role === 'admin' ? DIMENSIONS : DIMENSIONS.filter((name) => name !== 'user');
}

function withoutNothing(search: SearchChange): UsageSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

import { useNavigate, useSearch } from '@tanstack/react-router';
import type { CallsSearch } from './search.ts';

interface SearchState {
  readonly search: CallsSearch;
  /** Goes to the list with another filter. With `replace` the back button does not come to the one before. */
  readonly setSearch: (next: CallsSearch, replace?: boolean) => void;
}

/** The filter, which the address holds. */
export function useCallsSearch(): SearchState {
  const search = useSearch({ from: '/calls' });
  const navigate = useNavigate();
  return {
    search,
    setSearch: (next, replace = false) => navigate({ to: '.', search: next, replace, resetScroll: false }),
  };
}

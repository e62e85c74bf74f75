import { useLanguage } from '../i18n/language.tsx';
import { Button } from './button.tsx';
import { Failure } from './states.tsx';

interface MoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: Error | null;
    readonly fetchNextPage: () => unknown;
  };
  /** What the button says, where it says more than that. */
  readonly text?: string;
}

/** Below a list: reads the next page of it. Nothing where there is none. */
export function More({ query, text }: MoreProps) {
  const { t } = useLanguage();
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  if (!hasNextPage) return null;
  if (isFetchNextPageError && !isFetchingNextPage) {
    return (
      <div className="mt-4">
        <Failure error={error} retry={() => fetchNextPage()} />
      </div>
    );
  }
  return (
    <div className="mt-4 grid justify-center">
      <Button disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
        {text ?? t('more')}
      </Button>
    </div>
  );
}

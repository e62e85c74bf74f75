import { defaultStringifySearch, useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

interface CallsLinkProps {
  /** The filter of the list of calls, as its address has it. */
  readonly filter: Readonly<Record<string, string | undefined>>;
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A link to the calls of something. */
export function CallsLink({ filter, className, title, children }: CallsLinkProps) {
  const router = useRouter();
  const address = `/calls${defaultStringifySearch(filter)}`;
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    router.history.push(address);
  };
  return (
    <a href={address} onClick={open} className={className} title={title}>
      {children}
    </a>
  );
}

import type { Announcements, ScreenReaderInstructions } from '@dnd-kit/core';
import type { Translate } from '../../../i18n/translate.ts';

/** What a screen reader says while something is moved. */
export interface SortingWords {
  readonly announcements: Announcements;
  readonly screenReaderInstructions: ScreenReaderInstructions;
}

/**
 * @param keys in their order
 * @param nameOf what a key is called
 */
export function sortingWords(t: Translate, keys: readonly string[], nameOf: (key: string) => string): SortingWords {
  const count = keys.length;
  const values = (active: string | number, over: string | number | undefined) => ({
    name: nameOf(String(active)),
    place: keys.indexOf(String(over ?? active)) + 1,
    count,
  });
  return {
    screenReaderInstructions: { draggable: t('routing.sort.instructions') },
    announcements: {
      onDragStart: ({ active }) => t('routing.sort.start', values(active.id, active.id)),
      onDragOver: ({ active, over }) => t('routing.sort.over', values(active.id, over?.id)),
      onDragEnd: ({ active, over }) => t('routing.sort.end', values(active.id, over?.id)),
      onDragCancel: ({ active }) => t('routing.sort.cancel', values(active.id, active.id)),
    },
  };
}

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { sortingWords } from './announcements.ts';
import { keyed, moved } from './keyed.ts';
import { SortableRow } from './sortable-row.tsx';

interface SortableListProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly isDisabled?: boolean;
  readonly onChange: (values: readonly string[]) => void;
  readonly onRemove?: (value: string, index: number) => void;
  readonly children: (value: string) => ReactNode;
}

/** A list whose order matters: by mouse, finger, keyboard, or two buttons. */
export function SortableList({ label, values, isDisabled = false, onChange, onRemove, children }: SortableListProps) {
  const { t } = useLanguage();
  const [said, setSaid] = useState('');
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const rows = keyed(values);
  const keys = rows.map(({ key }) => key);
  const move = (from: number, to: number) => {
    if (from === to || from < 0 || to < 0 || to >= values.length) return;
    onChange(moved(values, from, to));
    setSaid(t('routing.sort.end', { name: values[from] ?? '', place: to + 1, count: values.length }));
  };
  const drop = ({ active, over }: DragEndEvent) => {
    if (over !== null) move(keys.indexOf(String(active.id)), keys.indexOf(String(over.id)));
  };
  const words = sortingWords(t, keys, (key) => rows.find((row) => row.key === key)?.value ?? key);
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop} accessibility={words}>
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        <ol aria-label={label} className="grid gap-1.5">
          {rows.map(({ key, value }, index) => (
            <SortableRow
              key={key}
              id={key}
              name={value}
              index={index}
              count={values.length}
              isDisabled={isDisabled}
              onMove={(to) => move(index, to)}
              {...(onRemove && { onRemove: () => onRemove(value, index) })}
            >
              {children(value)}
            </SortableRow>
          ))}
        </ol>
      </SortableContext>
      <p role="status" className="sr-only">
        {said}
      </p>
    </DndContext>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { classes } from '../ui/classes.ts';
import { Dialog } from '../ui/dialog.tsx';
import { CONTROL } from '../ui/field.tsx';
import { type Command, matching, useCommands } from './commands.ts';

/** Ctrl-K or ⌘K opens the palette, from everywhere. */
export function usePaletteKey(setOpen: (change: (isOpen: boolean) => boolean) => void): void {
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((isOpen) => !isOpen);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [setOpen]);
}

/** Finds pages and things to do by their names; what is no name is searched for in the calls. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = matching(useCommands(navigate, text), text);
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((last) => (last + step + found.length) % Math.max(found.length, 1));
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(found[at]);
  };
  return (
    <Dialog title={t('palette.title')} onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found[at] && `${listId}-${found[at].id}`}
        aria-label={t('palette.open')}
        placeholder={t('palette.placeholder')}
        autoComplete="off"
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
        className={CONTROL}
      />
      <Found commands={found} at={at} listId={listId} run={run} />
    </Dialog>
  );
}

interface FoundProps {
  readonly commands: readonly Command[];
  /** The one that Enter runs. */
  readonly at: number;
  readonly listId: string;
  readonly run: (command: Command) => void;
}

/** The combobox keeps the focus, and names the active option. */
function Found({ commands, at, listId, run }: FoundProps) {
  const { t } = useLanguage();
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active one must be in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at, commands.length]);
  return (
    <div
      ref={list}
      id={listId}
      role="listbox"
      aria-label={t('palette.title')}
      className="grid max-h-80 gap-0.5 overflow-y-auto"
    >
      {commands.map((command, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the combobox
        <div
          key={command.id}
          id={`${listId}-${command.id}`}
          role="option"
          aria-selected={index === at}
          onClick={() => run(command)}
          className={classes(
            'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-3 hover:bg-sunken',
            index === at && 'bg-wash text-accent',
          )}
        >
          <command.icon aria-hidden="true" className="size-4.5" />
          {command.title}
        </div>
      ))}
      {commands.length === 0 && <p className="px-3 py-2 text-quiet">{t('palette.none')}</p>}
    </div>
  );
}

import type { LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../ui/button.tsx';

interface FilePickerProps {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Such as `.json`. */
  readonly accept: string;
  readonly isDisabled?: boolean;
  readonly onFile: (file: File) => void;
}

/** A button that asks for a file. The same file may be chosen again. */
export function FilePicker({ label, icon, accept, isDisabled = false, onFile }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={icon} disabled={isDisabled} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </>
  );
}

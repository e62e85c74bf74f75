import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import { classes } from './classes.ts';

type Look = 'main' | 'plain' | 'normal' | 'danger';

const LOOKS: Readonly<Record<Look, string>> = {
  main: 'border-accent bg-accent font-semibold text-on-accent hover:brightness-110',
  normal: 'border-line bg-card hover:border-accent hover:text-accent',
  plain: 'border-transparent bg-transparent text-quiet hover:bg-wash hover:text-accent',
  danger: 'border-bad text-bad hover:bg-bad-wash',
};

const SHAPE =
  'inline-flex items-center justify-center gap-1.5 rounded-lg border transition-colors disabled:pointer-events-none disabled:opacity-55';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly isSmall?: boolean;
  readonly icon?: LucideIcon;
}

/** A button with words; `icon` stands before them. */
export function Button({ look = 'normal', isSmall = false, icon: Icon, className, children, ...rest }: ButtonProps) {
  const size = isSmall ? 'min-h-8 px-2.5 text-sm' : 'min-h-9 px-3.5';
  return (
    <button type="button" className={classes(SHAPE, size, LOOKS[look], className)} {...rest}>
      {Icon !== undefined && <Icon aria-hidden="true" className="size-4 shrink-0" />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly icon: LucideIcon;
  /** What it does, for those who see the icon and those who do not. */
  readonly label: string;
  readonly look?: Look;
}

/** A button that is an icon. */
export function IconButton({ icon: Icon, label, look = 'plain', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(SHAPE, 'size-9 shrink-0', LOOKS[look], className)}
      {...rest}
    >
      <Icon aria-hidden="true" className="size-4.5" />
    </button>
  );
}

/** The look of a button, for what is a link. */
export function buttonClasses(look: Look = 'normal', isSmall = false): string {
  return classes(SHAPE, isSmall ? 'min-h-8 px-2.5 text-sm' : 'min-h-9 px-3.5', LOOKS[look]);
}

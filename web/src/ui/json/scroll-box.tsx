import type { ReactNode, RefObject } from 'react';
import { classes } from '../classes.ts';

interface ScrollBoxProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly label: string;
  readonly className: string;
  /** Of all that can be scrolled to, in pixels. */
  readonly height: number;
  /** What is seen, each part at its place. */
  readonly children: ReactNode;
}

/** A box as high as it is told, in which only what is seen is drawn. */
export function ScrollBox({ box, label, className, height, children }: ScrollBoxProps) {
  return (
    <section
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      aria-label={label}
      className={classes('overflow-auto font-mono text-sm', className)}
    >
      <div className="relative" style={{ height }}>
        {children}
      </div>
    </section>
  );
}

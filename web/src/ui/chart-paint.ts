/** The colours and the font of a chart: a canvas knows nothing of variables, so they are asked of an element. */
export interface Paint {
  readonly line: string;
  readonly quiet: string;
  readonly warn: string;
  readonly font: string;
  /** @param number from 1 to 8 */
  readonly series: (number: number) => string;
}

/** @param element that stands where the chart will be */
export function readPaint(element: HTMLElement): Paint {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const series = Array.from({ length: 8 }, (_, index) => colour(`series-${index + 1}`));
  const paint = {
    line: colour('line'),
    quiet: colour('quiet'),
    warn: colour('warn'),
    font: `12px ${getComputedStyle(probe).fontFamily}`,
    series: (number: number) => series[number - 1] ?? '',
  };
  probe.remove();
  return paint;
}

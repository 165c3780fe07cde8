const PATHS = {
  back: 'M10 3.5 5.5 8l4.5 4.5',
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  chevron: 'M5 6.5 8 9.5 11 6.5',
  left: 'M9.5 5 6.5 8l3 3',
  right: 'M6.5 5 9.5 8 6.5 11',
  up: 'M8 13V3.5M4 7.5l4-4 4 4',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  copy: 'M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z',
  folder: 'M2 12.5v-9h4l1.5 2H14v7z',
  search: 'M7 11.5a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9zM10.3 10.3l3.7 3.7',
  refresh: 'M13.2 8a5.2 5.2 0 1 1-1.5-3.7M13.4 2.2v3h-3',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6.5',
  redo: 'M10.5 3l3 3-3 3M13.5 6H6a3.5 3.5 0 0 0 0 7h3.5',
  window: 'M2 3.5h12v9H2zM2 6h12',
  gear: 'M2.5 4.5h6M12.5 4.5h1M2.5 11.5h1M7.5 11.5h6M8.5 4.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M3.5 11.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3.5 8h9',
  key: 'M8.2 7.8 13.5 2.5M11 5l2 2M9 9.8a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6',
  branch:
    'M4.5 5.5v5M4.5 8.5h4a3 3 0 0 0 3-3M6 4a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0zM6 12a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0zM13 4a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z',
  switch: 'M1.5 8h13M5.5 8c3 0 2.6-4.5 6-4.5h3M5.5 8c3 0 2.6 4.5 6 4.5h3',
  chart: 'M2.5 13.5h11M4.5 11V7.5M8 11V3M11.5 11V5.5',
  download: 'M8 2.5v7.5M5 7.2l3 3 3-3M3 13.5h10',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1',
  pulse: 'M1.5 8.5h3l1.8-5 3 9 1.7-4h3.5',
  layers: 'M8 2.5 14 6 8 9.5 2 6zM2 9.5 8 13l6-3.5',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing of 16 × 16 in the colour of the text. Always decoration: the control that holds it has the name. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      className={className === undefined ? 'icon' : `icon ${className}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

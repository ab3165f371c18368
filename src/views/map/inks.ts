import type { MapInks } from './paint';

/** Hues that tell ten classes apart on light and dark ground; further classes begin again. */
const CLASS_INKS = [
  ...['#3f78bd', '#c9742f', '#4f9346', '#bb4a55', '#8566b0'],
  ...['#94754d', '#c877ae', '#7f8388', '#98a03a', '#3a9fb0'],
];

/** The colour of a class on the map. */
export function classInk(label: number): string {
  return CLASS_INKS[label % CLASS_INKS.length];
}

/** The page's colours as the canvas needs them, in the theme that is on screen. */
export function readInks(): MapInks {
  const style = getComputedStyle(document.documentElement);
  const inkOf = (name: string) => style.getPropertyValue(name).trim();
  return {
    ground: inkOf('--bg'),
    grey: inkOf('--grey'),
    ink: inkOf('--ink'),
    forgotten: inkOf('--forgotten'),
    classes: CLASS_INKS,
  };
}

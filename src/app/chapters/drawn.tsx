import { memo } from 'react';
import type { Given, Panel } from '../panels/panel';

type Drawn = { panel: Pick<Panel, 'Body' | 'reads'>; given: Given };

/** Whether a panel would show the same: all that it is given is, of the open view what it reads. */
export function showsTheSame(before: Drawn, after: Drawn): boolean {
  const { reads = [], Body } = after.panel;
  if (before.panel.Body !== Body) return false;
  const [{ view: old, ...was }, { view, ...is }] = [before.given, after.given];
  return (
    reads.every((part) => old[part] === view[part]) &&
    (Object.keys(is) as (keyof typeof is)[]).every((name) => was[name] === is[name])
  );
}

/** A panel, drawn again only where it would show something else. */
export const DrawnPanel = memo(function DrawnPanel({ panel: { Body }, given }: Drawn) {
  return <Body {...given} />;
}, showsTheSame);

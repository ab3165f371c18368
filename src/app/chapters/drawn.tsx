import { memo } from 'react';
import type { Asking, Given, Panel, PanelView } from '../panels/panel';
import type { QuestionId } from '../panels/questions';

type Drawn = { panel: Pick<Panel, 'Body' | 'reads'>; given: Given };

/** Whether a panel would show the same: all that it is given is, of open views and answers what it reads. */
export function showsTheSame(before: Drawn, after: Drawn): boolean {
  const { reads = [], Body } = after.panel;
  if (before.panel.Body !== Body) return false;
  const { view: old, asking: told, zoo: oldZoo, phase: oldPhase, name: oldName, ...was } = before.given;
  const { view, asking, zoo, phase, name, ...is } = after.given;
  if (told.ask !== asking.ask || told.stop !== asking.stop) return false;
  // The explorer of a zoo gives another object at every change of the address.
  if (reads.includes('zoo') && oldZoo !== zoo) return false;
  return (
    reads.every((part) => old[part as keyof PanelView] === view[part as keyof PanelView]) &&
    reads.every((part) => isKnownAlike(told, asking, part as QuestionId)) &&
    isAlike(oldPhase, phase) &&
    isAlike(oldName, name) &&
    isAlike(was, is)
  );
}

/** Whether the same is known of the answer to a question. */
function isKnownAlike(before: Asking, after: Asking, question: QuestionId): boolean {
  const [was, is] = [before.known(question), after.known(question)];
  return was === null || is === null ? was === is : isAlike(was, is);
}

/** Whether two objects hold the same under the same names. */
function isAlike<T extends object>(before: T, after: T): boolean {
  const names = Object.keys(after) as (keyof T)[];
  return names.length === Object.keys(before).length && names.every((name) => before[name] === after[name]);
}

/** A panel, drawn again only where it would show something else. */
export const DrawnPanel = memo(function DrawnPanel({ panel: { Body }, given }: Drawn) {
  return <Body {...given} />;
}, showsTheSame);

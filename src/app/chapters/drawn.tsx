import { memo, type ReactNode, useContext } from 'react';
import { Withheld } from '../../charts/withheld';
import type { Asking, Given, Panel, PanelView } from '../panels/panel';
import type { QuestionId } from '../panels/questions';

type Props = { panel: Pick<Panel, 'Body' | 'reads'>; given: Given };

/** Whether a panel would show the same: all that it is given is, of open views and answers what it reads. */
export function showsTheSame(before: Props, after: Props): boolean {
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

type UnlessProps = Pick<Panel, 'leavesOut'> & { children: ReactNode };

/** A figure, or what stands in its place while it would state a number that the reader is to guess first. */
export function UnlessWithheld({ leavesOut = [], children }: UnlessProps) {
  const withheld = useContext(Withheld);
  const stated = (['pies', 'floor'] as const).find((one) => withheld[one] && !leavesOut.includes(one));
  if (!stated) return children;
  return <p className="chapter-withheld">{withheld[stated]} What stands here follows then.</p>;
}

/** A panel, drawn again only where it would show something else. */
export function DrawnPanel({ panel, given }: { panel: Panel; given: Given }) {
  return (
    <UnlessWithheld leavesOut={panel.leavesOut}>
      <Drawn panel={panel} given={given} />
    </UnlessWithheld>
  );
}

const Drawn = memo(function Drawn({ panel: { Body }, given }: Props) {
  return <Body {...given} />;
}, showsTheSame);

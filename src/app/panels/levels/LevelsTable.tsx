import { useMemo } from 'react';
import { shippedVariant } from '../../../model/experiment';
import { Levels } from '../../../views/levels/Levels';
import { tableEntries } from '../../levels/tableEntries';
import { madeName } from '../../names';
import { Waits } from '../../Waits';
import type { ZooGiven } from '../panel';
import { useTrained } from '../useTrained';

/**
 * The table of levels, asked of the lab when it is missing; what is on screen stays until the new one is
 * there.
 */
export function LevelsTable(props: ZooGiven) {
  const { zoo, experiment } = props;
  const { state } = props.lab;
  const { known, isCurrent } = useTrained(props, 'table');
  const table = known?.answer?.levels;
  const entries = useMemo(
    () => (table ? tableEntries(state, table, experiment) : []),
    [state, table, experiment],
  );
  const shown = shippedVariant(experiment) ?? `made-${madeName(experiment)}`;
  const current = entries.find(({ id }) => id === shown);
  if (entries.length === 0)
    return (
      <Waits lab={props.lab} of={['table']}>
        Auditing every population of the zoo.
      </Waits>
    );
  return <Levels data={zoo.title} levels={entries} current={current?.id ?? null} stale={!isCurrent} />;
}

import { useMemo } from 'react';
import { level } from '../../../text/format';
import { ClassCurves } from '../../../views/classCurves/ClassCurves';
import type { CurveLevel } from '../../../views/classCurves/curveWords';
import { removedWhen } from '../../names';
import { Waits } from '../../Waits';
import type { LevelDigest } from '../levels/question';
import type { ZooGiven } from '../panel';
import { useTrained } from '../useTrained';

/** The classes at the zoo's levels of one kind, from mild to strong. */
function levelsOf(digests: LevelDigest[], kind: 'null' | 'sparse', when: string): CurveLevel[] {
  return digests
    .filter((digest) => digest.kind === kind)
    .map(({ id, removed, impacts, row }): CurveLevel => {
      const known = { id, removed, impacts, byChance: row.change?.flagged.byChance ?? null };
      if (kind === 'null') return { ...known, name: 'Dense, retrained', short: 'retrained' };
      const short = level(removed);
      return { ...known, name: `${short} removed ${when}`, short };
    })
    .sort((a, b) => a.removed - b.removed);
}

/** Every class at every trained level. */
export function CurvesOfClasses(props: ZooGiven) {
  const { zoo, experiment, comparison, address, setPanels } = props;
  const { known, isCurrent } = useTrained(props, 'table');
  const table = known?.answer;
  const shown = useMemo(() => {
    const digests = table?.levels ?? [];
    const when = removedWhen(experiment);
    const dense = digests.find(({ kind }) => kind === 'dense');
    return (
      dense && {
        levels: levelsOf(digests, 'sparse', when),
        retrained: levelsOf(digests, 'null', when)[0] ?? null,
        family: table?.family ?? null,
        denseAccuracy: dense.row.top1.mean.value,
      }
    );
  }, [table, experiment]);
  if (!shown)
    return (
      <Waits lab={props.lab} of={['table']}>
        Auditing every population of the zoo.
      </Waits>
    );
  const current = shown.levels.find(({ removed }) => removed === experiment.sparsity);
  return (
    <ClassCurves
      {...shown}
      classes={zoo.classes}
      alpha={comparison.findings.options.alpha}
      chosen={address.panels.row}
      onChoose={(row) => setPanels({ row })}
      current={(experiment.variant === 'sparse' && current?.id) || null}
      stale={!isCurrent}
    />
  );
}

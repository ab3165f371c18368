import { useMemo } from 'react';
import { imagesInside } from '../../../model/imageMap';
import { Exemplars, type LevelPies } from '../../../views/exemplars/Exemplars';
import { CopyLink } from '../../CopyLink';
import { levelPies } from '../../levels/pieLevels';
import { sideName } from '../../names';
import type { With } from '../once';
import type { ZooGiven } from '../panel';
import { PixelSaliencyOf } from '../saliency/PixelSaliencyOf';
import { useAnswer } from '../useAnswer';

const NONE: LevelPies[] = [];

/** The PIEs of a second compression on the same images; null where none is beside. */
function besidePies({ address, lab, comparison }: ZooGiven) {
  const beside = address.versus ? lab.state.answers.versus : undefined;
  if (!beside?.answer || beside.answer.images !== comparison.findings.images) return null;
  return { name: sideName(beside.experiment), pies: beside.answer.pies.images };
}

/** The images themselves. */
export function ForgottenImages(given: With<'shard'>) {
  const { zoo, shard, findings, dense, compressed, name, phase, view, onView, local } = given;
  const levels = useMemo(() => (zoo ? levelPies(zoo.lab.state, zoo.experiment) : NONE), [zoo]);
  const predictions = useMemo(() => ({ dense, compressed }), [dense, compressed]);
  const { region } = view.gallery;
  const { answer: map } = useAnswer(given, 'map', null, region !== null);
  const inside = useMemo(() => (region && map ? imagesInside(map, region) : null), [region, map]);
  const second = useMemo(() => zoo && besidePies(zoo), [zoo]);
  return (
    <Exemplars
      shard={shard}
      findings={findings}
      predictions={predictions}
      compressed={name}
      levels={levels}
      second={second}
      region={inside}
      phase={phase}
      state={view.gallery}
      onChange={(gallery) => onView({ gallery })}
      saliency={
        zoo && shard.images.length > 0
          ? (image) => <PixelSaliencyOf given={given} image={image} />
          : undefined
      }
      copyLink={<CopyLink className="inspector-action" local={local} />}
    />
  );
}

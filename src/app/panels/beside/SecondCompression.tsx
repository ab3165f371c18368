import { memo, useEffect, useMemo } from 'react';
import { Select } from '../../../views/inputs/Select';
import { sameQuestion } from '../../lab/sameExperiment';
import { madeBeside } from '../../levels/made';
import { later } from '../../loading/later';
import { sideName } from '../../names';
import { PanelBoundary } from '../../PanelBoundary';
import type { ZooGiven } from '../panel';
import { besideChoices, besideFirst, besideKey, NOTHING } from './besideChoices';

const VersusPanel = later(() => import('../../../views/versus/VersusPanel').then((file) => file.VersusPanel));

const TITLE = 'Two compressions, side by side';

/** A second compression to set beside the first: the choice, and, once made, both side by side. */
export const SecondCompression = memo(function SecondCompression(props: ZooGiven) {
  const { lab, offer, experiment, comparison, stale, active, address, setVersus, setExperiment, setGallery } =
    props;
  const { state, ask } = lab;
  const known = state.answers.versus;
  const { versus } = address;
  const second = useMemo(() => versus && besideFirst(versus, experiment, offer), [versus, experiment, offer]);
  const answer = second && known && sameQuestion(known.experiment, second) ? known : null;
  const made = useMemo(() => madeBeside(state, experiment), [state, experiment]);
  const arrived = second !== null && made.some((one) => sameQuestion(one.experiment, second));
  const missing = active && second !== null && (answer === null || (answer.answer === null && arrived));
  useEffect(() => {
    if (missing && second) ask(second, { question: 'versus', asked: null });
  }, [missing, second, ask]);

  const choices = useMemo(
    () =>
      besideChoices(
        experiment,
        offer,
        made.map((one) => one.experiment),
        versus,
      ),
    [experiment, offer, made, versus],
  );
  const chosen = versus ? besideKey(versus, experiment, offer) : NOTHING;

  return (
    <div className="beside">
      <label>
        Set beside it{' '}
        <Select
          data-testid="versus"
          value={chosen}
          options={[[NOTHING, 'nothing'], ...[...choices].map(([key, one]) => [key, sideName(one)] as const)]}
          onValue={(key) => setVersus(choices.get(key) ?? null)}
        />
      </label>
      {second && answer?.answer === null && (
        <p>
          {sideName(second)} has not been computed in this session.{' '}
          <button
            type="button"
            onClick={() => {
              setVersus(experiment);
              setExperiment(second);
            }}
          >
            Compute it, and set this one beside it
          </button>
        </p>
      )}
      {second && answer?.answer && state.shard && answer.answer.images === comparison.findings.images && (
        <PanelBoundary name={TITLE} waiting="Setting them side by side.">
          <VersusPanel
            shard={state.shard}
            first={{ name: sideName(comparison.experiment), findings: comparison.findings }}
            second={{ name: sideName(second), findings: answer.answer }}
            stale={stale}
            onOpen={(image) => setGallery({ ...address.gallery, image })}
          />
        </PanelBoundary>
      )}
    </div>
  );
});

import { useId, useMemo, useState } from 'react';
import { compareHumans, humanScores, type HumanVotes as Votes } from '../../../audit/classes/humanVotes';
import { readPeopleVotes } from '../../../library/peopleVotes';
import type { Shard } from '../../../model/shard';
import { messageOf } from '../../../text/messageOf';
import { People } from '../../../views/people/People';
import { FileInput } from '../../bring/FileInput';
import type { OwnFile } from '../../imports/protocol';
import { Waits } from '../../Waits';
import type { Given } from '../panel';

/** Votes as they were read, and what is said of them. */
type Kept = { votes: Votes; source: string };

/** Votes that were chosen, by the data that they are of: they last as long as the page. */
const chosen = new Map<string, Kept>();

async function read(given: Given, shard: Shard, { path, content }: OwnFile): Promise<Kept> {
  const own = given.zoo?.zoo.ownImages;
  const here = Array.from({ length: shard.count }, (_, place) => place);
  return readPeopleVotes(new Uint8Array(await content.arrayBuffer()), path, {
    ...{ ids: shard.ids ?? here, truth: shard.labels, classes: given.classes, here, copy: own?.copy ?? null },
    advice:
      own && !own.copy
        ? 'bring your own copy of the images in its published order (binary, Parquet or npz) first: it ' +
          'tells which row is which image'
        : `choose votes on these images, in their order${own ? ' or in that of your copy' : ''}`,
  });
}

/** Whether PIEs are harder for people, by votes of theirs that the reader brings. */
export function HumanVotes(given: Given) {
  const { findings, truth, shard, stale, data } = given;
  const [kept, setKept] = useState<Kept | null>(chosen.get(data) ?? null);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const people = useMemo(() => {
    if (!kept || !truth || truth.length > findings.images) return null;
    return compareHumans(findings, truth, humanScores(kept.votes, truth));
  }, [kept, truth, findings]);
  if (!shard) {
    return (
      <Waits lab={given.zoo?.lab} of={['show']}>
        Loading the images.
      </Waits>
    );
  }
  return (
    <div data-testid="people">
      {kept && people && <People people={people} source={kept.source} stale={stale} />}
      <div className="people-file">
        <label htmlFor={id}>{kept ? 'Other votes' : 'Votes of people on these images'}</label>{' '}
        <FileInput
          id={id}
          testId="choose-people"
          accept=".npy,.csv,.parquet,.gz"
          busy={false}
          many="one"
          onFiles={([file]) => {
            read(given, shard, file).then(
              (votes) => {
                chosen.set(data, votes);
                setKept(votes);
                setProblem(null);
              },
              (error: unknown) => setProblem(messageOf(error)),
            );
          }}
        />
        <p className="chapter-missing">
          Your own file, which stays in this page: .npy of counts [images, classes], as CIFAR-10H has them in
          cifar10h-counts.npy. Its licence is for non-commercial use, so it does not come with this page. Or
          CSV or Parquet: with image_id and a column a class, or with image_id and chosen_label, a row a vote.
        </p>
        {problem && (
          <p className="chapter-missing" role="alert" data-testid="people-problem">
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}

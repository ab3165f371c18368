import { useId, useMemo, useState } from 'react';
import { inImageOrder, type RowOrder } from '../../../audit/classes/humanOrder';
import {
  compareHumans,
  humanScores,
  shareLabelled,
  type HumanVotes as Votes,
} from '../../../audit/classes/humanVotes';
import { readHumanVotes } from '../../../formats/predictions/humanVotes';
import type { Shard } from '../../../model/shard';
import { percent } from '../../../text/format';
import { messageOf } from '../../../text/messageOf';
import { People } from '../../../views/people/People';
import { FileInput } from '../../bring/FileInput';
import type { OwnFile } from '../../imports/protocol';
import type { Given } from '../panel';

/** Votes as they were read, and what is said of them. */
type Kept = { votes: Votes; source: string };

/** Votes that were chosen, by the data that they are of: they last as long as the page. */
const chosen = new Map<string, Kept>();

/** The orders in which rows may stand: that of the images here, and that of the reader's own copy of them. */
function ordersOf({ shard, zoo }: Given, { count }: Shard): RowOrder[] {
  const here = {
    name: 'the order of the images here',
    rows: Array.from({ length: count }, (_, place) => place),
  };
  const copy = zoo?.zoo.ownImages?.copy;
  return copy && shard ? [{ name: `the order of ${copy.file}`, rows: copy.places }, here] : [here];
}

async function read(given: Given, shard: Shard, { path, content }: OwnFile): Promise<Kept> {
  const { classes } = given;
  const ids = shard.ids ?? Array.from({ length: shard.count }, (_, place) => place);
  const bytes = new Uint8Array(await content.arrayBuffer());
  const { votes, byId } = await readHumanVotes(bytes, path, ids, classes);
  const rows: Votes = { classes: classes.length, votes };
  if (byId) {
    const share = percent(shareLabelled(rows, shard.labels));
    return {
      votes: rows,
      source: `Votes: ${path}, by image_id; most people give ${share} of the images their label.`,
    };
  }
  const { found, best } = inImageOrder(rows, ordersOf(given, shard), shard.labels);
  if (found) {
    const share = percent(best);
    const source = `Votes: ${path}, whose rows are taken to be in ${found.name}, in which most people give ${share} of the images their label.`;
    return { votes: found, source };
  }
  const missing =
    given.zoo?.zoo.ownImages && !given.zoo.zoo.ownImages.copy
      ? 'bring your own copy of the images in its published order (binary, Parquet or npz) first: it tells which row is which image'
      : 'choose votes on these images, in their order';
  throw new Error(
    `${path}: expected rows in an order in which people mostly give the label, got ${percent(best)} at best; ${missing}.`,
  );
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
  if (!shard) return <p className="shell-waiting">Loading the images.</p>;
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

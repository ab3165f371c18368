import { tiedRows, type VoteRow } from './inspectorWords';

type VoteBarsProps = {
  side: 'dense' | 'compressed';
  title: string;
  rows: VoteRow[];
  members: number;
  truth: number;
  classes: string[];
  /** How a tie was decided: "the larger class index". */
  tieWords: string;
};

/**
 * The votes of one population on one image: a bar a class, its length the share of the networks, its count at
 * the end.
 */
export function VoteBars({ side, title, rows, members, truth, classes, tieWords }: VoteBarsProps) {
  return (
    <section className="inspector-votes">
      <h4>
        {title}, {members} {members === 1 ? 'vote' : 'votes'}
      </h4>
      {rows.length === 0 ? <p className="inspector-note">No vote is in yet.</p> : null}
      <ul>
        {rows.map((row) => (
          <li key={row.class} data-is={`class:${row.class}`} className={`inspector-bar inspector-${side}`}>
            <i
              className="inspector-length"
              aria-hidden="true"
              style={{ width: `${(100 * row.count) / Math.max(1, members)}%` }}
            />
            <span>
              {classes[row.class]}
              {row.class === truth ? <small> label</small> : null}
            </span>
            <b>{row.count}</b>
          </li>
        ))}
      </ul>
      {tiedRows(rows) ? <p className="inspector-note">A tie: it goes to {tieWords}.</p> : null}
    </section>
  );
}

import { type Answer, probabilityWords } from './inspectorWords';

function words(answer: Answer, classes: string[]): string {
  const p = answer.pPrediction === null ? '' : `, probability ${probabilityWords(answer.pPrediction)}`;
  return `${answer.member}: ${classes[answer.label]}${p}`;
}

type AnswerStripProps = {
  side: 'dense' | 'compressed';
  title: string;
  all: Answer[];
  truth: number;
  classes: string[];
};

/**
 * One mark a network, in the order of their seeds: filled when it gives the label, hollow when it does not.
 */
export function AnswerStrip({ side, title, all, truth, classes }: AnswerStripProps) {
  const right = all.filter((answer) => answer.label === truth).length;
  return (
    <div className="inspector-strip">
      <span className="inspector-strip-title">{title}</span>
      <span
        className={`inspector-marks inspector-${side}`}
        role="img"
        aria-label={`${title}: ${right} of ${all.length} networks say ${classes[truth]}, the label`}
      >
        {all.map((answer, row) => (
          <i
            key={answer.member}
            data-is={`member:${side}/${row}`}
            data-right={answer.label === truth}
            title={words(answer, classes)}
          />
        ))}
      </span>
      <span className="inspector-strip-count">
        {right}/{all.length}
      </span>
    </div>
  );
}

/** Every network's answer, in figures. */
export function AnswerTable({ title, all, classes }: { title: string; all: Answer[]; classes: string[] }) {
  const scored = all.some((answer) => answer.pPrediction !== null);
  const labelled = all.some((answer) => answer.pLabel !== null);
  return (
    <table className="inspector-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Network</th>
          <th scope="col">Answer</th>
          {scored ? <th scope="col">Probability</th> : null}
          {labelled ? <th scope="col">of the label</th> : null}
        </tr>
      </thead>
      <tbody>
        {all.map((answer) => (
          <tr key={answer.member}>
            <th scope="row">{answer.member}</th>
            <td>{classes[answer.label]}</td>
            {scored ? (
              <td>{answer.pPrediction === null ? '' : probabilityWords(answer.pPrediction)}</td>
            ) : null}
            {labelled ? <td>{answer.pLabel === null ? '' : probabilityWords(answer.pLabel)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import key from '../../../docs/classroom-key.json';
import { CLASSROOM, POOL, SAMPLE } from '../../text/classroom';
import './classroom.css';

const ANSWERS: Record<string, string | undefined> = key;

/** The class exercise: ninety minutes of questions, each with its address, its answer behind a fold. */
export function ClassroomPage() {
  const minutes = CLASSROOM.reduce((sum, part) => sum + part.minutes, 0);
  return (
    <article className="classroom">
      <h1>For a class</h1>
      <p>
        An exercise of {minutes} minutes. Each question has an address: open it, look, and write your answer
        down before you unfold the one here. The answers were computed from the networks that come with this
        page.
      </p>
      {CLASSROOM.map(({ title, minutes: time, questions }, part) => (
        <section key={title}>
          <h2>
            {title} <span>{time} minutes</span>
          </h2>
          <ol start={1 + CLASSROOM.slice(0, part).reduce((sum, one) => sum + one.questions.length, 0)}>
            {questions.map(({ id, asks, address }) => (
              <li key={id}>
                <p>
                  {asks} <a href={address.startsWith('#') ? address : `./${address}`}>Open it</a>
                  {id === 'sample' && (
                    <>
                      {' '}
                      <a href={`./${SAMPLE.path}`} download>
                        Save the sample file
                      </a>
                    </>
                  )}
                </p>
                <details>
                  <summary>Answer</summary>
                  <p>{ANSWERS[id]}</p>
                </details>
              </li>
            ))}
          </ol>
        </section>
      ))}
      <section>
        <h2>What the class judged, together</h2>
        <p>
          Everybody saves a file on the page Judge, with the same settings. Put all files into one folder and
          run:
        </p>
        <pre>
          <code>{POOL}</code>
        </pre>
        <p>
          It prints how often each code was given to forgotten images and to others, with intervals. It also
          says how far the class agrees.
        </p>
      </section>
    </article>
  );
}

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { inOrder } from '../../text/testing';
import { Learning } from './Learning';
import { type Learning as Course, type LearningNetwork, learningClaim } from './learningWords';

const network = (
  side: LearningNetwork['side'],
  member: string,
  done: number,
  points: number,
): LearningNetwork => ({
  side,
  member,
  done,
  points: Array.from({ length: points }, (_, i) => ({
    epoch: (i + 1) / 4,
    loss: 1 / (i + 1),
    accuracy: 0.5 + i / 10,
  })),
});
const course: Course = {
  epochs: 1,
  rounds: 1,
  images: 60_000,
  device: 'WebAssembly, 2 cores',
  note: 'WebGPU does not train, so WebAssembly fine-tunes',
  networks: [
    network('compressed', 'dense/0', 1, 4),
    network('compressed', 'dense/1', 0.5, 2),
    network('dense', 'dense/0', 0, 0),
  ],
};

test('says how far it is, and after a stop what is kept', () => {
  expect(learningClaim(course, true, null)).toBe(
    'Fine-tuning for 1 epoch: one of 3 networks done. Accuracy on training images went from ' +
      '50.0% in the pruned networks’ first steps, to 70.0%.',
  );
  expect(learningClaim(course, false, null)).toMatch(
    inOrder(
      /^Stopped with one of 3 networks fine-tuned\. What is finished is kept, and Run goes on with the /,
      /others\. /,
    ),
  );
  const done = { ...course, epochs: 0.25, networks: [network('compressed', 'dense/0', 1, 1)] };
  expect(learningClaim(done, false, 0.9)).toMatch(
    /^1 network, fine-tuned for 0\.25 epochs\. .*at 90% removed/,
  );
  expect(learningClaim({ ...done, epochs: 1, rounds: 3 }, false, null)).toMatch(
    /^1 network, fine-tuned in 3 rounds of 1 epoch\. /,
  );
  expect(learningClaim({ ...course, networks: [network('dense', 'dense/0', 0, 0)] }, true, null)).toBe(
    'Fine-tuning for 1 epoch: none of 1 network done.',
  );
});

test('draws a line a network, says where it is trained and why there, and never what is not a number', () => {
  const page = renderToStaticMarkup(<Learning {...course} running />);
  expect(page.match(/class="curve stroke-compressed"/g)).toHaveLength(4);
  expect(page).not.toContain('stroke-dense');
  expect(page).toContain('60,000 training images, on WebAssembly, 2 cores (WebGPU does not train,');
  expect(page).toContain('data-finished="1"');
  const empty = renderToStaticMarkup(
    <Learning {...course} networks={[network('dense', 'a', 0, 0)]} running />,
  );
  const one = renderToStaticMarkup(
    <Learning {...course} networks={[network('dense', 'a', 0.1, 1)]} running />,
  );
  expect(`${page}${empty}${one}`).not.toMatch(/NaN|undefined|Infinity/);
  expect(one).toContain('fill-dense');
});

test.each([
  [0.829, 0.5712],
  [0.9996, 0.0012],
])('values that hardly differ, near %d and %d, have ticks that do', (accuracy, loss) => {
  const points = [0, 1, 2].map((i) => ({
    epoch: (i + 1) / 40,
    loss: loss - i / 1e4,
    accuracy: accuracy + i / 1e4,
  }));
  const networks: LearningNetwork[] = [{ side: 'compressed', member: 'a', done: 0.1, points }];
  const page = renderToStaticMarkup(<Learning {...course} networks={networks} running />);
  const texts = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, text]) => text);
  for (const ticks of [texts(/<text[^>]*>(\d+%)</g), texts(/<text[^>]*>(\d\.\d)</g)]) {
    expect(ticks.length).toBeGreaterThan(2);
    expect(new Set(ticks).size).toBe(ticks.length);
  }
});

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Estimate } from './Estimate';
import { firstFields } from './fields';

test('on a slow machine smaller choices are offered, by names that begin with what their buttons show', () => {
  const shown = renderToStaticMarkup(
    <Estimate
      pace={{ dense: 0.002, sparse: 0.001, threads: 2 }}
      fields={firstFields}
      onFields={() => {}}
      onMeasure={null}
    />,
  );
  const buttons = [...shown.matchAll(/<button[^>]*aria-label="([^"]+)"[^>]*>([^<]+)<\/button>/g)];
  expect(buttons.length).toBeGreaterThan(0);
  for (const [, name, words] of buttons) expect(name.startsWith(`${words}: `)).toBe(true);
});

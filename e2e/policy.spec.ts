import { test as plain } from '@playwright/test';
import { expect, headlineIs, openChapter, test } from './test';

test('the built page needs nothing that its policy forbids', async ({ page }) => {
  const response = await page.goto('/?images=200&members=2');
  const sent = response?.headers()['content-security-policy'] ?? '';
  expect(sent).toContain("script-src 'self' 'wasm-unsafe-eval'");
  // What a reader opens by address comes by https alone; `otherOrigin.spec.ts` opens some.
  for (const kind of ['img', 'connect']) {
    expect(sent).toContain(`${kind}-src 'self' https: data: blob:`);
  }
  await headlineIs(page, 'shipped');
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
  expect(await policy.getAttribute('content')).not.toContain("'unsafe-inline'");
  for (const device of ['wasm', 'tensorflow']) {
    await page.goto(`/?variant=pruned&sparsity=0.9&images=40&members=2&device=${device}`);
    await headlineIs(page, 'done');
  }
  await openChapter(page, 'What is forgotten');
  await page.goto('/#/methods');
  await expect(page.getByRole('heading', { level: 1, name: 'Methods' })).toBeVisible();
});

plain(
  'the page rules itself where the server sends no policy: a script slipped in does not run',
  async ({ page }) => {
    await page.route('**/?*', async (route) => {
      const response = await route.fetch();
      const { 'content-security-policy': _, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    await page.goto('/?images=200&members=2');
    const blocked = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        violations.push(effectiveDirective);
      });
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'document.title = "taken over"');
      image.src = 'data:image/png;base64,';
      document.body.append(image);
      const frame = document.createElement('object');
      frame.data = 'https://example.invalid/';
      document.body.append(frame);
      const plainly = document.createElement('img');
      plainly.src = 'http://example.invalid/x.png';
      document.body.append(plainly);
      while (violations.length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
      return violations.sort();
    });
    expect(blocked).toEqual(['img-src', 'object-src', 'script-src-attr', 'script-src-elem']);
    expect(await page.title()).not.toContain('taken over');
  },
);

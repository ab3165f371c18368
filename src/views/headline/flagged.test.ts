import { describe, expect, test } from 'vitest';
import { inOrder } from '../../text/testing';
import { impact, prunedTo, say, shirtPays, still } from './fixtures/sentenceFindings';

describe('the classes that the sentence names', () => {
  test('networks that have collapsed single no class out', () => {
    expect(say({ accuracy: [0.912, 0.352] })).toMatch(
      / With 35\.2% right, the networks are close to guessing \(33\.3%\), so no class is singled out\.$/,
    );
  });

  test('no class flagged', () => {
    expect(say({ impacts: still })).toMatch(
      / No class loses measurably more than the average over all classes\.$/,
    );
  });

  test('a flag that does not survive the adjustment names nobody', () => {
    const weak = { ...impact(2, -2, -0.6, 0.048), pAdjusted: 0.16 };
    expect(say({ impacts: [weak] })).toMatch(
      / No class loses measurably more than the average over all classes\.$/,
    );
  });

  test('what only the paired test sees is told', () => {
    const seen = { ...impact(0, -1, -0.5, 0.22), paired: { t: -6, df: 29, p: 0.0001 } };
    expect(say({ impacts: [seen, impact(1, -0.5, 0, 0.9)], paired: true }, prunedTo(0.1))).toMatch(
      inOrder(
        /No class loses measurably more than the average over all classes\. Compared network by network, /,
        /one class loses more: see the chapter on classes\.$/,
      ),
    );
  });

  test('a class that does not stand with other images names nobody', () => {
    const crossed = (p: number) => ({
      value: -3.9,
      se: 1,
      interval: [-6, 1.8] as [number, number],
      df: 99,
      p,
      pAdjusted: p,
      picked: [-7, 2.8] as [number, number],
    });
    const [first, second, shirt] = shirtPays;
    expect(say({ impacts: [first, second, { ...shirt, crossed: crossed(0.2) }] })).not.toContain('Shirt');
    expect(say({ impacts: [first, second, { ...shirt, crossed: crossed(0.001) }] })).toContain('Shirt loses');
  });

  test('where the scale of odds says otherwise, it is said', () => {
    const errorOdds = { group: 1.176, model: 1.2, ratio: 0.98, interval: null };
    const impacts = shirtPays.map((impact) => ({ ...impact, errorOdds }));
    expect(say({ impacts })).toMatch(
      inOrder(
        /Shirt loses 3\.9 percentage points more than the average over all classes\. Shirt does not lose /,
        /measurably more in proportion to how often it was wrong before\.$/,
      ),
    );
    const within = (interval: [number, number]) =>
      say({ impacts: shirtPays.map((impact) => ({ ...impact, errorOdds: { ...errorOdds, interval } })) });
    expect(within([0.94, 1.03])).toMatch(
      / Shirt does not lose measurably more in proportion to how often it was wrong before\.$/,
    );
    expect(within([0.94, 0.99])).toMatch(
      / Shirt loses less in proportion to how often it was wrong before\.$/,
    );
    expect(within([1.01, 1.2])).not.toContain('in proportion');
    const alike = shirtPays.map((impact) => ({ ...impact, errorOdds: { ...errorOdds, ratio: 1.1 } }));
    expect(say({ impacts: alike })).toMatch(/more than the average over all classes\.$/);
  });

  test('only classes that are spared', () => {
    const impacts = [impact(0, -1.4, 0, 0.9), impact(1, -0.2, 1.2, 0.01), impact(2, -1.5, -0.1, 0.7)];
    expect(say({ impacts })).toMatch(
      inOrder(
        / No class loses measurably more than the average over all classes\. Trouser loses 1\.2 percentage /,
        /points less than the average\.$/,
      ),
    );
    const gaining = [impact(0, 0, 0, 0.9), impact(1, 2.2, 1.9, 0.01)];
    expect(say({ impacts: gaining })).toMatch(
      / Trouser gains 1\.9 percentage points more than the average\.$/,
    );
  });

  test('a class that gains, but less than the model, does not pay', () => {
    expect(say({ impacts: [impact(2, 0.4, -1.5, 0.01)] })).toMatch(
      / Shirt gains 1\.5 percentage points less than the average over all classes\.$/,
    );
  });

  test('no class could be tested', () => {
    expect(say({ impacts: [impact(0, 0, 0, null)] })).toMatch(/ No class could be tested\.$/);
  });
});

import { expect, test } from 'vitest';
import { type IntakeChange, initialIntakeState, reduceIntake } from './intakeState';

/** Things that are only told apart here. */
const thing = <T>(name: string) => ({ name }) as unknown as T;

const networks: IntakeChange = { kind: 'networks', networks: [], known: thing('Tiny') };
const images: IntakeChange = { kind: 'images', images: thing('files') };
const gathered: IntakeChange = { kind: 'gathered', gathered: thing('images') };
const made: IntakeChange = { kind: 'made', key: 'k', own: thing('own') };
const chosen = [networks, images, gathered, made].reduce(reduceIntake, initialIntakeState);

test('what was run and could not be kept stays until other networks or images are read', () => {
  expect(chosen.unsaved).toEqual({ key: 'k', own: { name: 'own' } });
  expect(reduceIntake(chosen, networks).unsaved).toBeNull();
  expect(reduceIntake(chosen, gathered).unsaved).toBeNull();
});

test('other files of images have to be read; networks stay', () => {
  const next = reduceIntake(chosen, { kind: 'images', images: thing('others') });
  expect(next).toMatchObject({ images: { name: 'others' }, gathered: null, known: { name: 'Tiny' } });
});

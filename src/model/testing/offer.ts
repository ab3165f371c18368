/** What a dataset of tests offers. */
import type { Offer } from '../experiment';

export const offer: Offer = {
  data: 'fashion-mnist',
  datasets: [
    { id: 'fashion-mnist', title: 'Fashion-MNIST' },
    { id: 'long-tail', title: 'Long-tailed' },
  ],
  levels: [0.3, 0.5, 0.7, 0.9],
  widths: [0.5, 0.25],
  images: 10_000,
  batchNorm: true,
  training: { images: 60_000, bytes: 26_000_000 },
  networks: {
    dense: 30,
    null: 30,
    'sparse-30': 10,
    'sparse-50': 20,
    'sparse-70': 30,
    'sparse-90': 30,
    'narrow-50': 10,
    'narrow-25': 10,
  },
};

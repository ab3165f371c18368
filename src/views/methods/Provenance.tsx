import { paperTables } from '../../audit/paper';
import { PaperLevels } from '../levels/LevelsTable';
import { Section } from './Section';

type Source = { text: string; arxiv?: string };

const sources: Source[] = [
  {
    text: 'S. Hooker, A. Courville, G. Clark, Y. Dauphin, A. Frome: What Do Compressed Deep Neural Networks Forget? (v1, 2019: Selective Brain Damage; v2, 2020; v3, 2021)',
    arxiv: '1911.05248',
  },
  {
    text: 'S. Hooker, N. Moorosi, G. Clark, S. Bengio, E. Denton: Characterising Bias in Compressed Models, 2020',
    arxiv: '2010.03058',
  },
  {
    text: 'The authors’ code: google-research/google-research, folder pruning_identified_exemplars (TensorFlow 1, ImageNet)',
  },
  {
    text: 'M. Zhu, S. Gupta: To prune, or not to prune: exploring the efficacy of pruning for model compression, 2017',
    arxiv: '1710.01878',
  },
  {
    text: 'H. Li, A. Kadav, I. Durdanovic, H. Samet, H. P. Graf: Pruning Filters for Efficient ConvNets, 2017',
    arxiv: '1608.08710',
  },
  {
    text: 'A. Mishra, J. Albericio Latorre, J. Pool, D. Stosic, D. Stosic, G. Venkatesh, C. Yu, P. Micikevicius: Accelerating Sparse Deep Neural Networks, 2021 (2:4)',
    arxiv: '2104.08378',
  },
  {
    text: 'B. Jacob, S. Kligys, B. Chen, M. Zhu, M. Tang, A. Howard, H. Adam, D. Kalenichenko: Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, 2018',
    arxiv: '1712.05877',
  },
  {
    text: 'H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms, 2017',
    arxiv: '1708.07747',
  },
  {
    text: 'D. Hendrycks, T. Dietterich: Benchmarking Neural Network Robustness to Common Corruptions and Perturbations, ICLR 2019; the values of make_cifar_c.py in github.com/hendrycks/robustness',
    arxiv: '1903.12261',
  },
  {
    text: 'D. Hendrycks, T. Dietterich: Benchmarking Neural Network Robustness to Common Corruptions and Perturbations, ICLR 2019; the values of make_cifar_c.py in github.com/hendrycks/robustness',
    arxiv: '1903.12261',
  },
  {
    text: 'B. L. Welch: The generalization of “Student’s” problem when several different population variances are involved. Biometrika 34, 1947',
  },
  {
    text: 'Y. Benjamini, Y. Hochberg: Controlling the false discovery rate: a practical and powerful approach to multiple testing. Journal of the Royal Statistical Society B 57, 1995',
  },
  {
    text: 'E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson: Comparing the areas under two or more correlated receiver operating characteristic curves: a nonparametric approach. Biometrics 44, 1988',
  },
  {
    text: 'C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: On Calibration of Modern Neural Networks, 2017',
    arxiv: '1706.04599',
  },
  {
    text: 'M. Milani Fard, Q. Cormier, K. Canini, M. Gupta: Launch and Iterate: Reducing Prediction Churn. Advances in Neural Information Processing Systems 29, 2016',
  },
  {
    text: 'C. Blakeney, N. Huish, Y. Yan, Z. Zong: Simon Says: Evaluating and Mitigating Bias in Pruned Neural Networks with Knowledge Distillation, 2021',
    arxiv: '2106.07849',
  },
  {
    text: 'The formulas of its two indices: the authors’ demonstration code, gentry-atkinson/CEV_SDE_demo, for C. Blakeney, G. Atkinson, N. Huish, Y. Yan, V. Metsis, Z. Zong: Measure Twice, Cut Once: Quantifying Bias and Fairness in Deep Neural Networks, 2021',
    arxiv: '2110.04397',
  },
];

/** Where the work is done, what it does not show, and what it rests on. */
export function Provenance() {
  return (
    <>
      <Section anchor="limits">
        <h3>What runs where</h3>
        <ul>
          <li>
            <b>Beforehand, in PyTorch:</b> the training of every shipped network, with or without pruning, and
            the shipped results: what PyTorch says of each test image with the weights as shipped (kernels in
            float16, normalisation in float32).
          </li>
          <li>
            <b>In this page, on your machine:</b> pruning, quantising, re-estimating BatchNorm, running the
            networks, and all of the audit. It uses WebGPU where there is a real graphics processor, else
            WebAssembly on all cores; the badge says which. Nothing is sent anywhere.
          </li>
        </ul>
        <p>
          Two devices add numbers in a different order, so a network may answer differently where its two
          highest outputs are nearly equal. Computing here says how many answers agree with the shipped ones.
        </p>
        <h3>What it does not show</h3>
        <ul>
          <li>
            The networks are small and the images have 28 × 28 grey pixels. The mechanism can be seen here;
            the size of the effects does not carry over to large models.
          </li>
          <li>
            Pruning here is one-shot, without training afterwards. It shows more damage at high levels than
            trained sparsity, and the two are not the same experiment.
          </li>
          <li>
            A modal label needs many networks. With few, more images are PIEs by chance; the noise floor grows
            with them.
          </li>
          <li>
            “Forgotten” is said of the true label as the data set has it. That label may be wrong, and the
            image may fit several.
          </li>
          <li>
            A flagged class has changed more than chance explains, under the test’s assumptions; it does not
            say why.
          </li>
        </ul>
      </Section>
      <Section anchor="sources">
        <ol className="methods-sources">
          {sources.map((source) => (
            <li key={source.text}>
              {source.text}
              {source.arxiv ? (
                <>
                  . <a href={`https://arxiv.org/abs/${source.arxiv}`}>arXiv {source.arxiv}</a>
                </>
              ) : null}
            </li>
          ))}
        </ol>
        <h3>The paper’s figures, to hold beside your own</h3>
        <p>
          From version 2 of arXiv 1911.05248, with <i>K</i> = 30. None of them was computed here, and they are
          not corrected for what retraining alone changes.
        </p>
        {paperTables.map((table) => (
          <PaperLevels key={table.id} table={table} />
        ))}
      </Section>
    </>
  );
}

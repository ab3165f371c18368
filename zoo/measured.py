"""What is measured of trained networks for the zoo: their answers, and their zeros."""

import numpy as np


def predictions(logits, labels):
    """What the manifest's predictions files hold, from logits [members, images, classes]."""
    shifted = logits - logits.max(2, keepdims=True)
    exponentials = np.exp(shifted, dtype=np.float64)
    probabilities = exponentials / exponentials.sum(2, keepdims=True)
    predicted = logits.argmax(2)
    truth = np.broadcast_to(labels.astype(np.int64), predicted.shape)
    own = np.take_along_axis(logits, truth[..., None], 2)
    earlier = np.arange(logits.shape[2]) < truth[..., None]
    rank = ((logits > own) | ((logits == own) & earlier)).sum(2)

    def probability(classes):
        return np.take_along_axis(probabilities, classes[..., None], 2)[..., 0].T.astype(np.float16)

    scores = {
        "p_prediction": probability(predicted),
        "p_label": probability(truth),
        "rank_label": rank.T.astype(np.uint8),
    }
    assert all(np.isfinite(scores[name]).all() for name in ("p_prediction", "p_label"))
    return {"label": predicted.T.astype(np.uint8)}, scores


def sparsity(weights, kernels):
    """Measured share of zeros, overall and for each kernel."""
    zeros = {name: int((weights[name] == 0).sum()) for name in kernels}
    counts = {name: weights[name].size for name in kernels}
    return {
        "overall": round(sum(zeros.values()) / sum(counts.values()), 6),
        "layers": {name.removesuffix(".weight"): round(zeros[name] / counts[name], 6) for name in kernels},
    }

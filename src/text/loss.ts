/** What the charts of networks that learn say of their loss. */
export const LOSS_WORDS = 'Loss is the mean of −ln of the probability given to the true class, in nats.';

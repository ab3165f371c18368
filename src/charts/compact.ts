import { createContext } from 'react';

/** Whether figures have little height, as on a slide. */
export const Compact = createContext(false);

import { createContext } from 'react';

/**
 * The heading that stands outside a figure: a figure of the same title is named by it and does not repeat it.
 * Null where there is none.
 */
export const OuterHeading = createContext<{ id: string; title: string } | null>(null);

import { createContext } from 'react';

/**
 * Where the figures on the page come from, in a line or two: printed under a figure that is saved as a
 * picture.
 */
export const FigureSource = createContext('');

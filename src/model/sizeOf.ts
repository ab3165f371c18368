/** How many values a tensor of such a shape has: the product of its extents, 1 of none. */
export const sizeOf = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);

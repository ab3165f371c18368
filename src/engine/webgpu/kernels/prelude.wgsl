// Activations are [member][channel][row][column][image], four images in each vec4. A workgroup's invocations differ only in
// their images, so the pixel, the channel, the weights and every branch are uniform, and no invocation waits for another. `lanes`, the invocations in a workgroup, is set
// before this source.

struct Tile {
  // Row of the population that the tile's first member has.
  firstMember: u32,
  // Images in the tile, in vec4s: the stride between two pixels.
  images4: u32,
  // Images that exist; the lanes beyond hold no meaning.
  images: u32,
}

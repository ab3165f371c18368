// What every kernel on tiles of images begins with: the tile, and its own `Shape`, which follows.

@group(0) @binding(0) var<uniform> tile: Tile;
@group(0) @binding(1) var<uniform> shape: Shape;


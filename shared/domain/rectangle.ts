/** In points, from the top left of the main display; displays to the left of it or above it have negative coordinates. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

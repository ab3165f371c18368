/** What a random graph is drawn of. */
import type { RandomGraph, Value } from './graph';
import type { AttributeToWrite } from './onnxOf';

/** Adds nodes that take `value`, and perhaps others of `all`; null where none of that kind fits. */
export type Draw = (graph: RandomGraph, value: Value, all: readonly Value[]) => Value | null;

/** Attributes of a node by name. */
export type Attributes = Record<string, AttributeToWrite>;

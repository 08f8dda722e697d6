/**
 * The few globals of the Encoding Standard that every runtime has (Node, browsers, workers) and that TypeScript only
 * declares together with the DOM or Node. The core uses these and nothing else of its surroundings.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

/**
 * Numbers of trace.proto for those who read values byte by byte: loading the generated code costs more than a page of
 * traces.
 *
 * @module
 */

/** Tag bytes of `Value`: field number * 8 + wire type. */
export const ValueTag = {
  INT: 8,
  DOUBLE: 17,
  STRING: 26,
  CONSTANT: 32,
  BIGINT: 42,
  SYMBOL: 50,
  FUNCTION: 58,
  CLASS: 66,
  CONTAINER: 72,
  REFERENCE: 80,
  TYPE: 90,
  TEXT: 98,
  KEY: 106,
  ITEM: 115,
  ITEM_END: 116,
  SIZE: 120,
  /** The first of its two bytes; the second is 1. */
  TEXT_SIZE: 128,
} as const;

/** The enum `Container`. */
export const ContainerKind = {
  OBJECT: 0,
  ARRAY: 1,
  MAP: 2,
  SET: 3,
  ERROR: 4,
  DATE: 5,
  REGEXP: 6,
  BYTES: 7,
  OPAQUE: 8,
} as const;

export { Kind, KIND_NAMES } from "../filter/kinds.ts";

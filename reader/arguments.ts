export { parseArguments } from "../filter/arguments.ts";

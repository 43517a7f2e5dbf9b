export { visible } from "../filter/visible.ts";

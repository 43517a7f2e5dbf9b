// JSON as a module.
import data from "./parts/data.json" with { type: "json" };
import * as ns from "./parts/data.json" with { type: "json" };
console.log(data.answer, ns.default === data, data.list.map((x) => x + 1));

// Old and dynamic code: CommonJS, `this`, function texts, templates made with `Function`.
import _ from "lodash";
import { createRequire } from "node:module";
const chunk = createRequire(import.meta.url)("lodash/chunk");
console.log(_.chunk([1, 2, 3], 2), chunk([1, 2, 3], 1), _.groupBy([1.2, 1.8, 2.1], Math.floor), _.sortBy([{ a: 2 }, { a: 1 }], "a"), _.uniqWith([{ a: 1 }, { a: 1 }], _.isEqual));
console.log(_([1, 2, 3, 4]).filter((x) => x % 2).map((x) => x * x).reverse().value(), _.chain({ a: { b: [1] } }).get("a.b[0]").add(1).value());
console.log(_.template("hello <%= user %><% _.each(list, function (x) { %> <%- x %><% }) %>")({ user: "u", list: ["<", 2] }));
console.log(_.cloneDeep({ a: [new Map([[1, { b: 2 }]]), /x/g, new Date(0)] }), _.merge({ a: { b: 1 } }, { a: { c: 2 } }), _.isNative(Array.prototype.push), _.isFunction(class {}), _.isPlainObject(Object.create(null)));
const curried = _.curry((a, b, c) => [a, b, c]); console.log(curried(1)(2, 3), curried(_, 2)(1, 3), _.partialRight((a, b) => a - b, 1)(5), _.flow([(x) => x + 1, (x) => x * 2])(3), _.memoize((x) => x + 1)(1), _.once(() => 7)());
const debounced = _.debounce((x) => console.log("debounced", x), 2); debounced(1); debounced(2);
console.log(_.range(5), _.zip(["a"], [1]), _.camelCase("foo bar-baz"), _.startCase("fooBar"), _.truncate("long text here", { length: 8 }), _.sum(_.times(4)), _.VERSION, _.toString(-0), _.runInContext().VERSION);

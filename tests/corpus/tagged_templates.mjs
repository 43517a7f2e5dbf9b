// The strings of a tagged template are one object a place.
const sites = [];
function tag(strings, ...values) { sites.push(strings); return strings.raw.join("|") + values.join(); }
function site(x) { return tag`a${x}b\n${x + 1}`; }
console.log(site(1), site(2), sites[0] === sites[1], Object.isFrozen(sites[0]), tag`\unicode and \xerxes`, sites.at(-1)[0]);
const o = { tag, get t() { return tag; } };
console.log(o.tag`x`, o.t`y${1}`, tag`${tag`inner`}`, (() => tag)()`late`, new (function () { return function () { this.s = 1; }; }`new`)().s);
console.log(`plain ${[1, 2].map((x) => `<${x}>`).join(`${","}`)}`, String.raw`\n${1}`);
for (let i = 0; i < 2; i++) tag`loop`;
console.log(sites.at(-1) === sites.at(-2));
const chain = (s) => chain; chain`a``b``c`;

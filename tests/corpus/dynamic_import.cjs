// differs in deno: stdout - with a load hook Deno rejects with other errors, and finds any `node:` module
// import() from a script.
const load = (x) => import(x);
async function main() {
  const m = await load("./parts/exports_many.mjs");
  console.log(m.default(), m === await import("./parts/exports_many.mjs"), (await import("./parts/cjs_primitive.cjs")).default);
  for (const bad of ["./parts/missing.mjs", "./parts/bad_syntax.mjs", "./parts/waits_throws.mjs", "node:nothing"]) await load(bad).then(() => console.log("loaded"), (e) => console.log(bad, e.name));
  console.log(typeof (await import("./parts/data.json", { with: { type: "json" } })).default.answer);
}
main().then(() => console.log("end"));

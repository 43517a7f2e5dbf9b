// import.meta is that of the source.
import { fileURLToPath } from "node:url";
import { meta } from "./parts/import_meta_part.mjs";
const base = (x) => x?.split("/").at(-1);
console.log(base(import.meta.url), base(import.meta.filename), import.meta.dirname === fileURLToPath(new URL(".", import.meta.url)).slice(0, -1), import.meta.main, base(import.meta.resolve("./x.mjs")));
console.log(base(meta.url), meta.main, Object.getPrototypeOf(import.meta), typeof import.meta.resolve);
const f = () => import.meta; console.log(f() === import.meta, new URL("./parts/data.json", import.meta.url).pathname.endsWith("parts/data.json"));

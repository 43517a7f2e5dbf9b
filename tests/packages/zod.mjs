// Schemas: getters, lazy values, prototypes made on the fly.
import * as z from "zod";
const Person = z.object({ name: z.string().min(2), age: z.number().int().positive().optional(), tags: z.array(z.enum(["a", "b"])).default(["a"]), address: z.union([z.object({ city: z.string() }), z.null()]) }).strict();
console.log(JSON.stringify(Person.parse({ name: "Ada", address: { city: "L" } })), Person.safeParse({ name: "A", age: -1, address: 5, extra: 1 }).success);
try { Person.parse({ name: 1, tags: ["c"], address: null }); } catch (e) { console.log(e.name, JSON.stringify(e.issues.map((i) => [i.path, i.code, i.message]))); }
const Tree = z.object({ v: z.number(), get children() { return z.array(Tree); } });
console.log(JSON.stringify(Tree.parse({ v: 1, children: [{ v: 2, children: [] }] })));
console.log(z.coerce.number().parse("5"), z.string().transform((s) => s.length).pipe(z.number().max(3)).safeParse("abcd").success, await z.string().refine(async (s) => s.startsWith("x"), "no x").safeParseAsync("y").then((r) => r.error.issues[0].message));
console.log(z.discriminatedUnion("t", [z.object({ t: z.literal("a"), x: z.number() }), z.object({ t: z.literal("b") })]).parse({ t: "a", x: 1 }), z.record(z.string(), z.number()).parse({ a: 1 }), z.map(z.string(), z.date()).safeParse(new Map([["a", new Date(0)]])).success);
console.log(Person.shape.name instanceof z.ZodString, JSON.stringify(z.toJSONSchema(Person)));

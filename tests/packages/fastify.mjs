// A web server that generates code for its schemas.
import Fastify from "fastify";
const app = Fastify();
app.decorate("tool", function () { return typeof this.get; });
app.addHook("onRequest", async (request) => { request.headers["x-hook"] = "1"; });
app.register(async (scope) => { scope.get("/scoped/:id", { schema: { params: { type: "object", properties: { id: { type: "integer" } } }, response: { 200: { type: "object", properties: { id: { type: "integer" }, hook: { type: "string" } } } } } }, async (request) => ({ id: request.params.id, hook: request.headers["x-hook"], dropped: true })); }, { prefix: "/v1" });
app.post("/body", { schema: { body: { type: "object", required: ["n"], properties: { n: { type: "number" } } } } }, (request, reply) => { reply.code(201).send({ twice: request.body.n * 2 }); });
app.get("/fails", async () => { throw Object.assign(new Error("bad"), { statusCode: 418 }); });
await app.ready();
for (const ask of [{ url: "/v1/scoped/5" }, { url: "/v1/scoped/x" }, { method: "POST", url: "/body", payload: { n: 4 } }, { method: "POST", url: "/body", payload: {} }, { url: "/fails" }, { url: "/none" }]) { const r = await app.inject(ask); console.log(r.statusCode, r.headers["content-type"], r.body); }
console.log(app.tool(), app.printRoutes()); await app.close(); console.log("closed");

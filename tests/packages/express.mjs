// A web server of callbacks.
import express from "express";
const app = express();
app.use(express.json()); app.use((req, res, next) => { res.set("x-first", "1"); next(); });
app.get("/hello/:name", (req, res) => { res.send(`hello ${req.params.name} ${req.query.q ?? ""}`); });
app.post("/echo", (req, res) => { res.status(201).json({ got: req.body }); });
app.get("/fails", async () => { await null; throw new Error("handler failed"); });
const router = express.Router(); router.route("/thing").get((req, res) => res.json([1, 2])).delete((req, res) => res.sendStatus(204)); app.use("/api", router);
app.use((req, res) => { res.status(404).send("nothing here"); });
app.use((error, req, res, next) => { res.status(500).type("text").send(error.message); });
const server = app.listen(0, "127.0.0.1", async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const ask = async (path, options) => { const r = await fetch(base + path, options); console.log(path, r.status, r.headers.get("content-type"), r.headers.get("x-first"), r.headers.get("etag"), await r.text()); };
  await ask("/hello/ada?q=1"); await ask("/echo", { method: "POST", headers: { "content-type": "application/json" }, body: '{"a":[1]}' }); await ask("/fails"); await ask("/api/thing"); await ask("/api/thing", { method: "DELETE" }); await ask("/no"); await ask("/echo", { method: "POST", headers: { "content-type": "application/json" }, body: "{" });
  server.closeAllConnections?.(); server.close(() => console.log("closed"));
});

// An HTTP server that answers requests from the same process over the loopback interface, 16 at a time.
import { Agent, createServer, get } from "node:http";
import { measured } from "./measured.mjs";

const REQUESTS = 2000;
const AT_ONCE = 16;
const carts = new Map(Array.from({ length: 50 }, (_, i) => [i, [{ id: i, price: i + 0.5, count: 2 }]]));

function total(items) {
  return items.reduce((sum, item) => sum + price(item), 0);
}

function price({ price, count }) {
  return price * count;
}

function route(url) {
  const id = Number(url.slice(1));
  return { id, items: carts.get(id % 50) };
}

async function answer(request, response) {
  const { id, items } = route(request.url);
  response.end(JSON.stringify({ id, total: total(items), seen: await look(id) }));
}

async function look(id) {
  await null;
  return id % 2 === 0;
}

const server = createServer(answer);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function request(id) {
  return new Promise((resolve, reject) => {
    get({ port, host: "127.0.0.1", path: `/${id}`, agent }, (response) => {
      let length = 0;
      response.on("data", (chunk) => length += chunk.length).on("end", () => resolve(length));
    }).on("error", reject);
  });
}

await measured(async () => {
  let next = 0;
  let sum = 0;
  const worker = async () => {
    while (next < REQUESTS) sum += await request(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return sum;
});
agent.destroy();
server.close();

// Asks a server for as much as it can answer, over 16 connections that stay: PORT SECONDS, or PORT 0 ANSWERS. Written on sockets, as a
// client that costs as much as the server would slow it down. Prints how many answers came, and how many of each status.
import { connect } from "node:net";
import process from "node:process";

const [port, seconds, enough = Infinity] = process.argv.slice(2).map(Number);
const CONNECTIONS = 16;
const statuses = {};
let answers = 0;
let number = 0;

/** The request with this number: which, and whether it is right, repeats after some hundreds. */
function request(n) {
  if (n % 97 === 0) return get("/nowhere");
  if (n % 89 === 0) return get("/products/none");
  switch (n % 4) {
    case 0:
      return get(`/products/p${n % 200}`);
    case 1:
      return get(`/search/product%20${n % 50}`);
    case 2:
      return get("/products");
    default:
      return post("/orders", order(n));
  }
}

function order(n) {
  const lines = Array.from({ length: 8 }, (_, i) => ({ id: `p${(n + i) % 200}`, quantity: String(1 + (n + i) % 12) }));
  if (n % 71 === 0) lines[5].quantity = "many";
  return JSON.stringify({
    customer: { name: `Customer ${n}`, mail: `c${n}@example.org` },
    lines: n % 83 === 0 ? [] : lines,
  });
}

function get(path) {
  return `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
}

function post(path, body) {
  return `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

const made = Array.from({ length: 4000 }, (_, n) => request(n));

function client() {
  const socket = connect(port, "127.0.0.1");
  const ask = () => socket.write(made[number++ % made.length]);
  let pending = "";
  socket.setNoDelay().setEncoding("latin1").on("connect", ask).on("data", (text) => {
    pending += text;
    const head = pending.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(pending)[1]);
    if (pending.length < head + 4 + length) return;
    const status = pending.slice(9, 12);
    statuses[status] = (statuses[status] ?? 0) + 1;
    answers++;
    pending = "";
    if (answers === enough) end();
    else ask();
  });
  return socket;
}

const perSecond = [];
setInterval(() => perSecond.push(answers - perSecond.reduce((sum, each) => sum + each, 0)), 1000).unref();
const begun = performance.now();
const sockets = Array.from({ length: CONNECTIONS }, client);
if (seconds > 0) setTimeout(end, seconds * 1000);

function end() {
  for (const socket of sockets) socket.destroy();
  console.log(JSON.stringify({ answers, seconds: (performance.now() - begun) / 1000, statuses, perSecond }));
}

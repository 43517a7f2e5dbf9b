// An HTTP server as many are: it finds a route, reads JSON, checks and prices an order, fills in a template. A few
// hundred calls a request. One request in some is wrong, and some function throws. It prints its port and process, and ends when
// /stop is asked for, with how often each function threw.
import { createServer } from "node:http";
import process from "node:process";

const thrown = { parseQuantity: 0, findProduct: 0, checkOrder: 0, match: 0 };
const products = new Map(Array.from({ length: 200 }, (_, i) => [`p${i}`, product(i)]));
let requests = 0;

function product(i) {
  const tags = ["new", "sale", "blue & green", "<limited>"].slice(0, 1 + i % 4);
  return {
    id: `p${i}`,
    name: `Product "${i}"`,
    cents: 100 + i * 37,
    stock: 5 + i % 90,
    tags,
    weight: { g: 10 * i, box: i % 3 },
  };
}

class RequestError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

function fail(where, message, status) {
  thrown[where]++;
  return new RequestError(message, status);
}

const routes = [
  route("GET", "/products/:id", showProduct),
  route("GET", "/products", listProducts),
  route("POST", "/orders", placeOrder),
  route("GET", "/search/:word", search),
];

function route(method, pattern, handler) {
  const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name);
  return { method, names, regexp: new RegExp(`^${pattern.replaceAll(/:\w+/g, "([^/]+)")}$`), handler };
}

function match(method, path) {
  for (const route of routes) {
    const params = paramsOf(route, method, path);
    if (params) return { route, params };
  }
  throw fail("match", `nothing at ${path}`, 404);
}

function paramsOf(route, method, path) {
  if (route.method !== method) return undefined;
  const found = route.regexp.exec(path);
  return found && Object.fromEntries(route.names.map((name, i) => [name, decodeURIComponent(found[i + 1])]));
}

function findProduct(id) {
  const found = products.get(id);
  if (!found) throw fail("findProduct", `no product ${id}`, 404);
  return found;
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function render(template, values) {
  return template.replaceAll(/\{(\w+)\}/g, (_, name) => escape(String(values[name] ?? "")));
}

function money(cents) {
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

function row(product) {
  const tags = product.tags.map((tag) => render("<b>{tag}</b>", { tag })).join(" ");
  return render("<tr><td>{name}<td>{price}<td>{stock}</tr>", { ...product, price: money(product.cents) }) + tags;
}

function page(title, list) {
  return render("<title>{title}</title>", { title }) + list.map(row).join("\n");
}

async function showProduct({ id }) {
  const found = await load(id);
  return page(found.name, [found, ...similar(found)]);
}

async function load(id) {
  await null;
  return findProduct(id);
}

function similar(to) {
  const list = [...products.values()].filter((each) => distance(each, to) < 3);
  return list.slice(0, 4);
}

function distance(a, b) {
  const [left, right] = [vector(a), vector(b)];
  return left.reduce((sum, value, i) => sum + Math.abs(value - right[i]), 0);
}

function vector({ stock, weight, tags }) {
  return [stock / 10, weight.box, tags.length];
}

function listProducts() {
  return page("all", [...products.values()].slice(0, 12));
}

function search({ word }) {
  const found = [...products.values()].filter(({ name }) => likeness(name, word) > 0.6);
  return JSON.stringify(found.slice(0, 5));
}

function likeness(name, word) {
  const pairs = pairsOf(name.toLowerCase());
  const wanted = pairsOf(word.toLowerCase());
  let same = 0;
  for (const pair of wanted) if (pairs.has(pair)) same++;
  return same / wanted.size;
}

function pairsOf(text) {
  const pairs = new Set();
  for (let i = 1; i < text.length; i++) pairs.add(text.slice(i - 1, i + 1));
  return pairs;
}

function parseQuantity(text) {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw fail("parseQuantity", `${text} is no quantity`, 422);
  return count;
}

function checkOrder(order) {
  const lines = order.lines.map(({ id, quantity }) => ({ product: findProduct(id), count: parseQuantity(quantity) }));
  if (lines.length === 0) throw fail("checkOrder", "an order needs lines", 422);
  return lines;
}

function priceLine({ product, count }) {
  const discount = count >= 10 ? 0.9 : 1;
  return Math.round(product.cents * count * discount);
}

function placeOrder(_, body) {
  const lines = checkOrder(JSON.parse(body));
  const total = lines.reduce((sum, line) => sum + priceLine(line), 0);
  const shown = lines.map(({ product, count }) => ({
    name: product.name,
    count,
    price: money(priceLine({ product, count })),
  }));
  return JSON.stringify({
    total: money(total),
    lines: shown,
    page: page("order", lines.map(({ product }) => product)),
  });
}

async function read(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

async function answer(request) {
  const body = request.method === "POST" ? await read(request) : "";
  const { route, params } = match(request.method, request.url);
  return route.handler(params, body);
}

async function serve(request, response) {
  requests++;
  if (request.url === "/stop") return stop(response);
  try {
    const text = await answer(request);
    send(response, 200, text);
  } catch (error) {
    send(response, error.status ?? 500, JSON.stringify({ error: error.message }));
  }
}

function send(response, status, text) {
  response.writeHead(status, { "content-type": "text/plain", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

function stop(response) {
  const { rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  send(response, 200, JSON.stringify({ requests, thrown, rss, cpuMs: (user + system) / 1000 }));
  server.close();
  server.closeAllConnections?.();
}

const server = createServer(serve);
server.listen(0, "127.0.0.1", () => console.log(server.address().port, process.pid));

// Methods of all kinds.
const key = Symbol("key");
class Cart {
  #items = [];
  static made = 0;
  constructor(...items) { this.#items = items; Cart.made++; }
  get size() { return this.#items.length; }
  set size(n) { this.#items.length = n; }
  total() { return this.#sum(0); }
  #sum(from) { let s = 0; for (const i of this.#items.slice(from)) s += i; return s; }
  get #first() { return this.#items[0]; }
  static of(...items) { return new this(...items); }
  static #secret() { return "s"; }
  static reveal() { return Cart.#secret(); }
  [key]() { return "symbol"; }
  ["a" + "b"]() { return "computed"; }
  "quoted name"() { return "quoted"; }
  42() { return "number"; }
  *each() { yield* this.#items; }
  async later() { return this.size; }
  async *eachLater() { yield 1; }
  first() { return this.#first; }
  static isCart(x) { return #items in x; }
  static async() { return "async"; }
  get() { return "get"; }
  set() { return "set"; }
  static static() { return "static"; }
}
const cart = Cart.of(1, 2, 3);
console.log(cart.size, cart.total(), cart.first(), cart[key](), cart.ab(), cart["quoted name"](), cart[42](), Cart.reveal());
cart.size = 2;
console.log([...cart.each()], cart.total(), Cart.isCart(cart), Cart.isCart({}), Cart.made, Cart.async(), cart.get(), cart.set(), Cart.static());
console.log(await cart.later());
for await (const x of cart.eachLater()) console.log(x);
console.log(Object.getOwnPropertyNames(Cart.prototype).join(), Object.getOwnPropertyNames(Cart).join());

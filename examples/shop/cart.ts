import type { Item } from "./orders.ts";

/** Items and what they cost. */
export class Cart {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  add(item: Item): this {
    this.#items.push(item);
    return this;
  }

  /** The price of everything, with tax of `rate`. */
  total(rate = 0.2): number {
    const net = this.#items.reduce((sum, item) => sum + linePrice(item), 0);
    return Math.round(net * (1 + rate) * 100) / 100;
  }

  *[Symbol.iterator](): Generator<Item> {
    yield* this.#items;
  }
}

/** Four of a kind are cheaper. */
export function linePrice({ price, quantity }: Item): number {
  return price * quantity * (quantity >= 4 ? 0.9 : 1);
}

import type { Item } from "./orders.ts";

/** Thrown where there is less of something than was ordered. */
export class OutOfStock extends Error {
  override name = "OutOfStock";
  readonly sku: string;
  readonly missing: number;

  constructor(sku: string, missing: number) {
    super(`${missing} of ${sku} missing`);
    this.sku = sku;
    this.missing = missing;
  }
}

/** What there is of everything. */
export class Warehouse {
  readonly #stock: Map<string, number>;

  constructor(stock: Record<string, number>) {
    this.#stock = new Map(Object.entries(stock));
  }

  /** Takes all items, or none and throws `OutOfStock`. */
  take(items: Iterable<Item>): void {
    const list = [...items];
    for (const { sku, quantity } of list) {
      const missing = quantity - (this.#stock.get(sku) ?? 0);
      if (missing > 0) throw new OutOfStock(sku, missing);
    }
    for (const { sku, quantity } of list) this.#stock.set(sku, (this.#stock.get(sku) ?? 0) - quantity);
  }

  describe(): string {
    return [...this.#stock].map(([sku, count]) => `${count} ${sku}`).join(", ");
  }
}

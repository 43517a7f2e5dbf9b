export interface Item {
  sku: string;
  price: number;
  quantity: number;
}

export interface Order {
  id: number;
  customer: string;
  items: Item[];
}

const CUSTOMERS = ["Ada", "Grace", "Alan", "Edsger"];
const PRICES: Readonly<Record<string, number>> = { tea: 4.5, coffee: 7.25, cup: 3 };

/** Makes the same orders every time. */
export function* makeOrders(count: number): Generator<Order, void> {
  for (let id = 1; id <= count; id++) {
    const skus = Object.keys(PRICES).filter((_, index) => (id + index) % 3 !== 0);
    yield { id, customer: CUSTOMERS[id % CUSTOMERS.length], items: skus.map((sku) => makeItem(sku, id)) };
  }
}

function makeItem(sku: string, seed: number): Item {
  return { sku, price: PRICES[sku], quantity: 1 + (seed * 7) % 4 };
}

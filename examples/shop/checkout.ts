import { Cart } from "./cart.ts";
import type { Order } from "./orders.ts";
import { OutOfStock, type Warehouse } from "./warehouse.ts";

export interface Receipt {
  order: Order;
  paid: number;
  problem?: string;
}

/** Fills a cart, takes the goods, has them paid. */
export async function checkOut(order: Order, warehouse: Warehouse): Promise<Receipt> {
  const cart = new Cart();
  for (const item of order.items) cart.add(item);
  try {
    warehouse.take(cart);
    return { order, paid: await pay(order.customer, cart.total()) };
  } catch (error) {
    if (!(error instanceof OutOfStock)) throw error;
    return { order, paid: 0, problem: error.message };
  }
}

async function pay(customer: string, amount: number): Promise<number> {
  for await (const step of authorise(customer, amount)) {
    if (step === "declined") return 0;
  }
  return amount;
}

async function* authorise(customer: string, amount: number): AsyncGenerator<string> {
  yield "asked";
  await new Promise((resolve) => setTimeout(resolve, 1));
  yield customer === "Alan" && amount > 30 ? "declined" : "granted";
}

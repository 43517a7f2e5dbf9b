import type { Receipt } from "./checkout.ts";

/** One line for the customer. */
export function describe({ order, paid, problem }: Receipt): string {
  const goods = order.items.map((item) => `${item.quantity} ${item.sku}`).join(", ");
  const outcome = problem ?? (paid > 0 ? `paid ${paid.toFixed(2)}` : "declined");
  return `order ${order.id} for ${order.customer}: ${goods}: ${outcome}`;
}

/**
 * A small shop: orders come in, are priced, paid and packed. Something goes wrong with some of them.
 *
 *     tstrace run examples/shop/main.ts --orders 3
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { checkOut } from "./checkout.ts";
import { makeOrders } from "./orders.ts";
import { describe } from "./receipt.ts";
import { Warehouse } from "./warehouse.ts";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { orders: { type: "string", default: "3" } } });
  const warehouse = new Warehouse({ tea: 40, coffee: 25, cup: 4 });
  let total = 0;
  for (const order of makeOrders(Number(values.orders))) {
    const receipt = await checkOut(order, warehouse);
    total += receipt.paid;
    console.log(describe(receipt));
  }
  console.log(`taken: ${total.toFixed(2)}, left: ${warehouse.describe()}`);
  process.exitCode = total > 0 ? 0 : 1;
}

await main();

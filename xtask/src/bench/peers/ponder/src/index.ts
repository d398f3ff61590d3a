// One row per event of record, its fields as JSON. HeadExtended and what the token standard adds are left out.
import { ponder } from "ponder:registry";
import { event as table } from "ponder:schema";
import abi from "../abi.json";

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);

for (const item of abi.abi as any[]) {
  if (item.type !== "event" || item.inputs.some((input: any) => input.indexed)) continue;
  ponder.on(`TraceLedger:${item.name}` as any, async ({ event, context }: any) => {
    await context.db.insert(table).values({
      id: event.id,
      name: item.name,
      block: event.block.number,
      logIndex: event.log.logIndex,
      fields: JSON.parse(JSON.stringify(event.args, plain)),
    });
  });
}

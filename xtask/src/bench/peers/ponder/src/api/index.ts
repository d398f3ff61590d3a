// How many rows there are, to see that none is missing.
import { Hono } from "hono";
import { db } from "ponder:api";
import schema from "ponder:schema";

const app = new Hono();
app.get("/count", async (context) => context.json(await db.$count(schema.event)));

export default app;

// Reads the ledger's events of record with Subsquid's processor and decodes them with its codec, into memory.
// Arguments: the node's address, the ledger's address, the last block, the file with the ledger's ABI.
const { EvmBatchProcessor } = require("@subsquid/evm-processor");
const codec = require("@subsquid/evm-codec");
const { event: record, keccak256 } = require("@subsquid/evm-abi");

const [rpc, contract, head, abi] = process.argv.slice(2);

function codecOf(input) {
  if (input.type.endsWith("[]")) return codec.array(codecOf({ ...input, type: input.type.slice(0, -2) }));
  if (input.type === "tuple") {
    return codec.struct(Object.fromEntries(input.components.map((part) => [part.name, codecOf(part)])));
  }
  return codec[input.type];
}

function typeOf(input) {
  if (!input.type.startsWith("tuple")) return input.type;
  return `(${input.components.map(typeOf).join(",")})${input.type.slice("tuple".length)}`;
}

// Events of record have no indexed fields; HeadExtended and what the token standard adds have.
const ofRecord = (item) => item.type === "event" && !item.inputs.some((input) => input.indexed);
const events = new Map();
for (const item of require(abi).abi.filter(ofRecord)) {
  const signature = `${item.name}(${item.inputs.map(typeOf).join(",")})`;
  const topic = `0x${keccak256(signature).toString("hex")}`;
  const fields = Object.fromEntries(item.inputs.map((input) => [input.name, codecOf(input)]));
  events.set(topic, record(topic, signature, fields));
}

const rows = [];
const memory = {
  connect: async () => ({ height: -1, hash: "0x" }),
  transact: async (_, work) => work(rows),
};

new EvmBatchProcessor()
  .setRpcEndpoint({ url: rpc, capacity: 4, maxBatchCallSize: 100 })
  .setFinalityConfirmation(0)
  .setBlockRange({ from: 1, to: Number(head) })
  .setFields({ log: { topics: true, data: true } })
  .addLog({ address: [contract.toLowerCase()], topic0: [...events.keys()] })
  .run(memory, async ({ blocks, store }) => {
    for (const { header, logs } of blocks) {
      for (const log of logs) {
        store.push({ block: header.height, log: log.logIndex, fields: events.get(log.topics[0]).decode(log) });
      }
    }
    // It goes on for ever otherwise. Empty blocks at the end come only as the last one.
    if (blocks.at(-1)?.header.height >= Number(head)) {
      process.stdout.write(`${rows.length}\n`, () => process.exit(0));
    }
  });

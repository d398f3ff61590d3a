import { createConfig } from "ponder";
import abi from "./abi.json";

export default createConfig({
  database: { kind: "pglite", directory: "./pglite" },
  chains: { bench: { id: Number(process.env.BENCH_CHAIN_ID), rpc: process.env.BENCH_RPC } },
  contracts: {
    TraceLedger: {
      chain: "bench",
      abi: abi.abi as any,
      address: process.env.BENCH_CONTRACT as `0x${string}`,
      startBlock: 1,
      endBlock: Number(process.env.BENCH_HEAD),
    },
  },
});

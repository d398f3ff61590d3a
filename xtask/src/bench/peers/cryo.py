"""Writes the ledger's logs to parquet files with cryo, its events not decoded.

Arguments: the node's address, the ledger's address, the last block, blocks per request, the folder to write to.
"""

import os
import sys

import cryo

rpc, contract, head, blocks, out = sys.argv[1:]
cryo.freeze(
    "logs",
    rpc=rpc,
    contract=[contract],
    blocks=[f"1:{int(head) + 1}"],
    chunk_size=int(blocks),
    inner_request_size=int(blocks),
    output_dir=out,
    verbose=False,
    no_report=True,
)
# All files are written by now. The interpreter's own end is skipped: its native module does not always survive it.
os._exit(0)

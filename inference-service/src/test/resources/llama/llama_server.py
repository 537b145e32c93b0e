"""llama.cpp's own HTTP server out of the wheel of xllamacpp: MODEL PORT KEY, until it is killed."""

import sys
import time

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.hostnames = ["127.0.0.1"]
params.port = int(sys.argv[2])
params.api_keys = [sys.argv[3]]
params.model_alias = {"small"}
params.n_ctx = 4096
params.n_parallel = 2
params.cpuparams.n_threads = 2
params.endpoint_slots = True
server = xllamacpp.Server(params)
print("listens at", server.listening_address, flush=True)
while True:
    time.sleep(3600)

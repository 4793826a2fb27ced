"""Prints as JSON what TensorBoard itself reads of a folder of logs: run by test/formats/tensorboard.test.ts."""

import json
import sys

from tensorboard.backend.event_processing import event_multiplexer
from tensorboard.plugins.hparams import plugin_data_pb2

everything = {"scalars": 0, "images": 0, "tensors": 0}
multiplexer = event_multiplexer.EventMultiplexer(size_guidance=everything).AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()

runs = {}
for name in multiplexer.Runs():
    run = multiplexer.GetAccumulator(name)
    found = {"hparams": {}, "group": None, "status": None}
    found["scalars"] = {tag: [[e.step, e.value] for e in run.Scalars(tag)] for tag in run.Tags()["scalars"]}
    found["images"] = {tag: [[e.width, e.height] for e in run.Images(tag)] for tag in run.Tags()["images"]}
    found["texts"] = {}
    for tag, metadata in run.summary_metadata.items():
        plugin = metadata.plugin_data
        if plugin.plugin_name == "text":
            found["texts"][tag] = run.Tensors(tag)[0].tensor_proto.string_val[0].decode()
        elif plugin.plugin_name == "hparams":
            data = plugin_data_pb2.HParamsPluginData.FromString(plugin.content)
            for key, value in data.session_start_info.hparams.items():
                found["hparams"][key] = getattr(value, value.WhichOneof("kind"))
            found["group"] = data.session_start_info.group_name or found["group"]
            found["status"] = data.session_end_info.status or found["status"]
    runs[name] = found
print(json.dumps(runs))

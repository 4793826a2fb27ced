#!/usr/bin/env python3
"""Times a plain PyTorch WaveNet on this machine, as the baseline of `wavebench bench`.

It does the same work as the project, the way a PyTorch user would write it:
  train     one optimisation step (forward, backward, Adam) with the one-step loss, or with the
            one-step loss plus an n-step unrolled loss, each origin unrolled on its own;
  generate  queue-based ("fast") or full-receptive-field ("default") sampling.
Prints one JSON line per measurement: the median of the repeats, in milliseconds. With --turns it makes one training step,
or 20 steps of "fast" sampling, for each line that it reads instead, so that it can be timed in turns with others; the
first line it prints says "ready".

  pip install torch numpy
  python torch_baseline.py train --batch 16 --length 512 --horizon 1 --horizon 8
  python torch_baseline.py generate --batch 32 --batch 1 --layers 10 --layers 20 [--default]
"""
import argparse, json, resource, statistics, sys, time
import torch
import torch.nn.functional as F
from torch import nn


class Layer(nn.Module):
    """Gated dilated causal convolution with residual and skip outputs; x is (B, C, T)."""

    def __init__(self, cin, residual, gate, skip, kernel, dilation, bias=False):
        super().__init__()
        self.cin, self.gate, self.pad = cin, gate, (kernel - 1) * dilation
        self.dilated = nn.Conv1d(cin, 2 * gate, kernel, dilation=dilation, bias=bias)
        self.residual = nn.Conv1d(gate, residual, 1, bias=bias)
        self.skip = nn.Conv1d(gate, skip, 1, bias=bias)
        self.project = nn.Conv1d(cin, residual, 1, bias=bias) if cin != residual else None

    def forward(self, x, padded=False):
        y = self.dilated(x if padded else F.pad(x, (self.pad, 0)))
        h = torch.tanh(y[:, : self.gate]) * torch.sigmoid(y[:, self.gate :])
        if padded:
            x = x[..., self.pad :]
        x = x if self.project is None else self.project(x)
        return x + self.residual(h), self.skip(h)


class WaveNet(nn.Module):
    def __init__(self, levels, dilations, channels, input_kernel, kernel=2):
        super().__init__()
        self.levels = levels
        specs = [(levels, input_kernel, 1, True)] + [(channels, kernel, d, False) for d in dilations]
        self.layers = nn.ModuleList(
            Layer(cin, channels, channels, channels, k, d, bias) for cin, k, d, bias in specs
        )
        self.head = nn.Sequential(
            nn.LeakyReLU(), nn.Conv1d(channels, channels, 1), nn.LeakyReLU(), nn.Conv1d(channels, levels, 1)
        )
        self.receptive_field = 1 + sum(l.pad for l in self.layers)

    def encode(self, x):
        inputs, skips = [], 0
        for layer in self.layers:
            inputs.append(x)
            x, s = layer(x)
            skips = skips + s
        return self.head(skips), inputs

    def forward(self, tokens):
        return self.encode(F.one_hot(tokens, self.levels).float().transpose(1, 2))

    def step(self, x, queues):
        """One queue-based step: x (B, Q, 1); queues hold each layer's last `pad` inputs."""
        skips = 0
        for i, layer in enumerate(self.layers):
            window = torch.cat((queues[i], x), -1)
            queues[i] = window[..., 1:] if layer.pad else queues[i]
            x, s = layer(window, padded=True)
            skips = skips + s
        return self.head(skips)


def median_ms(repeat, warmup, fn):
    times = []
    for i in range(warmup + repeat):
        t = time.perf_counter()
        fn()
        if i >= warmup:
            times.append(1e3 * (time.perf_counter() - t))
    return statistics.median(times)


def take_turns(fn, steps=1):
    """One call of fn, which makes so many steps, for each line of the input, after two to warm up."""
    fn(), fn()
    report(ready=True)
    for _ in sys.stdin:
        t = time.perf_counter()
        fn()
        report(ms=1e3 * (time.perf_counter() - t) / steps)


def report(**figures):
    figures["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(figures), flush=True)


def train(a):
    for horizon in a.horizon:
        torch.manual_seed(0)
        net = WaveNet(127, [2**i for i in range(8)] + [2**i for i in range(7)], 32, 7)
        adam = torch.optim.Adam(net.parameters(), lr=0.01)
        forward = torch.compile(net) if a.compile else net
        x = torch.randint(0, 127, (a.batch[0], a.length))
        inputs, targets = x[:, :-1], x[:, 1:]

        def step():
            logits, layer_inputs = forward(inputs)
            loss = F.cross_entropy(logits, targets)
            if horizon > 1:
                origins = torch.randperm(inputs.shape[1] - horizon + 1)[: a.origins].tolist()
                terms = []
                for r in origins:
                    queues = [F.pad(h[..., max(0, r - l.pad) : r], (max(0, l.pad - r), 0))
                              for l, h in zip(net.layers, layer_inputs)]
                    cur = F.one_hot(inputs[:, r : r + 1], net.levels).float().transpose(1, 2)
                    for h in range(horizon):
                        z = net.step(cur, queues)
                        terms.append(F.cross_entropy(z[..., 0], targets[:, r + h]))
                        gumbel = -torch.empty_like(z).exponential_().log()
                        cur = F.softmax((F.log_softmax(z, 1) + gumbel) / (2 / 3), 1)
                loss = loss + torch.stack(terms).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()

        if a.turns:
            return take_turns(step)
        report(what="train", batch=a.batch[0], length=a.length, horizon=horizon, origins=a.origins if horizon > 1 else 0, compiled=a.compile,
               ms=median_ms(a.repeat, 2, step))


@torch.no_grad()
def generate(a):
    for layers in a.layers:
        net = WaveNet(8, [2 ** (i % 10) for i in range(layers)], 64, 1).eval()
        for batch in a.batch:
            history = torch.randint(0, 8, (batch, net.receptive_field))
            _, layer_inputs = net(history)
            queues = [h[..., h.shape[-1] - l.pad :].contiguous() for l, h in zip(net.layers, layer_inputs)]
            state = {"cur": history[:, -1:], "history": history}

            def fast():
                z = net.step(F.one_hot(state["cur"], 8).float().transpose(1, 2), queues)
                state["cur"] = torch.distributions.Categorical(logits=z[..., 0]).sample()[:, None]

            def default():
                z, _ = net(state["history"])
                nxt = torch.distributions.Categorical(logits=z[..., -1]).sample()[:, None]
                state["history"] = torch.cat((state["history"][:, 1:], nxt), 1)

            def many():
                for _ in range(20):
                    fast()

            if a.turns:
                return take_turns(many, steps=20)
            base = dict(what="generate", batch=batch, layers=layers, receptive_field=net.receptive_field)
            report(**base, method="fast", ms=median_ms(a.repeat, 2, many) / 20)
            if a.default:
                report(**base, method="default", ms=median_ms(3, 1, default))


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["train", "generate"])
    p.add_argument("--batch", type=int, action="append")
    p.add_argument("--length", type=int, default=512)
    p.add_argument("--horizon", type=int, action="append")
    p.add_argument("--origins", type=int, default=16)
    p.add_argument("--layers", type=int, action="append")
    p.add_argument("--default", action="store_true", help="also time full-receptive-field generation")
    p.add_argument("--compile", action="store_true", help="torch.compile the teacher-forced pass (needs a C++ compiler)")
    p.add_argument("--turns", action="store_true", help="step for each line of the input")
    p.add_argument("--threads", type=int, default=0)
    p.add_argument("--repeat", type=int, default=5)
    a = p.parse_args()
    a.batch, a.horizon, a.layers = a.batch or [16], a.horizon or [1, 8], a.layers or [10, 20]
    if a.threads:
        torch.set_num_threads(a.threads)
    (train if a.what == "train" else generate)(a)

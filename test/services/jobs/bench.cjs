// A benchmark that measures nothing: points made of their number of layers. TEST_BENCH names how it behaves: "hold" (waits
// after its second point), "crash" (is killed there), "error".
const behaviour = process.env.TEST_BENCH ?? '';

process.on('disconnect', () => process.exit(0));
process.on('message', ({ request: { layers, methods } }) => {
  const machine = { processor: 'test', threads: 2, device: 'test', versions: { tensorflow: '0' }, simd: 'plain' };
  process.send({ type: 'machine', machine });
  let made = 0;
  for (const dilatedLayers of layers) {
    for (const method of methods) {
      process.send({ type: 'measuring', method, dilatedLayers });
      if (made === 2 && behaviour === 'hold') return;
      if (made === 2 && behaviour === 'crash') return setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);
      if (made === 2 && behaviour === 'error') return fail();
      const median = dilatedLayers / 100;
      const point = { method, dilatedLayers, receptiveField: 2 ** dilatedLayers, median, min: median, max: median };
      process.send({ type: 'point', point: { ...point, repeats: 5, steps: 100 } });
      made += 1;
    }
  }
  process.send({ type: 'done' }, () => process.exit(0));
});

function fail() {
  const error = { name: 'Error', message: 'No memory is left.', advice: null, stack: null };
  process.send({ type: 'failed', error }, () => process.exit(1));
}

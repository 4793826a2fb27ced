// A probe that finds what TEST_PROBE says: "gpu", "broken", "dies"; a CPU otherwise.
const kind = process.env.TEST_PROBE ?? '';
const error = {
  name: 'Error',
  message: 'libtensorflow.so.2: cannot open shared object file',
  advice: null,
  stack: null,
};
process.on('message', () => {
  if (kind === 'dies') process.kill(process.pid, 'SIGSEGV');
  const device = kind === 'gpu' ? { device: 'gpu', deviceName: 'RTX' } : { device: 'cpu', deviceName: 'Zen' };
  const tensorflow = kind === 'broken' ? { error } : { version: '2.21.0', ...device };
  process.send({ type: 'probed', tensorflow, canvas: { version: '1.1.1' } });
  process.send({ type: 'done' }, () => process.exit(0));
});

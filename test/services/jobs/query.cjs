// Answers calls of a job that stays up: each with its argument, "fail" with an error; "die" ends the process.
process.on('disconnect', () => process.exit(0));
process.on('message', ({ sequence, call, argument }) => {
  if (call === 'die') process.exit(3);
  const error = { name: 'UserError', message: 'It cannot be.', advice: 'Do something else.', stack: null };
  process.send(call === 'fail' ? { sequence, error } : { sequence, result: { pid: process.pid, argument } });
});

/** Tells the bench where the server listens, and what it has used whenever it is asked. */
export function tellCpu(url) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpu: user + system });
  });
  process.on('disconnect', () => process.exit());
  process.send({ url });
}
